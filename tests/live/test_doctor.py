"""`yui doctor` on a running town: nothing wrong, then one thing after the other."""

import asyncio
import os
import stat
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from nats.aio.client import Client
from rich.cells import cell_len

from services.catalogue import all_services
from services.doctor import Finding, examine
from services.machine import LAST_BACKUP
from shared.bus.tables import dead_letters
from shared.clock import utc_now
from shared.db import Database
from shared.db.core import execute
from shared.migrate import migrate
from tests.databases import ON, PostgresDatabases
from tests.live.stage import until
from tests.live.town import RunningTown, free_port, running_town
from tests.mail_server import MailServer
from tests.postgres import lasting_server, why_not

pytestmark = [pytest.mark.live, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]

# As a town hall would have it.
SOUND = {
    "YUI_PUBLIC_URL": "https://yui.town.example", "YUI_SECURE_COOKIES": "true", "YUI_MAIL_CHANNEL": "smtp",
    "YUI_MAIL_FROM": "結 <yui@town.example>",
}  # fmt: skip


OF_A_DEMO = ("demo accounts", "offices without an address")
COLUMNS = 80


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningTown]:
    async with running_town(tmp_path_factory.mktemp("examined")) as town:
        (town.place.data_dir / LAST_BACKUP).touch()
        yield town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sound(town: RunningTown) -> AsyncIterator[dict[str, str]]:
    """What a town hall's environment says, with a mail server that lets us in."""
    async with MailServer().listening() as port:
        yield {**town.environment, **SOUND, "YUI_DEMO": "false", "YUI_SMTP_PORT": str(port)}


@pytest.fixture
def settled(town: RunningTown, sound: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> RunningTown:
    for name, value in sound.items():
        monkeypatch.setenv(name, value)
    return town


async def wrong_with(town: RunningTown) -> list[Finding]:
    """All but what is wrong with every demo, and what the tests' own PostgreSQL server does wrong, to be quick."""
    return [
        each for each in await examine(town.nats.url)
        if each.remedy.ja and " server's " not in each.what.en and each.what.en not in OF_A_DEMO
    ]  # fmt: skip


def bare() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("YUI_")}


