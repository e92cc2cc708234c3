"""Our image, built by podman from deploy/Dockerfile; its base, which comes from a registry elsewhere, is made here.

The base is Debian of the same release (debootstrap) with this machine's Python where the official image has it.
"""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from services.documents import ROOT
from tests.deploy.compose import Service
from tests.deploy.container import Container, Place
from tests.deploy.images import our_image

NAME = "yui:under-test"
DEBIAN = "bookworm"
LIBRARIES = (
    "ca-certificates", "libbz2-1.0", "libffi8", "liblzma5", "libncursesw6", "libreadline8", "libsqlite3-0", "libssl3",
    "libuuid1", "tzdata", "zlib1g",
)  # fmt: skip
ENGINE = ("podman", "--runtime", "runc", "--cgroup-manager", "cgroupfs")
# A container's own limits may not be above this process's.
LIMITS = ("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=512:512")
PIP_FILES = ("/etc/pip.conf", "/etc/ssl/certs")


def build(log: TextIO) -> None:
    """Make base and image; CalledProcessError when a step refuses. Some two minutes."""
    base = re.findall(r"^FROM (\S+)", (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)[0]
    with TemporaryDirectory(prefix="yui-base-") as folder:
        _make_base(Path(folder), base.partition("@")[0], log)
    given = [
        word for name, value in os.environ.items() if name.startswith("PIP_") for word in ("--env", f"{name}={value}")
    ]
    mounts = [word for path in _pip_reads() for word in ("--volume", f"{path}:{path}:ro")]
    _run(
        *ENGINE,
        "build",
        "--network=host",
        *LIMITS,
        *given,
        *mounts,
        "--tag",
        NAME,
        "-f",
        "deploy/Dockerfile",
        ".",
        log=log,
    )


def _make_base(root: Path, tag: str, log: TextIO) -> None:
    _run("debootstrap", "--variant=minbase", f"--include={','.join(LIBRARIES)}", DEBIAN, str(root), log=log)
    (root / "usr" / "local").mkdir(exist_ok=True)
    left_out = [
        "--exclude=*/site-packages/*",
        "--exclude=lib/python3.11/test",
        "--exclude=__pycache__",
        "--exclude=*.a",
    ]
    packed = ["tar", "-C", sys.base_prefix, *left_out, "-c", "bin/python3.11", "bin/python3", "bin/python", "lib"]
    _run("sh", "-c", '"$@" | tar -C "$0/usr/local" -x', str(root), *packed, log=log)
    _run("chroot", str(root), "ldconfig", log=log)
    _run("chroot", str(root), "/usr/local/bin/python", "-m", "ensurepip", log=log)
    path = "ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
    imported = ["podman", "import", "--quiet", "--change", path, "-", f"docker.io/library/{tag}"]
    _run("sh", "-c", 'tar -C "$0" -c . | "$@"', str(root), *imported, log=log)


def _pip_reads() -> list[str]:
    """What this machine's pip is told to read, so that pip in the image finds the same packages."""
    told = [path.read_text() for path in map(Path, PIP_FILES) if path.is_file()]
    told += [value for name, value in os.environ.items() if name.startswith("PIP_")]
    named = {path for text in told for path in re.findall(r"(?:file://|(?<=[\s=]))?(/[\w./-]+)", text)}
    kept = {path for path in named if Path(path).is_dir() and len(Path(path).parts) > 2}
    return sorted({*kept, *(path for path in PIP_FILES if Path(path).exists())})


def _run(*words: str, log: TextIO) -> None:
    log.write(f"$ {' '.join(words)}\n")
    log.flush()
    subprocess.run(words, check=True, cwd=ROOT, stdout=log, stderr=log, timeout=600)  # noqa: S603  # our own words


class Built(Container):
    """An instance of the built image, run by podman and runc as compose.yaml asks."""

    def __init__(self, service: Service, place: Place) -> None:
        super().__init__(service, our_image(), place)
        self._name = f"{self.space}-image"

    async def start(self) -> None:
        with self.place.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *ENGINE, "run", "--rm", "--name", self._name, *self._said(), NAME, *self.service.words,
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        async with asyncio.timeout(30):
            while self.runs and not await self._is_there():  # noqa: ASYNC110  # another process
                await asyncio.sleep(0.1)

    async def run(self, *words: str, given: str = "") -> tuple[int, str]:
        return await self._engine("exec", "--interactive", self._name, *words, given=given)

    async def stop(self) -> int:
        if self.runs:
            await self._engine("stop", "--time", f"{self.service.stop_seconds:.0f}", self._name)
            await self._ended(30)
        return (self.process.returncode or 0) if self.process else 0

    async def _is_there(self) -> bool:
        return "true" in (await self._engine("inspect", "--format", "{{.State.Running}}", self._name))[1]

    async def _engine(self, *words: str, given: str = "") -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            *ENGINE, *words, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await asyncio.wait_for(process.communicate(given.encode()), 60)
        return process.returncode or 0, said.decode("utf-8", "replace")

    def _said(self) -> list[str]:
        """compose.yaml's words in podman's."""
        said = self.service.said
        words = ["--network", f"ns:/run/netns/{self.space}", "--user", said["user"], *LIMITS]
        words += [
            "--hostname",
            self.place.instance,
            "--memory",
            said["mem_limit"],
            "--pids-limit",
            str(said["pids_limit"]),
        ]
        words += ["--read-only"] if said["read_only"] else []
        words += [f"--cap-drop={each}" for each in said["cap_drop"]]
        words += [f"--security-opt={each.removesuffix(':true')}" for each in said["security_opt"]]
        words += [word for each in said.get("tmpfs", []) for word in ("--tmpfs", each)]
        for name, value in self.service.environment.items():
            words += ["--env", f"{name}={value}"]
        for mount in self.service.mounts:
            words += ["--volume", f"{mount.source}:{mount.target}:{mount.mode}"]
        resolving = self.place.folder / "etc" / self.place.instance / "resolv.conf"
        self._etc()
        return [*words, "--volume", f"{resolving}:/etc/resolv.conf:ro"]
