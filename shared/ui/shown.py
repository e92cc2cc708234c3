"""The examples on the page that shows every component; invented, and about nobody."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from shared.clock import TOKYO
from shared.ui.figures import few
from shared.ui.qr import qr_code
from shared.ui.words import CATEGORIES

TODAY = date(2026, 11, 24)
Said = Callable[[str, str], str]


class Need(NamedTuple):
    """A needs-you row and the day it has waited since."""

    word: str
    title: str
    meta: str
    since: date
    href: str = "#shown-needs"


class Card(NamedTuple):
    """A case on the board."""

    ref: str
    title: str
    age: str
    href: str
    late: str | None


def needs_shown(t: Said) -> list[Need]:
    """Three things that wait, oldest first."""
    return [
        Need(
            t("つなぎの返事待ち", "Referral unanswered"),
            t("C-2026-0042 地域包括支援センターから", "C-2026-0042 from the support centre"),
            t("受けるか、理由をそえて断ってください", "Accept it, or decline with a reason"),
            TODAY - timedelta(days=3),
        ),
        Need(
            t("出欠の返事がまだ", "Reply missing"),
            t("安心生活応援ネットワーク会議", "Network meeting"),
            t("11月26日(木) 13:30 役場2階", "Thu 26 Nov 13:30, town hall"),
            TODAY - timedelta(days=1),
        ),
        Need(
            t("議事録の確認", "Minutes to approve"),
            t("コア会議 11月10日", "Core meeting, 10 Nov"),
            t("3件の決定", "3 decisions"),
            TODAY,
        ),
    ]


def board_shown(t: Said) -> list[tuple[str, list[Card]]]:
    """The five stages with a few cases, one of them late."""
    late_since = t("期限を4日すぎました", "4 days overdue")
    late = Card(
        "C-2026-0031", t("住まい・ごみ", "Housing, hoarding"), t("21日目", "Day 21"), "#shown-board", late_since
    )
    fresh = Card("C-2026-0042", t("8050・収入", "8050, income"), t("3日目", "Day 3"), "#shown-board", None)
    other = Card("C-2026-0038", t("介護・子育て", "Care, children"), t("9日目", "Day 9"), "#shown-board", None)
    return [
        ("consultation", [fresh]),
        ("core", [late, other]),
        ("network", [other]),
        ("support", [fresh, other]),
        ("progress", []),
    ]


def slots_shown(t: Said) -> list[tuple[str, str, str]]:
    """Three slots for a meeting, each with its cost."""
    return [
        ("a", t("11月26日(木) 13:30–15:00", "Thu 26 Nov 13:30–15:00"), t("全員が来られます。", "Everyone can come.")),
        ("b", t("11月27日(金) 10:00–11:30", "Fri 27 Nov 10:00–11:30"), t("推進員Dは代理です。", "D sends a deputy.")),
        ("c", t("12月1日(火) 13:30–15:00", "Tue 1 Dec 13:30–15:00"), t("6日あとになります。", "Six days later.")),
    ]


def everything(stage: str, t: Said) -> dict[str, Any]:
    """What `/ui` shows; `stage` is the board's tab on a phone, `t` chooses the language."""
    columns = board_shown(t)
    marks = (("○", t("全員", "all")), ("○", t("全員", "all")), ("△", t("4人", "4")), ("×", t("なし", "none")))
    return {
        "today": TODAY,
        "tomorrow": TODAY + timedelta(days=1),
        "starts": datetime(2026, 11, 24, 8, 45, tzinfo=TOKYO),
        "ends": datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO),
        "needs": needs_shown(t),
        "issues": [(str(code), t(*words)) for code, words in CATEGORIES.items()],
        "routes": [
            ("visit", t("窓口に来た", "At the desk")),
            ("phone", t("電話", "By phone")),
            ("home", t("訪問した", "At home")),
            ("letter", t("手紙", "By letter"), t("いまは受けていません", "not at present")),
        ],
        "slots": slots_shown(t),
        "columns": columns,
        "now": stage if stage in dict(columns) else "core",
        "strip": [(TODAY + timedelta(days=day), mark, words) for day, (mark, words) in enumerate(marks)],
        "code": qr_code("https://yui.example/programs"),
        "figures_shown": [
            [t("健康福祉課", "Health and welfare"), few(12), few(9), t("12月8日", "8 Dec")],
            [t("地域包括支援センター", "Support centre"), few(7), few(3), t("12月8日", "8 Dec")],
        ],
    }
