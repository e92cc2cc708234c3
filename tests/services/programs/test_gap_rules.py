"""When needs that nothing met become a line, and which sentences name somebody."""

from datetime import UTC, datetime, timedelta

import pytest

from services.programs.rules.gaps import is_line_due
from services.programs.rules.naming import Naming, names_somebody

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days_ago", "told_days_ago", "due"),
    [
        ([0, 5], None, False),
        ([0, 5, 89], None, True),
        ([0, 5, 90], None, False),
        ([0, 1, 5, 89], 1, False),
        ([0, 1, 2, 3, 4], 89, False),
        ([0, 1, 2], 90, True),
        ([0, 1, 95], 94, False),
        ([], None, False),
    ],
)
def test_three_in_ninety_days_are_one_line(days_ago: list[int], told_days_ago: int | None, due: bool) -> None:
    told_at = None if told_days_ago is None else NOW - told_days_ago * DAY
    assert is_line_due((NOW - ago * DAY for ago in days_ago), told_at, NOW, needed=3, window=90 * DAY) is due


def test_a_need_that_goes_on_for_a_year_asks_four_times() -> None:
    noted: list[datetime] = []
    lines: list[datetime] = []
    for day in range(0, 361, 10):
        noted.append(NOW + day * DAY)
        if is_line_due(noted, lines[-1] if lines else None, noted[-1], needed=3, window=90 * DAY):
            lines.append(noted[-1])
    assert [(line - NOW).days for line in lines] == [20, 110, 200, 290]


@pytest.mark.parametrize(
    ("sentence", "naming"),
    [
        ("C-2026-0042のお宅の前が暗い", Naming.CASE),
        ("Ｃ－２０２６－００４２のこと", Naming.CASE),
        ("k-7q4mの方が困っている", Naming.CASE),
        ("電話は0889-52-0000です", Naming.TELEPHONE),
        ("０９０　１２３４　５６７８にかけて", Naming.TELEPHONE),
        ("+81 90 1234 5678", Naming.TELEPHONE),
        ("09012345678へ", Naming.TELEPHONE),
        ("hanako＠example.jpに", Naming.MAIL),
        ("バスが1日3本に減って、買い物に行けない人が増えた", None),
        ("2026年11月24日から10:00-16:00に休む店がある", None),
        ("K-POPの好きな子が集まる場所がない", None),
        ("コーヒーを飲める所が781-3600の一軒だけになった", None),
    ],
)
def test_what_points_at_somebody_is_found(sentence: str, naming: Naming | None) -> None:
    assert names_somebody(sentence) is naming
