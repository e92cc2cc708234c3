"""What runs beneath the rows: a file's soundness, a server's settings that would lose rows, its clock."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import text

from services.doctor.finding import NOTHING, Finding, Said, of_part, plain
from shared.clock import utc_now
from shared.db import Session
from shared.db.core import execute

SKEW_SECONDS = 5
SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
RESTORE = Said(
    "町を止め、ファイルをバックアップから戻してください", "stop the town and restore the file from its backup"
)
RESTART = Said("町を止めて、もう一度動かしてください", "stop the town and start it again: it sets the write-ahead log")
NTP = Said("両方の機械の時計を合わせてください（NTP）", "set both machines' clocks (NTP)")


async def one_value(tx: Session, statement: str) -> Any:
    """Of a statement that gives one."""
    return (await execute(tx, text(statement))).scalar_one()


async def of_sqlite(tx: Session, name: str) -> list[Finding]:
    """A file: whole, and with its write-ahead log."""
    journal, sound = await one_value(tx, "PRAGMA journal_mode"), await one_value(tx, "PRAGMA quick_check(1)")
    remedy = RESTORE if sound != "ok" else RESTART if journal != "wal" else NOTHING
    return [Finding(of_part(name, "ファイル", "file"), plain(f"{sound}, {journal}"), remedy)]


async def of_server(tx: Session, name: str) -> list[Finding]:
    """A server: its version, what it would lose in a power cut, its clock beside ours."""
    said = {each: await one_value(tx, f"SHOW {each}") for each in SAFE}
    now: datetime = await one_value(tx, "SELECT clock_timestamp()")
    skew = abs((utc_now() - now).total_seconds())
    version = plain(f"PostgreSQL {await one_value(tx, 'SHOW server_version')}")
    server = Finding(of_part(name, "サーバー", "server"), version)
    clock = Said(f"{skew:.1f} 秒のずれ", f"{skew:.1f} s apart")
    late = NTP if skew > SKEW_SECONDS else NOTHING
    return [server, *_unsafe(name, said), Finding(of_part(name, "サーバーの時計", "clock"), clock, late)]


def _unsafe(name: str, said: dict[str, str]) -> Iterator[Finding]:
    for setting, value in said.items():
        if value != SAFE[setting]:
            remedy = Said(
                f"{setting} = on にしてください。停電で、書いたものが消えます",
                f"set {setting} = on: a power cut would lose what people were told is saved",
            )
            yield Finding(of_part(name, f"サーバーの {setting}", f"server's {setting}"), plain(value), remedy)
