"""Nakatosa's loop, as the slides draw it: consultation → core → network → support → progress review."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from services.scenario.story import Story, expect, only
from services.scenario.visitor import Visitor
from shared.clock import local_date, new_id

CORE_MINUTES, NETWORK_MINUTES = 90, 90


@dataclass
class Loop:
    """What the chapters hand on to each other. People's names and addresses are the story's own inventions."""

    person: dict[str, str] = field(
        default_factory=lambda: {"name": "見本 はな", "address": "久礼 見本番地", "birth_date": "1941-05-06",
                                 "phone": "000-0000-0000"}
    )  # fmt: skip
    note: str = "母と息子の二人暮らし。（見本の記録です）"
    core: str = ""
    network: str = ""
    with_consent: str = ""
    without_consent: str = ""
    single_field: str = ""
    review_on: date | None = None
    mails_before: frozenset[str] = frozenset()


async def play(story: Story, loop: Loop | None = None) -> Loop:
    """The whole story; StepFailed at the first step that does not hold."""
    loop = loop or Loop()
    loop.mails_before = await _mail_ids(await story.sign_in("admin"))
    await convene_core(story, loop)
    await take_consultations(story, loop)
    await agenda_builds_itself(story, loop)
    await core_decides(story, loop)
    await network_meets(story, loop)
    await plan_and_tasks(story, loop)
    await review_comes_back(story, loop)
    await calendars_and_mails(story, loop)
    return loop


async def convene_core(story: Story, loop: Loop) -> None:
    """Promoter A calls a core sitting for today."""
    leader = await story.sign_in("promoter-a")
    starts_at = story.now() + timedelta(minutes=10)
    sitting = {"request_id": new_id(), "body": "core", "starts_at": starts_at.isoformat(), "minutes": CORE_MINUTES}
    loop.core = (await leader.post("/meetings/api/meetings", sitting))["id"]
    story.tell("推進員A", "コア会議を今日に招集", "コア会議が予定に入る")


async def take_consultations(story: Story, loop: Loop) -> None:
    """Three consultations at three agencies."""
    care, health, self_reliance = [await story.sign_in(login) for login in ("houkatsu", "health", "jiritsu")]
    first = await care.post("/intake/api/consultations", {
        "request_id": new_id(), "agency": "houkatsu", "area": "kure", "route": "welfare_volunteer", "consent": "given",
        "categories": ["long_term_care", "withdrawal", "health", "income"], "most_pressing": "long_term_care",
        "note": loop.note, "person": loop.person,
    })  # fmt: skip
    loop.with_consent = first["case_ref"]
    expect(first["reasons"], ["two_fields"], "screening of the 8050 household")
    story.tell("地域包括支援センター", "8050世帯の相談（同意あり）", f"{loop.with_consent} が抽出される（2分野以上）")
    second = await health.post("/intake/api/consultations", {
        "request_id": new_id(), "agency": "health-welfare", "area": "kure", "route": "neighbour", "consent": "none",
        "categories": ["housing", "health", "community"], "beyond_us": True, "note": loop.note, "person": loop.person,
    })  # fmt: skip
    loop.without_consent = second["case_ref"]
    expect(sorted(second["reasons"]), ["beyond_us", "two_fields"], "screening of the hoarding household")
    story.tell("健康福祉課", "ごみ屋敷世帯の相談（同意なし）", f"{loop.without_consent} が抽出される（106条の6）")
    third = await self_reliance.post("/intake/api/consultations", {
        "request_id": new_id(), "agency": "self-reliance", "area": "onomi", "consent": "asked",
        "categories": ["income", "job_search"], "note": loop.note, "person": loop.person,
    })  # fmt: skip
    loop.single_field = third["case_ref"]
    expect(third["is_proposed"], False, "a single-field case is not proposed")
    story.tell(
        "自立相談支援", "仕事と収入の相談（1分野）", f"{loop.single_field} は単独で対応、次の日付 {third['next_date']}"
    )


async def agenda_builds_itself(story: Story, loop: Loop) -> None:
    """Both screened cases stand on the core agenda, each with its lane and source; the third does not."""
    leader = await story.sign_in("promoter-a")

    async def both() -> dict[str, Any] | None:
        lines = {line["case_ref"]: line for line in await _lines(leader, loop.core)}
        return lines if {loop.with_consent, loop.without_consent} <= lines.keys() else None

    lines = await story.until(both)
    expect(lines[loop.with_consent]["legal_basis"], "manual", "lane with consent")
    expect(lines[loop.without_consent]["legal_basis"], "swa-106-6", "lane without consent")
    expect(all(line["source_event"] for line in lines.values()), True, "each line names its source")
    expect(loop.single_field in lines, False, "the single-field case is not on the core agenda")
    story.tell("（しくみ）", "議題が自分でできる", f"コア会議の議題に {loop.with_consent} と {loop.without_consent}")


async def core_decides(story: Story, loop: Loop) -> None:
    """The sitting is opened; both cases go to the network meeting, which the scheduler places."""
    leader = await story.sign_in("promoter-a")
    await leader.post(f"/meetings/api/meetings/{loop.core}/open")
    lines = {line["case_ref"]: line["id"] for line in await _lines(leader, loop.core)}
    for case, agencies in ((loop.with_consent, ["disability-desk"]), (loop.without_consent, ["four-corporations"])):
        decision = {"code": "send_to_network", "agencies": agencies}
        decided = await leader.post(f"/meetings/api/items/{lines[case]}/decision", decision)
        loop.network = loop.network or decided["network_meeting"]["id"]
    closed = await leader.post(f"/meetings/api/meetings/{loop.core}/close")
    expect(closed["status"], "held", "the core sitting is held")
    story.tell("コア会議", "2件をネットワークへ", "安心生活応援ネットワーク会議が置かれる")


async def network_meets(story: Story, loop: Loop) -> None:
    """Posts B and C, D for the health item, the cases' agencies each for its own slot; one waits for the register."""
    leader = await story.sign_in("promoter-c")
    moved = {"starts_at": (story.now() + timedelta(minutes=20)).isoformat(), "minutes": NETWORK_MINUTES}
    await leader.post(f"/meetings/api/meetings/{loop.network}/move", moved)
    sitting = await leader.get(f"/meetings/api/meetings/{loop.network}")
    calls = {(call["kind"], call["invitee"]): call for call in sitting["invitations"]}
    posts = {invitee for kind, invitee in calls if kind == "post"}
    expect({"B", "C", "D"} <= posts and "A" not in posts, True, "posts B, C and (for health) D are called")
    expect(calls["post", "D"]["capacity"], "health_nurse", "D comes as a public-health nurse")
    mine = {name for (kind, name), call in calls.items() if kind == "agency" and loop.with_consent in call["cases"]}
    expect(mine, {"houkatsu", "disability-desk"}, "only the case's own agencies are called for it")
    expect(calls["agency", "four-corporations"]["status"], "held", "who is not in the secrecy register waits")
    await _own_slot_only(story, loop)
    called = "B・C・D" + ("・E" if "E" in posts else "")
    story.tell("推進員C", "ネットワーク会議を今日へ移す", f"呼ばれたのは {called} と関係機関だけ。4社福は名簿待ち")


