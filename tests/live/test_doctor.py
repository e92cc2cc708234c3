"""`yui doctor` on a running town: nothing wrong, then one thing after the other."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from nats.aio.client import Client

from services.catalogue import all_services
from services.doctor import Finding, examine
from shared.bus.tables import dead_letters
from shared.clock import utc_now
from shared.db import Database
from shared.db.core import execute
from shared.migrate import migrate
from tests.databases import ON, PostgresDatabases
from tests.live.stage import until
from tests.live.town import RunningTown, running_town
from tests.postgres import lasting_server, why_not

pytestmark = [pytest.mark.live, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]

# As a town hall would have it.
SOUND = {
    "YUI_PUBLIC_URL": "https://yui.town.example", "YUI_SECURE_COOKIES": "true", "YUI_MAIL_CHANNEL": "smtp",
    "YUI_MAIL_FROM": "結 <yui@town.example>", "YUI_SMTP_TLS": "starttls",
}  # fmt: skip


OF_A_DEMO = ("demo accounts", "offices without an address")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningTown]:
    async with running_town(tmp_path_factory.mktemp("examined")) as town:
        yield town


@pytest.fixture
def settled(town: RunningTown, monkeypatch: pytest.MonkeyPatch) -> RunningTown:
    for name, value in {**town.environment, **SOUND, "YUI_DEMO": "false"}.items():
        monkeypatch.setenv(name, value)
    return town


async def wrong_with(town: RunningTown) -> list[Finding]:
    """All but what is wrong with every demo, and what the tests' own PostgreSQL server does wrong, to be quick."""
    return [
        each for each in await examine(town.nats.url)
        if each.remedy and " server's " not in each.what and each.what not in OF_A_DEMO
    ]  # fmt: skip


async def yui_doctor(town: RunningTown, **told: str) -> tuple[int, str]:
    """The command itself, as an administrator runs it."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.cli", "doctor", "--data", str(town.place.data_dir),
        env={**os.environ, **town.environment, **SOUND, "YUI_DEMO": "false", **told}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await program.communicate()
    return program.returncode or 0, out.decode()


@pytest.mark.skipif(ON != "sqlite", reason="the tests' own server waits for no disk, and the doctor says so")
async def test_a_sound_town_is_told_so(town: RunningTown) -> None:
    code, said = await yui_doctor(town)
    wrong = [line.partition(":")[0].removeprefix("✗ ") for line in said.splitlines() if line.startswith("✗")]
    assert (wrong, code) == ([*OF_A_DEMO], 1), said
    assert "streams and durables: 4 streams" in said
    for service in ("intake", "meetings", "programs", "notify"):
        assert f"key file {service}.json: 600" in said


async def test_settings_that_risk_data_are_named(town: RunningTown) -> None:
    code, said = await yui_doctor(town, YUI_MAIL_CHANNEL="sink", YUI_PUBLIC_URL="http://127.0.0.1:8080")
    assert code == 1
    assert "✗ YUI_MAIL_CHANNEL" in said
    assert "✗ YUI_PUBLIC_URL" in said


async def test_a_demo_is_no_town(town: RunningTown) -> None:
    code, said = await yui_doctor(town, YUI_DEMO="true")
    assert code == 1
    assert "its passwords stand on a page" in said


async def test_a_mistyped_part_is_refused(town: RunningTown) -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.cli", "doctor", "--only", "intakes", stderr=asyncio.subprocess.PIPE
    )
    _, said = await program.communicate()
    assert program.returncode == 2
    assert "intakes" in said.decode()


async def test_a_missing_durable_and_a_strange_one(settled: RunningTown) -> None:
    client = Client()
    await client.connect(settled.nats.url)
    js = client.jetstream()
    await js.add_consumer("INTAKE", durable_name="somebodys", filter_subject="intake.>")
    await js.delete_consumer("INTAKE", "notify-refer")
    found = {each.what: each.found for each in await examine(settled.nats.url)}
    wrong = {each.what for each in await wrong_with(settled)}
    await js.delete_consumer("INTAKE", "somebodys")
    await client.close()

    async def is_well() -> bool:
        return not await wrong_with(settled)

    await until(is_well, 20)  # the town puts back what it needs
    assert found["INTAKE/notify-refer"] == "durable: missing, wanted present"
    assert found["INTAKE/somebodys"] == "durable: present, wanted absent"
    assert "INTAKE/somebodys" not in wrong, "a durable of an earlier version holds nothing up"


async def test_a_key_file_that_others_read(settled: RunningTown) -> None:
    path = settled.place.keys_dir / "intake.json"
    path.chmod(0o644)
    found = await wrong_with(settled)
    path.chmod(0o600)
    assert [(each.what, each.found) for each in found if "key" in each.what] == [
        ("key file intake.json", f"644, user {os.getuid()}")
    ]


async def test_dead_letters_and_an_old_form(settled: RunningTown) -> None:
    db = Database(settled.environment["YUI_NOTIFY_DATABASE_URL"])
    letter = {
        "consumer": "notify-refer", "stream": "INTAKE", "stream_seq": 1, "event_id": "x", "subject": "intake.x",
        "headers": "{}", "body": b"{}", "reason": "Conflict", "attempts": 1, "buried_at": utc_now(),
    }  # fmt: skip
    async with db.transaction() as tx:
        await execute(tx, dead_letters.insert().values(letter))
    found = await wrong_with(settled)
    async with db.transaction() as tx:
        await execute(tx, dead_letters.delete())
    await db.close()
    assert [(each.what, each.found) for each in found] == [("notify dead letters", "1")]


@pytest.mark.postgresql
@pytest.mark.skipif(bool(why_not()), reason=why_not())
async def test_a_server_that_would_lose_what_was_said_to_be_saved(
    settled: RunningTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    databases = PostgresDatabases(lasting_server())
    monkeypatch.setenv("YUI_INTAKE_DATABASE_URL", databases("intake"))
    db = Database(os.environ["YUI_INTAKE_DATABASE_URL"])
    await migrate(db, all_services()[0].migrations)
    await db.close()
    found = {each.what for each in await examine(settled.nats.url) if each.remedy}
    databases.drop()
    assert {"intake server's fsync", "intake server's synchronous_commit"} <= found


async def test_a_mailbox_the_town_cannot_empty(
    settled: RunningTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUI_REPLIES_DIR", str(tmp_path / "replies"))
    found = await wrong_with(settled)
    assert [each.what for each in found] == ["replies"] * 3


async def test_a_bus_that_is_away(settled: RunningTown) -> None:
    settled.nats.url, right = "nats://127.0.0.1:9", settled.nats.url
    found = await wrong_with(settled)
    settled.nats.url = right
    assert [each.what for each in found] == ["bus"]
