"""compose.yaml as Docker Compose would read it: merged, its variables put in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml

from services.documents import ROOT

OURS = ("portal", "intake", "meetings", "programs", "notify", "topology")
_VARIABLE = re.compile(r"\$\{(\w+)(?::-([^}]*))?\}")
_SIZES = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
Mode = Literal["ro", "rw"]


@dataclass(frozen=True)
class Mount:
    """A folder or file of this machine inside a container."""

    source: Path
    target: str
    mode: Mode


@dataclass(frozen=True)
class Service:
    """One service of compose.yaml, its folder being `root`."""

    name: str
    root: Path
    said: Mapping[str, Any]
    secret_files: Mapping[str, str]

    @property
    def user(self) -> tuple[int, int]:
        uid, _, gid = str(self.said["user"]).partition(":")
        return int(uid), int(gid or uid)

    @property
    def environment(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.said.get("environment", {}).items()}

    @property
    def words(self) -> list[str]:
        """Entrypoint and command; the image's own entrypoint is not among them."""
        return [str(word) for word in (*self.said.get("entrypoint", []), *self.said.get("command", []))]

    def doing(self, *words: str) -> "Service":
        """`docker compose run`: the same service at another command."""
        return replace(self, said={**self.said, "entrypoint": list(words), "command": []})

    @property
    def health(self) -> list[str]:
        kind, *words = self.said["healthcheck"]["test"]
        assert kind == "CMD", "no shell: slim images have none that is alike"
        return [str(word) for word in words]

    @property
    def networks(self) -> list[str]:
        return list(self.said["networks"])

    @property
    def waits_for(self) -> list[str]:
        return list(self.said.get("depends_on", {}))

    @property
    def stop_seconds(self) -> float:
        return float(str(self.said["stop_grace_period"]).removesuffix("s"))

    @property
    def memory(self) -> int:
        return size_of(str(self.said["mem_limit"]))

    @cached_property
    def mounts(self) -> list[Mount]:
        """Volumes, then secrets; all are files and folders beside compose.yaml."""
        volumes = [str(each).split(":") for each in self.said.get("volumes", [])]
        found = [Mount(self.root / words[0], words[1], "ro" if words[2:] == ["ro"] else "rw") for words in volumes]
        return found + [self._secret(each) for each in self.said.get("secrets", [])]

    def _secret(self, said: str | Mapping[str, str]) -> Mount:
        source, target = (said, said) if isinstance(said, str) else (said["source"], said["target"])
        place = target if target.startswith("/") else f"/run/secrets/{target}"
        return Mount(self.root / self.secret_files[source], place, "ro")

    @property
    def scratch(self) -> list[tuple[str, dict[str, str]]]:
        """tmpfs mounts with their options."""
        parted = [str(each).partition(":") for each in self.said.get("tmpfs", [])]
        return [(path, dict(pair.split("=") for pair in options.split(",") if pair)) for path, _, options in parted]


def size_of(text: str) -> int:
    """Bytes of `64m`."""
    return int(text[:-1]) * _SIZES[text[-1]]


def environment_file(path: Path) -> dict[str, str]:
    """What a .env file says."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def read(root: Path = ROOT, variables: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The whole document with `variables` in the place of `${NAME:-…}`."""
    text = (root / "compose.yaml").read_text(encoding="utf-8")
    said = variables or {}
    document: dict[str, Any] = yaml.safe_load(_VARIABLE.sub(lambda found: said.get(found[1]) or found[2] or "", text))
    return document


def services(root: Path = ROOT, variables: Mapping[str, str] | None = None) -> dict[str, Service]:
    """Every service by name."""
    document = read(root, variables)
    files = {name: each["file"] for name, each in document["secrets"].items()}
    return {name: Service(name, root, said, files) for name, said in document["services"].items()}
