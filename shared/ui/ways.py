"""The links in the header of every page and those the first page adds, and who sees which."""

from collections.abc import Collection
from typing import NamedTuple

EVERYONE_SIGNED_IN = frozenset({"admin", "promoter", "agency_staff", "organiser", "coordinator", "prefecture", "ops"})


class Way(NamedTuple):
    """One link of the header: where it leads, its words, the service behind it and the roles that see it.

    `does_ja`, `does_en` say on the first page what one does there.
    """

    service: str
    href: str
    ja: str
    en: str
    roles: frozenset[str]
    does_ja: str = ""
    does_en: str = ""


WAYS = (
    Way("portal", "/", "今日", "Today", EVERYONE_SIGNED_IN),
    Way(
        "intake",
        "/intake",
        "相談",
        "Cases",
        frozenset({"promoter", "agency_staff"}),  # an administrator is of no agency: cases are none of theirs
        "相談を書きとめる、つなぐ、返事をする",
        "Write down a consultation, refer it, answer",
    ),
    Way(
        "meetings",
        "/meetings",
        "会議",
        "Meetings",
        frozenset({"admin", "promoter", "agency_staff"}),
        "次の会議、議題、決まったことを見る",
        "See the next meetings, their agendas and decisions",
    ),
    Way(
        "programs",
        "/programs",
        "予定",
        "Programs",
        EVERYONE_SIGNED_IN,
        "居場所や教室の今週の予定を見る",
        "See what is on this week",
    ),
    Way(
        "notify",
        "/notify",
        "連絡",
        "Messages",
        EVERYONE_SIGNED_IN - {"prefecture"},
        "送ったお知らせと、届け方を見る",
        "See what was sent, and choose how to be reached",
    ),
)
PROGRAM_KEEPERS = frozenset({"organiser", "coordinator", "admin"})
ERRANDS = (  # what is done often enough to stand on the first page, and too seldom for the header
    Way(
        "programs",
        "/programs/mine",
        "今週を出す",
        "Post this week",
        PROGRAM_KEEPERS,
        "いつもの内容で出す、中止にする、出欠をつける",
        "The usual week, calling off, attendance",
    ),
    Way(
        "programs",
        "/programs/manage",
        "プログラムを整える",
        "Programs to look after",
        PROGRAM_KEEPERS,
        "内容、毎週の時間、会場、お休みの日を直す",
        "What they are, weekly times, venues, closed days",
    ),
    Way(
        "programs",
        "/programs/manage/sweep",
        "まとめて中止する",
        "Call off several at once",
        PROGRAM_KEEPERS,
        "台風や大雨のときに",
        "For typhoons and heavy rain",
    ),
)
FOR_RESIDENTS = (
    Way("programs", "/programs", "今週の予定", "This week", frozenset()),
    Way("login", "/login", "職員の入口", "Staff sign-in", frozenset()),
)


def ways_for(roles: Collection[str] | None) -> tuple[Way, ...]:
    """The header's links: `None` is somebody who has not signed in."""
    if roles is None:
        return FOR_RESIDENTS
    return tuple(way for way in WAYS if way.roles.intersection(roles))


def errands_for(roles: Collection[str]) -> tuple[Way, ...]:
    """What the first page offers beneath the header's links."""
    return tuple(way for way in ERRANDS if way.roles.intersection(roles))
