"""The services' apps without anything running, for their documents."""

from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI

from services.town import create_town
from tests.flows.stage import environment


def built_apps(here: Path, set_variable: Callable[[str, str], None]) -> dict[str, FastAPI]:
    """Build all four services in an empty folder."""
    (here / "data").mkdir(exist_ok=True)
    for name, value in environment(here, lambda name: f"sqlite:///{here}/data/{name}.sqlite").items():
        set_variable(name, value)
    return dict(create_town().services)
