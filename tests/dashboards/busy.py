"""A demo town that something of each kind happens to, watched by a real Prometheus."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from services.machine import LAST_BACKUP
from services.scenario.nakatosa import Loop, play
from services.scenario.run import People, patiently
from services.scenario.story import Story
from services.scenario.visitor import Visitor
from shared.clock import new_id, utc_now
from tests.dashboards.prometheus import Prometheus, running_prometheus
from tests.flows.polling import Polled, find_a_date
from tests.live.town import RunningTown, free_port, running_town

COUNTED = {"YUI_FIGURES_SECONDS": "1"}
BREATH_SECONDS = 3  # between two parts of the work, so that rates are seen to rise and fall
SETTLE_SECONDS = 5  # figures are counted each second, looked at each second, and the bus needs a moment
SOMEBODY = ({"age": "30", "known.hikikomori": "yes"}, {"age": "52"}, {"grade": "12"}, {"age": "70"})
CALENDARS = ("Google-Calendar-Importer", "iOS/18.0 (22A3354) dataaccessd/1.0")


@dataclass
class Busy:
    """What to ask of whom, and since when there is something to see."""

    town: RunningTown
    prometheus: Prometheus
    since: float


@asynccontextmanager
async def busy_town(here: Path) -> AsyncIterator[Busy]:
    """A town after a busy hour, told in half a minute."""
    async with running_town(here, log_level="INFO", also=COUNTED) as town:
        figures = town.metrics_url.removeprefix("http://")
        async with running_prometheus(here, figures, free_port()) as prometheus:
            async with asyncio.timeout(30):
                while await scrapes(prometheus) < 2:  # noqa: ASYNC110  # another process; counters are seen before they grow
                    await asyncio.sleep(0.5)
            since = time.time()
            (town.place.data_dir / LAST_BACKUP).touch()  # as deploy/backup.sh does when it is through
            await work(town)
            await asyncio.sleep(SETTLE_SECONDS)
            yield Busy(town, prometheus, since)


async def scrapes(prometheus: Prometheus) -> float:
    """How often the target it saw the least has been seen."""
    seen = await prometheus.now("min(sum_over_time(up[1m])) and count(up) >= 6", time.time())
    return float(seen[0]["value"][1]) if seen else 0


async def work(town: RunningTown) -> None:
    """The story twice, and what it does not tell: calendars, matches, a family, a session called off, a poll."""
    people = People(town.url)
    try:
        async with httpx.AsyncClient(base_url=town.url, timeout=30) as stranger:
            story = Story(people.sign_in, patiently, utc_now)
            for _ in range(2):
                await play(story, Loop())
                await subscribe(await people.sign_in("promoter-d"), stranger)
                await match(await people.sign_in("coordinator"))
                await asyncio.sleep(BREATH_SECONDS)
            await refer(await people.sign_in("houkatsu"), await people.sign_in("desk"))
            await organise(await people.sign_in("organiser"), stranger)
            await find_a_date(Polled(story, town.place.data_dir / "mails", stranger))
    finally:
        await people.leave()


async def refer(care: Visitor, desk: Visitor) -> None:
    """One agency asks another, which accepts; a second one waits for its answer."""
    taken = {"request_id": new_id(), "agency": "houkatsu", "categories": ["income"]}
    case = (await care.post("/intake/api/consultations", taken))["case_ref"]
    asked = {"from_agency": "houkatsu", "to_agency": "disability-desk"}
    first = await care.post(f"/intake/api/cases/{case}/referrals", asked)
    await desk.post(f"/intake/api/referrals/{first['id']}/answer", {"accepted": True})
    await care.post(f"/intake/api/cases/{case}/referrals", {**asked, "to_agency": "self-reliance"})


async def subscribe(nurse: Visitor, calendar: httpx.AsyncClient) -> None:
    """Two calendars look, look again and are told that nothing changed; then the address is taken back."""
    feed = await nurse.post("/meetings/api/feeds", {"scope": "post", "key": "D"})
    for name in CALENDARS:
        first = await calendar.get(feed["url"], headers={"user-agent": name})
        seen = {"user-agent": name, "if-none-match": first.headers["etag"]}
        assert (await calendar.get(feed["url"], headers=seen)).status_code == 304
    await nurse.post(f"/meetings/api/feeds/{feed['reference']}/revoke")
    await calendar.get(feed["url"])  # a calendar that says so, for some days
    assert (await calendar.get(f"{feed['url'].removesuffix('.ics')[:-9]}aaaaaaaaa.ics")).status_code == 404


async def organise(organiser: Visitor, family: httpx.AsyncClient) -> None:
    """A family registers for the café, one session is posted, another called off."""
    opened = {"is_open": True}
    door = "/programs/api/programs/cafe-de-pomme/registration"
    (await organiser.client.put(door, json=opened, headers=organiser.form_token)).raise_for_status()
    form = {"ticket": "b" * 43, "names": ["見本 はな"], "phone": "000-0000-0000"}
    assert (await family.post("/programs/cafe-de-pomme/register", data=form)).status_code == 303
    coming = (await family.get("/programs/api/programs/cafe-de-pomme/coming")).json()["sessions"]
    posted, cancelled = [each["id"] for each in coming if each["status"] == "planned"][:2]
    await organiser.post(f"/programs/api/sessions/{posted}/post", {"note": "お待ちしています"})
    await organiser.post(f"/programs/api/sessions/{cancelled}/cancel", {"reason": "typhoon"})


async def match(coordinator: Visitor) -> None:
    """What the programs answer to several people."""
    for facts in SOMEBODY:
        page = await coordinator.client.post("/programs/match", data=facts, headers=coordinator.form_token)
        assert page.status_code == 200, page.text
