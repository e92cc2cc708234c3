"""compose.yaml really started: commands, secrets, health checks, walls and the one door, two instances of a service.

There is no container engine here. Each instance runs in namespaces of its own, shut in as compose.yaml says.
PostgreSQL, Prometheus and Alertmanager are Debian's, older than the images. Grafana, the NATS exporter and mailpit are
not started.
"""

import asyncio
import fcntl
import json
import re
import secrets
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from services.accounts import DEMO_PASSWORD
from services.scenario.visitor import Visitor
from tests.deploy import networks
from tests.deploy.compose import OURS
from tests.deploy.engine import engine
from tests.deploy.images import image_of
from tests.deploy.stack import Stack, stack_in
from tests.deploy.story import play_disturbed

NEEDED = ("nats", "postgres", "caddy")
EXTRA = ("prometheus", "alertmanager")


def why_not() -> str:
    """Why the stack can't be started here; empty when it can."""
    missing = [name for name in ("bwrap", "setpriv", "nsenter", "wget") if shutil.which(name) is None]
    missing += [name for name in NEEDED if image_of(name) is None]
    return networks.why_not() or (f"not on this machine: {', '.join(missing)}" if missing else "")


WHY_NOT = why_not()
pytestmark = [
    pytest.mark.netns,
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "-"),
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(300),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """Everything healthy, in the order and by the checks of compose.yaml."""
    async with stack_in(tmp_path_factory.mktemp("stack"), {"YUI_DEMO": "true"}) as stack:
        scale = {name: 2 if name in OURS and name != "topology" else 1 for name in (*NEEDED, *OURS)}
        await stack.up(scale | {name: 1 for name in EXTRA if image_of(name)})
        yield stack


@pytest.fixture
def url(stack: Stack) -> str:
    """The one door, from outside."""
    return f"http://{stack.containers['caddy'][0].addresses['outside']}:8080"


async def test_the_story_holds_while_one_instance_of_each_service_is_killed(stack: Stack, url: str) -> None:
    await play_disturbed(stack, url)
    mails = list((stack.root / "volumes" / "notify" / "mails").iterdir())
    assert len(mails) >= 5
    restarted = [each for name in OURS for each in stack.containers[name]]
    await asyncio.gather(*map(stack.until_healthy, restarted))


async def test_every_instance_is_shut_in_as_compose_asks(stack: Stack) -> None:
    for container in (each for group in stack.containers.values() for each in group):
        name = container.place.instance
        _, status = await container.run("cat", "/proc/self/status")
        said = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        assert said["NoNewPrivs"] == "1", name
        assert said["Uid"].split() == ["10001"] * 4, name
        assert int(said["CapEff"], 16) == int(said["CapPrm"], 16) == 0, name
        kept = 1 << 10 if container.service.said.get("cap_add") else 0  # CAP_NET_BIND_SERVICE
        assert int(said["CapBnd"], 16) == kept, name
        code, _ = await container.run("sh", "-c", "touch /written || touch /app/written || touch /etc/written")
        assert code != 0, f"{name} can write into its image"
        assert container.group.most_memory < container.service.memory, name


@pytest.mark.parametrize(
    ("asker", "named", "port", "reached"),
    [
        ("caddy", "intake", 8080, True), ("intake", "postgres", 5432, True), ("topology", "nats", 4222, True),
        ("caddy", "postgres", 5432, False), ("caddy", "nats", 4222, False), ("portal", "nats", 4222, False),
        ("topology", "postgres", 5432, False), ("nats", "postgres", 5432, False),
        ("postgres", "caddy", 8080, False),
    ],
)  # fmt: skip
async def test_who_shares_no_network_does_not_even_find_the_other(
    stack: Stack, asker: str, named: str, port: int, reached: bool
) -> None:
    code, _ = await stack.containers[asker][0].run("timeout", "3", "bash", "-c", f"</dev/tcp/{named}/{port}")
    assert (code == 0) is reached


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200), ("/login", 200), ("/programs", 200), ("/intake/health/live", 200), ("/intake/health/ready", 404),
        ("/intake/metrics", 404), ("/metrics", 404), ("/portal/metrics", 404), ("/topology/health/live", 404),
        ("//intake/metrics", 404), ("/INTAKE/METRICS", 404), ("/intake/%6detrics", 404), ("/health", 404),
    ],
)  # fmt: skip
async def test_the_door_passes_on_what_is_for_people(url: str, path: str, status: int) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.get(url + path)).status_code == status