async def plan_and_tasks(story: Story, loop: Loop) -> None:
    """The network decides the plan: who does what by when, and the day of the review."""
    leader = await story.sign_in("promoter-c")
    await leader.post(f"/meetings/api/meetings/{loop.network}/open")
    loop.review_on = await _next_core_day(story)
    lines = {line["case_ref"]: line["id"] for line in await _lines(leader, loop.network)}
    due_on = (local_date(story.now()) + timedelta(days=7)).isoformat()
    plan = {"code": "plan_decided", "review_on": loop.review_on.isoformat(), "tasks": [
        {"agency": "houkatsu", "kind": "care_service", "due_on": due_on},
        {"agency": "disability-desk", "kind": "visit", "due_on": due_on},
    ]}  # fmt: skip
    await leader.post(f"/meetings/api/items/{lines[loop.with_consent]}/decision", plan)
    watch = {"code": "watch_until", "until": loop.review_on.isoformat()}
    await leader.post(f"/meetings/api/items/{lines[loop.without_consent]}/decision", watch)
    await leader.post(f"/meetings/api/meetings/{loop.network}/close")
    desk = await story.sign_in("desk")
    tasks = [task for task in await desk.get("/meetings/api/tasks") if task["case_ref"] == loop.with_consent]
    task = only(tasks, "the desk's own task")
    done = await desk.post(f"/meetings/api/tasks/{task['id']}/finish")
    expect(bool(done["done_at"]), True, "the task is finished")
    story.tell("ネットワーク会議", "支援プランを決定", f"役割2件、見直し {loop.review_on}")
    story.tell("相談支援事業所", "訪問を完了にする", "プランの役割が 1件 済み")


