"""What all tests share: databases of both kinds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.postgres import PostgresServer, postgres_server, why_not

# Two cores shared with a bus, a browser and a database: timing is not what hypothesis is asked about here.
settings.register_profile("yui", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("yui")

ON_BOTH = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql])]


@pytest.hookimpl(trylast=True)  # after pytest-randomly has shuffled them
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The proof takes a minute, most of it waiting: it begins first, so that nothing waits for it at the end."""
    items.sort(key=lambda item: "/proof/" not in item.nodeid)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server whose power is never cut."""
    if why_not():
        pytest.skip(why_not())
    with postgres_server(durable=False) as url:
        server = PostgresServer(url)
        yield server
        server.close()


@pytest.fixture(params=ON_BOTH)
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Databases:
    """`new_database(name)` is the URL of an empty one; each test that asks runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        (tmp_path / "data").mkdir(exist_ok=True)
        return SqliteDatabases(tmp_path / "data")
    return PostgresDatabases(request.getfixturevalue("postgres"))


@pytest.fixture
def database_url(new_database: Databases) -> str:
    """One empty database."""
    return new_database("one")