async def test_pages_are_compressed_and_calendars_keep_their_tag(url: str) -> None:
    async with httpx.AsyncClient(base_url=url, headers={"accept-encoding": "gzip"}) as client:
        page = await client.get("/programs")
        assert page.headers["content-encoding"] == "gzip"
        assert "strict-transport-security" not in page.headers  # there is no TLS here
        assert "server" not in page.headers
        first = await client.get("/programs/feeds/town-39204.ics")
        again = await client.get("/programs/feeds/town-39204.ics", headers={"if-none-match": first.headers["etag"]})
        assert (first.status_code, again.status_code) == (200, 304)
        assert again.headers["etag"] == first.headers["etag"]
        assert "content-encoding" not in first.headers


@pytest.mark.parametrize("path", ["/programs?town=39204", "/programs/open-data/hsds.json"])
async def test_what_is_compressed_is_still_told_by_its_tag_to_be_unchanged(url: str, path: str) -> None:
    async with httpx.AsyncClient(base_url=url, headers={"accept-encoding": "gzip"}) as client:
        first = await client.get(path)
        again = await client.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (first.headers["content-encoding"], again.status_code) == ("gzip", 304)


async def test_a_body_beyond_the_limit_is_refused_at_the_door(url: str) -> None:
    async with httpx.AsyncClient(base_url=url) as client:
        try:
            answer = await client.post("/login", content=b"x" * 11_000_000, headers={"content-type": "text/plain"})
        except httpx.TransportError:
            return  # the answer came while we were still sending, and the door was shut
        assert answer.status_code == 413


async def test_who_is_asking_is_told_by_caddy_and_not_by_whoever_asks(stack: Stack, url: str) -> None:
    """The pace of made-up links is counted by address: claimed addresses change nothing, another caller is another."""
    claimed = [{"x-forwarded-for": f"203.0.113.{number}"} for number in range(60)]
    async with httpx.AsyncClient(base_url=url) as client:
        answers = [await client.get(f"/meetings/replies/{secrets.token_urlsafe(32)}", headers=each) for each in claimed]
        assert answers[0].status_code == 404
        assert answers[-1].status_code == 429
    front = stack.containers["caddy"][0].addresses["front"]
    async with httpx.AsyncClient(base_url=f"http://{front}:8080") as other:
        assert (await other.get(f"/meetings/replies/{secrets.token_urlsafe(32)}")).status_code == 404


async def test_prometheus_finds_both_instances_of_each_service(stack: Stack) -> None:
    if "prometheus" not in stack.containers:
        pytest.skip("no prometheus (Debian package prometheus)")
    address = stack.containers["prometheus"][0].addresses["watch"]

    async def found() -> tuple[Counter[str], set[str]]:
        """How many instances it looks at, and of which services it has had figures."""
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"http://{address}:9090/api/v1/targets")
        targets = answer.json()["data"]["activeTargets"]
        up = {each["labels"]["job"] for each in targets if each["health"] == "up"}
        return Counter(each["labels"]["job"] for each in targets), up

    wanted = {name: len(stack.containers[name]) for name in (*OURS, "caddy")}
    async with asyncio.timeout(60):
        while True:
            looked_at, up = await found()
            if wanted.items() <= looked_at.items() and wanted.keys() <= up:
                return
            await asyncio.sleep(0.5)


