"""How a town is run, and so which commands its administrator types; Japanese first, English second."""

import os
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from shared.settings import ServiceSettings


class Said(NamedTuple):
    """The same in both languages."""

    ja: str
    en: str


def plain(text: object) -> Said:
    """Numbers, names and versions need no translation."""
    return Said(str(text), str(text))


NOTHING = Said("", "")


@dataclass(frozen=True)
class Running:
    """How this town is run, and so which commands its administrator types.

    compose.yaml lets a process of its own make streams and durables (`YUI_MAKES_TOPOLOGY`); `yui up` never does.
    deploy/systemd/town says that it was this that was typed (`YUI_CALLED`).
    """

    by_compose: bool
    data_dir: Path
    by_systemd: bool = False

    @classmethod
    def of(cls, settings: ServiceSettings) -> "Running":
        """As the settings tell."""
        called = os.environ.get("YUI_CALLED") == "town"
        return cls(by_compose=not settings.makes_topology, data_dir=settings.data_dir, by_systemd=called)

    def yui(self, command: str) -> str:
        """One of our own commands."""
        if self.by_compose:
            return f"docker compose run --rm tools {command}"
        if self.by_systemd:
            return f"town {command}"
        is_usual = self.data_dir.resolve() == Path("var").resolve()
        return f"yui {command}" if is_usual else f"yui {command} --data {quote(str(self.data_dir))}"

    def start(self, part: str = "") -> str:
        """What starts the town, or one container of it."""
        if self.by_compose:
            return f"docker compose up --detach --wait {part}".strip()
        if self.by_systemd:
            return "sudo systemctl restart yui"
        return self.yui("up")

    def logs(self, part: str) -> Said:
        """Where `part` says what went wrong."""
        if self.by_compose:
            return plain(f"docker compose logs --since 10m {part}")
        if self.by_systemd:
            return plain("sudo journalctl -u yui --since -10min")
        return Said("町を動かしている画面の記録", "what the town prints where it runs")