async def command(*arguments: str, **environment: str) -> tuple[int, str]:
    """`yui doctor` in a shell that knows nothing of a town but this."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.cli", "doctor", *arguments, env={**bare(), **environment},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    out, _ = await program.communicate()
    return program.returncode or 0, out.decode()


def wrong_lines(said: str) -> list[str]:
    return [line.removeprefix("✗ ") for line in said.splitlines() if line.startswith("✗")]


# The environment names databases, so it says all there is, as in compose.yaml: what the town left behind is not read.
NOWHERE = ("--data", "nowhere")


@pytest.mark.skipif(ON != "sqlite", reason="the tests' own server waits for no disk, and the doctor says so")
async def test_a_sound_town_is_told_so(sound: dict[str, str]) -> None:
    code, said = await command(*NOWHERE, **sound)
    assert ([line.partition(":")[0] for line in wrong_lines(said)], code) == (
        ["宛先のない機関と席 / offices without an address", "見本のアカウント / demo accounts"][::-1], 1
    ), said  # fmt: skip
    assert "4 streams and" in said
    for service in ("intake", "meetings", "programs", "notify"):
        assert f"key file {service}.json: 600" in said
    assert "メールサーバー / mail server: 127.0.0.1:" in said


async def test_settings_that_risk_data_are_named(sound: dict[str, str]) -> None:
    told = {**sound, "YUI_MAIL_CHANNEL": "sink", "YUI_PUBLIC_URL": "http://127.0.0.1:8080"}
    code, said = await command(*NOWHERE, **told)
    assert code == 1
    assert "✗ YUI_MAIL_CHANNEL" in said
    assert "✗ YUI_PUBLIC_URL" in said


async def test_a_demo_is_no_town(sound: dict[str, str]) -> None:
    code, said = await command(*NOWHERE, **{**sound, "YUI_DEMO": "true"})
    assert code == 1
    assert "its passwords stand on a page" in said


async def test_settings_that_cannot_be_read_are_named_and_the_rest_is_looked_at(sound: dict[str, str]) -> None:
    password = "nobody-may-read-this"  # noqa: S105  # looked for in what is printed
    broken = {
        "YUI_PORT": "abc", "YUI_MAIL_CHANNEL": "pigeon", "YUI_BATCH_SIZE": "many", "YUI_HORIZON_MONTHS": "99",
        "YUI_INTAKE_DATABASE_URL": f"postgresql://yui:{password}@db/intake",
    }  # fmt: skip
    code, said = await command(*NOWHERE, **{**sound, **broken})
    assert code == 1
    assert "Traceback" not in said
    assert password not in said
    wrong = {line.partition(":")[0] for line in wrong_lines(said)}
    assert broken.keys() <= wrong, said
    assert "    → 書けるもの：sink, smtp" in said
    assert "allowed: 24 or less" in said
    assert "postgresql+asyncpg://USER:PASSWORD@HOST" in said
    assert "4 streams and" in said, "the bus is looked at all the same"
    assert "✓ 会議のデータベース / meetings database" in said
    assert "intake database" not in said, "whose address can't be read"


async def test_a_folder_without_a_town_is_one_clear_line(tmp_path: Path) -> None:
    code, said = await command("--data", str(tmp_path / "elsewhere"))
    assert (code, len(said.splitlines())) == (1, 2)
    assert f"there is no town in {tmp_path / 'elsewhere'}; say --data" in said
    assert not (tmp_path / "elsewhere").exists(), "the doctor only looks"


async def test_the_doctor_hears_what_the_running_town_was_told(town: RunningTown) -> None:
    """Its own shell knows nothing, or something else."""
    code, said = await command("--data", str(town.place.data_dir), YUI_PUBLIC_URL="https://of.another.town")
    assert code == 1
    assert f"✓ 町 / town: {town.place.port} 番で動いています / runs on port {town.place.port}" in said
    assert "✗ YUI_DEMO: true" in said
    assert "another" not in said
    left = town.place.data_dir / "town.json"
    assert stat.S_IMODE(left.stat().st_mode) == 0o600


async def test_a_stopped_town_is_told_so_with_what_starts_it(tmp_path: Path) -> None:
    """As `yui up` leaves it behind, with a public address that the doctor's shell does not know."""
    data, port = tmp_path / "our town", free_port()
    with (tmp_path / "log").open("wb") as log:
        up = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.cli", "up", "--data", str(data), "--port", str(port), stdout=log,
            stderr=log, env={**bare(), "YUI_PUBLIC_URL": "http://of.this.town"},
        )  # fmt: skip
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            await until(lambda: is_open(client), 60)
        _, running = await command("--data", str(data))
    finally:
        up.terminate()
        await up.wait()
    _, stopped = await command("--data", str(data))
    assert f"runs on port {port}" in running
    assert "✗ YUI_PUBLIC_URL: http://of.this.town" in running
    assert "4 streams and" in running
    assert "✗ 町 / town: 動いていません / does not run" in stopped
    assert f"yui up --data '{data}' --port {port}" in stopped
    assert "✗ YUI_PUBLIC_URL: http://of.this.town" in stopped
    assert "nats" not in "".join(wrong_lines(stopped)).lower(), "one cause is told once"
    wide = [line for line in running.splitlines() if cell_len(line) > COLUMNS and str(tmp_path) not in line]
    assert wide == []
    assert "docker" not in running


async def is_open(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/intake/health/ready")).status_code == 200
    except httpx.TransportError:
        return False


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
    found = {each.what.en: each.found.en for each in await examine(settled.nats.url)}
    wrong = {each.what.en for each in await wrong_with(settled)}
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
    assert [(each.what.en, each.found.en) for each in found if "key" in each.what.en] == [
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
    assert [(each.what.en, each.found.en) for each in found] == [("notify dead letters", "1")]


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
    found = {each.what.en for each in await examine(settled.nats.url) if each.remedy.en}
    databases.drop()
    assert {"intake server's fsync", "intake server's synchronous_commit"} <= found


async def test_a_mailbox_the_town_cannot_empty(
    settled: RunningTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUI_REPLIES_DIR", str(tmp_path / "replies"))
    found = await wrong_with(settled)
    assert [each.what.en for each in found] == ["replies"] * 3


async def test_a_town_that_nobody_backs_up(settled: RunningTown) -> None:
    mark = settled.place.data_dir / LAST_BACKUP
    os.utime(mark, (time.time() - 3 * 86_400,) * 2)
    old = await wrong_with(settled)
    mark.unlink()
    never = await wrong_with(settled)
    mark.touch()
    assert [each.what.en for each in (*old, *never)] == ["backup", "backup"]
    assert never[0].found.en == "never yet"
    assert "backup" in never[0].remedy.en


async def test_a_bus_that_is_away(settled: RunningTown) -> None:
    settled.nats.url, right = "nats://127.0.0.1:9", settled.nats.url
    found = await wrong_with(settled)
    settled.nats.url = right
    assert [each.what.en for each in found] == ["bus"]