async def test_an_operator_opens_an_account_and_asks_the_doctor(stack: Stack, url: str) -> None:
    stack.services = {**stack.services, "tools": stack.services["tools"].doing("sleep", "600")}
    tools = await stack.add("tools")
    cli = ("python", "-m", "services.cli")
    code, said = await tools.run(*cli, "doctor")
    assert code == 1, "a demo is no town"
    accounts = "✗ 見本のアカウント / demo accounts: 14人が入れます / 14 can sign in"
    demo = [accounts, "✗ 宛先のない機関と席 / offices without an address: 12"]
    assert [line for line in said.splitlines() if line.startswith("✗")] == ["✗ YUI_DEMO: true", *demo]
    town = ("YUI_DEMO=false", "YUI_PUBLIC_URL=https://yui.town.example", "YUI_SECURE_COOKIES=true",
            "YUI_MAIL_CHANNEL=smtp", "YUI_MAIL_FROM=yui@town.example", "YUI_SMTP_TLS=starttls")  # fmt: skip
    code, said = await tools.run("env", *town, *cli, "doctor")
    never = "✗ バックアップ / backup: まだ一度もありません / never yet"
    assert [line for line in said.splitlines() if line.startswith("✗")] == [never, *demo]
    assert "4 streams and 42 durables as they should be" in said
    assert "docker compose exec notify python -m services.cli doctor --only notify" in said, "mails leave from there"
    made = ["account", "add", "--login", "hajime", "--name", "はじめの管理者", "--town", "39401", "--role", "admin"]
    code, said = await tools.run(*cli, *made, given="a long enough one\na long enough one\n")
    assert code == 0, said
    async with httpx.AsyncClient(base_url=url) as client:
        assert (await Visitor.sign_in(client, "hajime", "a long enough one")).login == "hajime"


async def test_a_backup_brings_the_town_back_to_its_night(stack: Stack, url: str, tmp_path: Path) -> None:
    """After the operator's test: `hajime` is in the backup, whoever came later is not any more."""
    cli, notify = ("python", "-m", "services.cli"), stack.root / "volumes" / "notify"
    async with engine(stack, tmp_path) as environment:
        code, said = await script(stack, environment, "deploy/backup.sh")
        assert code == 0, said
        (made,) = (stack.root / "backup").glob("20*")
        assert sorted(path.stem for path in made.iterdir()) == sorted(
            ("auth", "intake", "meetings", "programs", "notify")
        )
        assert {path.stat().st_mode & 0o077 for path in (made.parent, made, *made.iterdir())} == {0}
        assert (notify / "last-backup").exists()
        later = ["account", "add", "--login", "later", "--name", "あとから", "--town", "39401", "--role", "admin"]
        code, said = await stack.containers["tools"][0].run(
            *cli, *later, given="a long enough one\na long enough one\n"
        )
        assert code == 0, said
        code, said = await script(stack, environment, "deploy/restore.sh", str(made))
        assert code == 0, said
    async with httpx.AsyncClient(base_url=url) as client:
        assert (await Visitor.sign_in(client, "hajime", "a long enough one")).login == "hajime"
        refused = await client.post("/login", data={"login": "later", "password": "a long enough one"})
        assert refused.status_code != 303
    code, said = await stack.containers["tools"][0].run(*cli, "doctor")
    assert "4 streams and 42 durables as they should be" in said
    assert len(list((stack.root / "backup").glob("20*"))) == 2, "what was there is saved first"


async def test_a_backup_that_is_not_whole_changes_nothing(stack: Stack, url: str, tmp_path: Path) -> None:
    first, *_ = sorted((stack.root / "backup").glob("20*"))
    torn = tmp_path / "torn"
    shutil.copytree(first, torn)
    (torn / "notify.dump").write_bytes((first / "notify.dump").read_bytes()[:-5000])
    async with engine(stack, tmp_path) as environment:
        assert (await script(stack, environment, "deploy/restore.sh", str(torn)))[0] != 0
        (torn / "notify.dump").write_bytes(b"")
        code, said = await script(stack, environment, "deploy/restore.sh", str(torn))
        assert (code, "nothing was changed" in said) == (1, True)
        assert (await script(stack, {**environment, "KEEP": "0"}, "deploy/backup.sh"))[0] == 2
        with (stack.root / "backup" / ".lock").open() as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            code, said = await script(stack, environment, "deploy/backup.sh")
            assert (code, "at work" in said) == (1, True)
        (stack.root / "backup" / ".2026-01-01T000000.part").mkdir()
        assert (await script(stack, {**environment, "KEEP": "1"}, "deploy/backup.sh"))[0] == 0
        assert len([each for each in (stack.root / "backup").iterdir() if each.is_dir()]) == 1
    async with httpx.AsyncClient(base_url=url) as client:
        assert (await Visitor.sign_in(client, "hajime", "a long enough one")).login == "hajime"