async def review_comes_back(story: Story, loop: Loop) -> None:
    """The case stands on the next core agenda as a review, and on intake's board as supported."""
    leader, care = await story.sign_in("promoter-a"), await story.sign_in("houkatsu")
    coming = await leader.get("/meetings/api/meetings", body="core")
    days = {local_date(datetime.fromisoformat(sitting["starts_at"])): sitting["id"] for sitting in coming}
    assert loop.review_on is not None
    lines = {line["case_ref"]: line["kind"] for line in await _lines(leader, days[loop.review_on])}
    expect(lines.get(loop.with_consent), "review", "the review is on the next core agenda")
    expect(lines.get(loop.without_consent), "watch_ended", "the watched case comes back too")

    async def supported() -> Any:
        case = await care.get(f"/intake/api/cases/{loop.with_consent}")
        return case if case["stage"] == "support" else None

    case = await story.until(supported)
    expect(case["next_date"], loop.review_on.isoformat(), "the case has a next date")
    story.tell("（しくみ）", "見直しの日を議題に", f"次のコア会議（{loop.review_on}）に進捗の確認")


async def calendars_and_mails(story: Story, loop: Loop) -> None:
    """Post D's calendar has the network sitting; mails went to those called, and to nobody else."""
    nurse = await story.sign_in("promoter-d")
    feed = await nurse.post("/meetings/api/feeds", {"scope": "post", "key": "D", "name": "推進員D"})
    path = "/" + feed["url"].split("/", 3)[3]
    text = (await nurse.client.get(path)).text.replace("\r\n ", "")
    expect("安心生活応援ネットワーク会議" in text, True, "the network sitting is in D's calendar")
    story.tell("推進員D", "カレンダーを購読", "ネットワーク会議がカレンダーに出る")
    admin = await story.sign_in("admin")

    async def told() -> list[str] | None:
        mails = [mail for mail in await admin.get("/notify/api/sink") if mail["id"] not in loop.mails_before]
        to = sorted({mail["to"] for mail in mails})
        wanted = {"post-c", "post-d", "agency-houkatsu", "agency-disability-desk", "agency-health-welfare"}
        return to if wanted <= {address.partition("@")[0] for address in to} else None

    recipients = await story.until(told)
    expect(any("four-corporations" in address for address in recipients), False, "the held agency got no mail")
    story.tell("（しくみ）", "お知らせを送る", f"メールの宛先 {len(recipients)} か所（名簿待ちの機関には送らない）")


async def _own_slot_only(story: Story, loop: Loop) -> None:
    care, stranger = await story.sign_in("houkatsu"), await story.sign_in("jiritsu")
    seen = await care.get(f"/meetings/api/meetings/{loop.network}")
    expect({line["case_ref"] for line in seen["items"]}, {loop.with_consent}, "an agency sees its own slot only")
    expect({call["invitee"] for call in seen["invitations"]}, {"houkatsu"}, "an agency sees its own call only")
    expect(await stranger.refused("GET", f"/meetings/api/meetings/{loop.network}"), 403, "who is not called sees none")


async def _next_core_day(story: Story) -> date:
    leader = await story.sign_in("promoter-a")
    today = local_date(story.now())
    days = [
        local_date(datetime.fromisoformat(each["starts_at"]))
        for each in await leader.get("/meetings/api/meetings", body="core")
    ]
    return min(day for day in days if day > today)


async def _lines(visitor: Visitor, meeting_id: str) -> list[dict[str, Any]]:
    sitting = await visitor.get(f"/meetings/api/meetings/{meeting_id}")
    lines: list[dict[str, Any]] = sitting["items"]
    return lines


async def _mail_ids(admin: Visitor) -> frozenset[str]:
    return frozenset(mail["id"] for mail in await admin.get("/notify/api/sink"))
