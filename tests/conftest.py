"""What all tests share: databases of both kinds."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import create_database, postgres_server, why_not

# Two cores shared with a bus, a browser and a database: timing is not what hypothesis is asked about here.
settings.register_profile("yui", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("yui")

_numbers = count()
ON_BOTH = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql])]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server, to which a database's name is added."""
    if why_not():
        pytest.skip(why_not())
    with postgres_server() as url:
        yield url


@pytest.fixture(params=ON_BOTH)
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Makes an empty database and gives its URL; each test that asks runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        (tmp_path / "data").mkdir(exist_ok=True)
        return lambda name: f"sqlite:///{tmp_path}/data/{name}.sqlite"
    server: str = request.getfixturevalue("postgres")

    return lambda name: create_database(server, f"{name}_{next(_numbers)}")


@pytest.fixture
def database_url(new_database: Callable[[str], str]) -> str:
    """One empty database."""
    return new_database("one")
