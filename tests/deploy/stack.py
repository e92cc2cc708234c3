"""compose.yaml started on this machine: commands, secrets, health checks, networks and limits, without an engine."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from services.documents import ROOT
from services.secret_files import make_place
from tests.deploy import compose
from tests.deploy.compose import OURS, Service
from tests.deploy.container import Container, Place
from tests.deploy.images import image_of, our_image
from tests.deploy.names import NameServer
from tests.deploy.networks import Networks

HEALTHY_SECONDS = 90.0


class Stack:
    """The containers of one run, by service."""

    def __init__(self, root: Path, services: Mapping[str, Service], networks: Networks) -> None:
        self.root = root
        self.services = services
        self.networks = networks
        self.containers: dict[str, list[Container]] = {}
        self.made_by: dict[str, Callable[[Service, Place], Container]] = {}  # others are in namespaces
        self._healthy: dict[str, asyncio.Event] = {}

    async def up(self, scale: Mapping[str, int]) -> None:
        """`docker compose up --wait --scale …`: each service starts when those it depends on are healthy."""
        self._healthy = {name: asyncio.Event() for name in scale}
        async with asyncio.TaskGroup() as group:
            for name, count in scale.items():
                group.create_task(self._bring_up(name, count))

    async def _bring_up(self, name: str, count: int) -> None:
        for other in self.services[name].waits_for:
            await self._healthy[other].wait()
        for number in range(1, count + 1):
            await self.add(name, number)
        await asyncio.gather(*map(self.until_healthy, self.containers[name]))
        self._healthy[name].set()

    async def add(self, name: str, number: int = 1) -> Container:
        """One more instance of a service, started."""
        place = Place(f"{name}-{number}", self.root / "logs", self.networks)
        container = await asyncio.to_thread(self.made_by.get(name, _in_namespaces), self.services[name], place)
        self.containers.setdefault(name, []).append(container)
        await container.start()
        return container

    async def until_healthy(self, container: Container) -> None:
        """Ask again and again, as an engine does within the start period."""
        deadline = asyncio.get_running_loop().time() + HEALTHY_SECONDS
        while not await container.is_healthy():
            log = container.place.log
            assert container.runs, f"{container.place.instance} ended:\n{_end_of(log)}"
            late = asyncio.get_running_loop().time() > deadline
            assert not late, f"{container.place.instance} is not healthy:\n{_end_of(log)}"
            await asyncio.sleep(1)

    async def restarted(self, container: Container) -> None:
        """Kill one and start it again, as `restart: unless-stopped` does."""
        await container.kill()
        await container.start()

    async def down(self) -> dict[str, int]:
        """`docker compose down`, in the reverse order; how each instance ended."""
        codes: dict[str, int] = {}
        for name in reversed(list(self.containers)):
            ended = await asyncio.gather(*(each.stop() for each in self.containers[name]))
            codes |= {each.place.instance: code for each, code in zip(self.containers[name], ended, strict=True)}
        return codes

    def remove(self) -> None:
        """What `down` left on this machine."""
        for each in (each for group in self.containers.values() for each in group):
            each.remove()

    def find(self, name: str, asker: str) -> list[str]:
        """Addresses of a service's running instances, in the networks that it shares with the asker."""
        everybody = [each for group in self.containers.values() for each in group]
        asking = next((each for each in everybody if asker in each.addresses.values()), None)
        shared = set(asking.addresses) if asking else set()
        running = [each for each in self.containers.get(name, []) if each.runs]
        near = [next((each.addresses[net] for net in each.addresses if net in shared), "") for each in running]
        return [address for address in near if address]

    def logs(self, *names: str) -> list[str]:
        """Every line that instances of these services said."""
        files = [each.place.log for name in names for each in self.containers[name]]
        return [line for file in files for line in file.read_text("utf-8", "replace").splitlines()]


@asynccontextmanager
async def stack_in(here: Path, variables: Mapping[str, str]) -> AsyncIterator[Stack]:
    """A folder as an operator has it after `make secrets`, and its networks; nothing of it outlives the block."""
    shutil.copytree(ROOT / "deploy", here / "deploy")
    shutil.copy(ROOT / "compose.yaml", here)
    make_place(here)
    (here / "logs").mkdir()
    said = {**compose.environment_file(here / ".env"), **variables}
    document = compose.read(here, said)
    with Networks(list(document["networks"])) as networks:
        stack = Stack(here, compose.services(here, said), networks)
        names = NameServer(networks.gateways, stack.find)
        names.start()
        try:
            yield stack
        finally:
            await stack.down()
            stack.remove()
            names.close()


def _in_namespaces(service: Service, place: Place) -> Container:
    image = our_image() if service.name in OURS or service.name == "tools" else image_of(service.name)
    assert image is not None, f"nothing here can stand for {service.name}"
    return Container(service, image, place)


def _end_of(log: Path) -> str:
    return log.read_text("utf-8", "replace")[-3000:]
