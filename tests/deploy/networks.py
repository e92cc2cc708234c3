"""Networks and network namespaces of one run, named after this process so that what a killed run left can be told."""

import os
import subprocess
from itertools import count
from pathlib import Path

PREFIX = "yui"


class Networks:
    """A bridge for each network of compose.yaml; a namespace with a leg in its networks for each instance."""

    def __init__(self, names: list[str]) -> None:
        self._run = f"{os.getpid():x}"
        self._numbers = {name: number for number, name in enumerate(names)}
        self._base = 100 + os.getpid() % 100
        self._legs = count(1)

    def __enter__(self) -> "Networks":
        sweep()
        for name, number in self._numbers.items():
            # Without an address of its own a bridge takes one of its legs', and another whenever legs come or go.
            own = f"02:00:00:00:{self._base:02x}:{number:02x}"
            ip("link", "add", self._bridge(name), "address", own, "type", "bridge")
            ip("addr", "add", f"{self.gateway(name)}/24", "dev", self._bridge(name))
            ip("link", "set", self._bridge(name), "up")
            assert number < 100
        return self

    def __exit__(self, *_: object) -> None:
        sweep(self._run)

    def gateway(self, network: str) -> str:
        """This machine's own address in a network; the name server listens there."""
        return f"10.{self._base}.{self._numbers[network]}.1"

    @property
    def gateways(self) -> list[str]:
        return [self.gateway(name) for name in self._numbers]

    def join(self, instance: str, networks: list[str]) -> tuple[str, dict[str, str]]:
        """A new namespace with an address in each of `networks`: its name, and the addresses by network."""
        number = next(self._legs)
        space = f"{PREFIX}-{self._run}-{instance}"
        ip("netns", "add", space)
        ip("-n", space, "link", "set", "lo", "up")
        return space, {name: self._leg(space, name, number) for name in networks}

    def leave(self, space: str) -> None:
        """Remove an instance's namespace and, with it, its legs."""
        ip("netns", "del", space)

    def _leg(self, space: str, network: str, number: int) -> str:
        net = self._numbers[network]
        outer, inner, address = (
            f"{PREFIX}{self._run}v{number}n{net}",
            f"eth{net}",
            f"10.{self._base}.{net}.{number + 1}",
        )
        ip("link", "add", outer, "type", "veth", "peer", "name", inner, "netns", space)
        ip("link", "set", outer, "master", self._bridge(network), "up")
        ip("-n", space, "addr", "add", f"{address}/24", "dev", inner)
        ip("-n", space, "link", "set", inner, "up")
        return address

    def _bridge(self, network: str) -> str:
        return f"{PREFIX}{self._run}b{self._numbers[network]}"


def sweep(run: str = "") -> None:
    """Remove what `run` made; without one, what runs made whose process is gone."""
    for line in ip("netns", "list").splitlines():
        space = line.split()[0]
        words = space.split("-")
        if words[0] == PREFIX and len(words) > 2 and _is_over(words[1], run):
            ip("netns", "del", space)
    for line in ip("-o", "link", "show", "type", "bridge").splitlines():
        bridge = line.split(": ")[1]
        if bridge.startswith(PREFIX) and _is_over(bridge.removeprefix(PREFIX).rpartition("b")[0], run):
            ip("link", "del", bridge)


def _is_over(owner: str, run: str) -> bool:
    return owner == run if run else not Path(f"/proc/{int(owner, 16)}").exists()


def ip(*words: str) -> str:
    """iproute2; CalledProcessError when it refuses."""
    return subprocess.run(["ip", *words], check=True, capture_output=True, text=True, timeout=10).stdout  # noqa: S603, S607


def why_not() -> str:
    """Why no namespaces can be had here; empty when they can."""
    if os.geteuid() != 0:
        return "not root: network namespaces can't be made"
    space = f"{PREFIX}-{os.getpid():x}-try"
    try:
        ip("netns", "add", space)
        ip("netns", "del", space)
    except FileNotFoundError:
        return "no iproute2 (Debian package iproute2)"
    except subprocess.CalledProcessError as error:
        return f"network namespaces can't be made: {error.stderr.strip()}"
    return ""