async def script(stack: Stack, environment: dict[str, str], *words: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *words, cwd=stack.root, env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await asyncio.wait_for(process.communicate(), 120)
    return process.returncode or 0, said.decode()


async def test_services_read_accounts_and_never_write_them(stack: Stack) -> None:
    program = (
        "import asyncio, asyncpg, sys\n"
        "async def main():\n"
        "    url = open('/run/secrets/yui_auth_database_url').read().replace('+asyncpg', '')\n"
        "    db = await asyncpg.connect(url)\n"
        "    assert await db.fetchval('SELECT count(*) FROM accounts') > 0\n"
        "    try:\n"
        "        await db.execute('DELETE FROM accounts')\n"
        "    except asyncpg.InsufficientPrivilegeError:\n"
        "        sys.exit(7)\n"
        "asyncio.run(main())\n"
    )
    code, said = await stack.containers["intake"][0].run("python", "-c", program)
    assert code == 7, said
    reaching = "postgresql://intake:{}@postgres/notify"
    password = (stack.root / "secrets" / "postgres_intake_password").read_text()
    program = f"import asyncio, asyncpg; asyncio.run(asyncpg.connect({reaching.format(password)!r}))"
    code, said = await stack.containers["intake"][0].run("python", "-c", program)
    assert "permission denied for database" in said


async def test_whatever_fails_no_log_names_a_secret_and_the_door_says_it_kindly(stack: Stack, url: str) -> None:
    """Last: it stops the calendars' services. An address that holds a secret must not stand in Caddy's words either."""
    async with httpx.AsyncClient(base_url=url, timeout=30) as client:
        nurse = await Visitor.sign_in(client, "promoter-d", DEMO_PASSWORD)
        feed = await nurse.post("/meetings/api/feeds", {"scope": "post", "key": "D", "name": "推進員D"})
        path = "/" + feed["url"].split("/", 3)[3]
        assert (await client.get(path)).status_code == 200
        await asyncio.gather(*(each.kill() for each in stack.containers["meetings"]))
        answer = await client.get(path)
    assert answer.status_code in {502, 503}
    assert "もう一度" in answer.text
    secret = path.rsplit("/", 1)[1].removesuffix(".ics")
    lines = stack.logs(*stack.containers)
    assert any('"level":"error"' in line for line in stack.logs("caddy")), "Caddy said nothing; what does this test?"
    passwords = [path.read_text().strip() for path in (stack.root / "secrets").glob("*_password")]
    kept = [each for each in (secret, DEMO_PASSWORD, *passwords) if each]
    assert [line for line in lines if any(each in line for each in kept)] == []
    assert errors_in(stack.logs(*OURS)) == []


async def test_everything_stops_in_order(stack: Stack) -> None:
    codes = await stack.down()
    killed = {each.place.instance for each in stack.containers["meetings"]} | {"tools-1"}
    assert {name: code for name, code in codes.items() if code and name not in killed} == {}


def errors_in(lines: list[str]) -> list[str]:
    """Lines at error level, and what is no line of ours at all."""
    found = []
    for line in lines:
        try:
            level = json.loads(line)["level"]
        except (ValueError, KeyError):
            level = "not ours"
        if level not in {"debug", "info", "warning"} and not re.match(r"^\s*$", line):
            found.append(line)
    return found
