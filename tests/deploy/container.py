"""One instance of a service, shut in as compose.yaml asks: namespaces, a root it can't write, no rights to gain.

bubblewrap makes the root out of this machine's /usr and what the service mounts; setpriv takes user, capabilities and
the way back from the command.
"""

import asyncio
import json
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TextIO

from tests.deploy.compose import Service, size_of
from tests.deploy.images import Image
from tests.deploy.limits import Group
from tests.deploy.networks import Networks

MERGED_USR = ("bin", "sbin", "lib", "lib64")


@dataclass
class Place:
    """What an instance is given by the stack around it."""

    instance: str
    folder: Path
    networks: Networks

    @property
    def log(self) -> Path:
        return self.folder / f"{self.instance}.log"


class Container:
    """A running instance; `start` again after it ended is a restart."""

    def __init__(self, service: Service, image: Image, place: Place) -> None:
        self.service = service
        self.image = image
        self.place = place
        self.space, self.addresses = place.networks.join(place.instance, service.networks)
        limit = int(service.said["pids_limit"])
        self.group = Group(self.space, memory=service.memory, processes=limit)
        self.process: asyncio.subprocess.Process | None = None
        self.inside = 0  # the process that is number 1 inside
        self._status: TextIO | None = None

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.returncode is None

    async def start(self) -> None:
        """Start the command; what it prints goes into the log."""
        self.inside = 0
        status_in, status_out = os.pipe()
        if self._status:
            self._status.close()
        self._status = os.fdopen(status_in)  # kept: bubblewrap tells the end there too, and dies where nobody reads
        words = [*self._root(status_out), *self._rights(), *self.image.entrypoint, *self.service.words]
        joined = ["sh", "-c", f'{self.group.joining}exec "$@"', "sh", "ip", "netns", "exec", self.space, *words]
        with self.place.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *joined, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[status_out]
            )
        os.close(status_out)
        inside = int(json.loads(await asyncio.to_thread(self._status.readline))["child-pid"])
        while self.runs and not _children(inside):  # noqa: ASYNC110  # until then its root is not made
            await asyncio.sleep(0.02)
        self.inside = inside

    async def run(self, *words: str, given: str = "") -> tuple[int, str]:
        """`docker compose exec`: run `words` inside; the code and everything said."""
        process = await asyncio.create_subprocess_exec(
            *self.entering(*words), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await asyncio.wait_for(process.communicate(given.encode()), 60)
        return process.returncode or 0, said.decode("utf-8", "replace")

    def entering(self, *words: str) -> list[str]:
        """The command by which this machine runs `words` inside."""
        inside = ["nsenter", "--target", str(self.inside), "--mount", "--net", "--pid", "--ipc", "--uts"]
        environment = [f"{name}={value}" for name, value in self._environment().items()]
        return [*inside, *self._rights(), "env", "-i", f"--chdir={self.image.workdir}", *environment, *words]

    async def is_healthy(self) -> bool:
        """What the service's own health check says."""
        return self.runs and (await self.run(*self.service.health))[0] == 0

    def fell(self) -> None:
        """As a power cut would, and gone when this returns."""
        os.kill(self.inside, signal.SIGKILL)
        while Path(f"/proc/{self.inside}/ns/net").exists():  # until then its sockets may still answer
            time.sleep(0.002)

    async def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        if self.inside:
            os.kill(self.inside, signal.SIGKILL)
        else:
            self.process.kill()
        await self._ended(10)

    async def stop(self) -> int:
        """`docker stop`: SIGTERM to the command, SIGKILL when its grace is over; the command's code."""
        if not self.runs:
            return (self.process.returncode or 0) if self.process else 0
        for child in _children(self.inside):
            os.kill(child, signal.SIGTERM)
        try:
            await self._ended(self.service.stop_seconds)
        except TimeoutError:
            await self.kill()
            return -signal.SIGKILL
        assert self.process is not None
        return self.process.returncode or 0

    def remove(self) -> None:
        """Give back namespace and control group."""
        if self._status:
            self._status.close()
        self.place.networks.leave(self.space)
        self.group.remove()

    async def _ended(self, seconds: float) -> None:
        assert self.process is not None
        await asyncio.wait_for(self.process.wait(), seconds)

    def _environment(self) -> dict[str, str]:
        return {**self.image.environment, "HOSTNAME": self.place.instance, **self.service.environment}

    def _rights(self) -> list[str]:
        user, group = self.service.user
        dropped = ["-all"] if "ALL" in self.service.said.get("cap_drop", []) else []
        kept = [f"+{name.lower()}" for name in self.service.said.get("cap_add", [])]
        capabilities = ",".join([*dropped, *kept])
        return [
            "setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--inh-caps=-all",
            "--ambient-caps=-all", f"--bounding-set={capabilities}", "--no-new-privs", "--",
        ]  # fmt: skip

    def _root(self, status: int) -> list[str]:
        words = ["bwrap", "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--cap-add", "ALL"]
        words += ["--json-status-fd", str(status), "--hostname", self.place.instance, "--clearenv"]
        for name, value in self._environment().items():
            words += ["--setenv", name, value]
        words += _parents(self._places())
        words += ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev", "--symlink", "../run", "/var/run"]
        for name in MERGED_USR:
            words += ["--symlink", f"usr/{name}", f"/{name}"]
        words += self._etc()
        words += [word for path, options in self.service.scratch for word in _scratch(path, options)]
        words += self._mounts()
        words += ["--remount-ro", "/"] if self.service.said.get("read_only") else []
        return [*words, "--chdir", self.image.workdir]

    def _places(self) -> list[str]:
        mounts = [mount.target for mount in self.service.mounts]
        scratch = [path for path, _ in self.service.scratch]
        return ["/etc/hosts", "/opt/image/any", "/var/run", *self.image.folders.values(), *mounts, *scratch]

    def _mounts(self) -> list[str]:
        words: list[str] = []
        for path, name in self.image.programs.items():
            words += ["--ro-bind", os.path.realpath(path), f"/opt/image/{name}"]
        for source, target in self.image.folders.items():
            words += ["--ro-bind", source, target]
        for mount in sorted(self.service.mounts, key=lambda each: each.target.count("/")):
            words += ["--ro-bind" if mount.mode == "ro" else "--bind", os.fspath(mount.source), mount.target]
        return words

    def _etc(self) -> list[str]:
        """The name server of the first network, and a name for the user."""
        user, group = self.service.user
        folder = self.place.folder / "etc" / self.place.instance
        folder.mkdir(parents=True, exist_ok=True)
        gateway = self.place.networks.gateway(self.service.networks[0])
        files = {
            "resolv.conf": f"nameserver {gateway}\noptions timeout:2 attempts:4\n",
            "hosts": "127.0.0.1 localhost\n",
            "nsswitch.conf": "hosts: files dns\n",
            "passwd": f"root:x:0:0::/:/bin/sh\nyui:x:{user}:{group}::/nonexistent:/usr/sbin/nologin\n",
            "group": f"root:x:0:\nyui:x:{group}:\n",
        }
        for name, text in files.items():
            (folder / name).write_text(text)
        return [word for name in files for word in ("--ro-bind", str(folder / name), f"/etc/{name}")]


def _scratch(path: str, options: dict[str, str]) -> list[str]:
    size = ["--size", str(size_of(options["size"]))] if "size" in options else []
    return [*size, "--perms", options.get("mode", "1777"), "--tmpfs", path]


def _parents(targets: list[str]) -> list[str]:
    """Folders above what is mounted; those that bubblewrap makes by itself are for root alone."""
    above = {str(each) for target in targets for each in PurePosixPath(target).parents} - {"/"}
    return [word for path in sorted(above) for word in ("--perms", "0755", "--dir", path)]


def _children(pid: int) -> list[int]:
    """Of number 1 inside, which is bubblewrap: the command."""
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []
