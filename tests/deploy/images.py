"""What this machine has in the place of each image, since there is neither a container engine nor a registry here.

Our own image is this checkout and its packages where the Dockerfile puts them. NATS and Caddy are the same programs
from the Python package index. PostgreSQL, Prometheus and Alertmanager are Debian's, older than the images.
"""

import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from services.documents import ROOT
from shared.nats_server import server_binary
from tests.postgres import FOLDERS

PATH = "/opt/image:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Image:
    """Programs and folders put into a container, the image's own environment, and what runs before the command."""

    programs: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": PATH})
    entrypoint: tuple[str, ...] = ()
    workdir: str = "/"


def image_of(service: str) -> Image | None:
    """What stands for the image of a service of compose.yaml; None where this machine has nothing."""
    found = {"nats": _nats, "postgres": _postgres, "caddy": _caddy, "prometheus": _prometheus}.get(service)
    if service == "alertmanager":
        found = _alertmanager
    return found() if found else None


def our_image() -> Image:
    """The checkout and the virtual environment at the Dockerfile's places, with the Dockerfile's environment."""
    text = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    final = text.rpartition("FROM ")[2].replace("\\\n", " ")
    said = dict(re.findall(r"(\w+)=(\S+)", "".join(re.findall(r"^ENV (.*)$", final, re.MULTILINE))))
    workdir = re.search(r"^WORKDIR (\S+)$", final, re.MULTILINE)
    assert workdir is not None
    folders = {
        str(ROOT / "services"): "/app/services",
        str(ROOT / "shared"): "/app/shared",
        str((Path(sys.prefix)).resolve()): "/opt/yui",
        sys.base_prefix: sys.base_prefix,  # the interpreter that the environment's own leads to
    }
    return Image(folders=folders, environment=said, workdir=workdir[1])


def _nats() -> Image:
    return Image(programs={server_binary(): "nats-server"})


def _caddy() -> Image | None:
    beside = Path(sys.executable).parent / "caddy"
    return Image(programs={str(beside): "caddy"}) if beside.exists() else None


def _prometheus() -> Image | None:
    found = shutil.which("prometheus")
    return Image(entrypoint=(found,)) if found else None


def _alertmanager() -> Image | None:
    found = shutil.which("prometheus-alertmanager")
    return Image(entrypoint=(found,)) if found else None


def _postgres() -> Image | None:
    if not FOLDERS:
        return None
    script = os.fspath(Path(__file__).parent / "postgres_entrypoint.sh")
    environment = {"PATH": f"{PATH}:{FOLDERS[0]}", "PGDATA": "/var/lib/postgresql/18/docker"}
    return Image(
        programs={script: "postgres-entrypoint"},
        environment=environment,
        entrypoint=("sh", "/opt/image/postgres-entrypoint"),
    )
