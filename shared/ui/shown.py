"""The examples on the page that shows every component; invented, and about nobody."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from shared.clock import TOKYO
from shared.ui.figures import few

TODAY = date(2026, 11, 24)
ISSUES = (
    "お金", "仕事", "住まい", "体の病気", "こころ", "障害", "介護", "子育て",
    "学校", "ひきこもり", "家族の仲", "ひとりで不安", "ごみ・片づけ", "暴力", "権利・契約", "そのほか",
)  # fmt: skip
ROUTES = [("visit", "窓口に来た"), ("phone", "電話"), ("home", "訪問した"), ("letter", "手紙", "いまは受けていません")]
SLOTS = [
    ("a", "11月26日(木) 13:30–15:00", "全員が来られます。いちばんおすすめです。"),
    ("b", "11月27日(金) 10:00–11:30", "推進員Dが代理になります。"),
    ("c", "12月1日(火) 13:30–15:00", "全員が来られますが、6日あとになります。"),
]


class Need(NamedTuple):
    """A needs-you row: (日本語, English) words and the day it has waited since."""

    word: tuple[str, str]
    title: tuple[str, str]
    meta: tuple[str, str]
    since: date


class Card(NamedTuple):
    """A case on the board."""

    ref: str
    title: str
    age: str
    href: str
    late: str | None


NEEDS = (
    Need(
        ("つなぎの返事待ち", "Referral unanswered"),
        ("C-2026-0042 地域包括支援センターから", "C-2026-0042 from the support centre"),
        ("受けるか、理由をそえて断ってください", "Accept it, or decline with a reason"),
        TODAY - timedelta(days=3),
    ),
    Need(
        ("出欠の返事がまだ", "Reply missing"),
        ("安心生活応援ネットワーク会議", "Network meeting"),
        ("11月26日(木) 13:30 役場2階", "Thu 26 Nov 13:30, town hall"),
        TODAY - timedelta(days=1),
    ),
    Need(
        ("議事録の確認", "Minutes to approve"),
        ("コア会議 11月10日", "Core meeting, 10 Nov"),
        ("3件の決定", "3 decisions"),
        TODAY,
    ),
)


def case_columns() -> list[tuple[str, list[Card]]]:
    """The five stages with a few cases, one of them late."""
    late = Card("C-2026-0031", "住まい・ごみ", "21日目", "#shown-board", "期限を4日すぎました")
    fresh = Card("C-2026-0042", "8050・収入", "3日目", "#shown-board", None)
    other = Card("C-2026-0038", "介護・子育て", "9日目", "#shown-board", None)
    return [
        ("consultation", [fresh]),
        ("core", [late, other]),
        ("network", [other]),
        ("support", [fresh, other]),
        ("progress", []),
    ]


def everything(stage: str) -> dict[str, Any]:
    """What `/ui` shows; `stage` is the board's tab on a phone."""
    columns = case_columns()
    tomorrow = TODAY + timedelta(days=1)
    marks = (("○", "全員"), ("○", "全員"), ("△", "4人"), ("×", "なし"), ("○", "全員"))
    return {
        "today": TODAY,
        "tomorrow": tomorrow,
        "starts": datetime(2026, 11, 24, 8, 45, tzinfo=TOKYO),
        "ends": datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO),
        "needs": NEEDS,
        "issues": [(str(number), words) for number, words in enumerate(ISSUES)],
        "routes": ROUTES,
        "slots": SLOTS,
        "columns": columns,
        "now": stage if stage in dict(columns) else "core",
        "strip": [(TODAY + timedelta(days=day), mark, words) for day, (mark, words) in enumerate(marks)],
        "figures_shown": [
            ["健康福祉課", few(12), few(9), "12月8日"],
            ["地域包括支援センター", few(7), few(3), "12月8日"],
        ],
    }
