"""Subscriptions in words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.meetings import words
from services.meetings.schemas import FeedRow

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def row(**changes: Any) -> FeedRow:
    usual = {
        "reference": "r", "name": "携帯", "scope": "personal", "key": "", "detail": "place", "created_at": NOW,
        "expires_at": NOW + timedelta(days=365), "replaced_at": None, "revoked_at": None, "fetched_at": None,
        "fetched_by": None, "is_alive": True,
    }  # fmt: skip
    return FeedRow.model_validate({**usual, **changes})


@pytest.mark.parametrize(
    ("minutes", "by", "ja", "en"),
    [
        (9 * 60 + 30, "google", "最終取得 9時間前（Google）", "Last fetched 9 hours ago (Google)"),
        (0, "apple", "最終取得 たったいま（Apple）", "Last fetched just now (Apple)"),
        (1, "other", "最終取得 1分前（ほかのカレンダー）", "Last fetched 1 minute ago (another calendar)"),
        (3 * 1440, "outlook", "最終取得 3日前（Outlook）", "Last fetched 3 days ago (Outlook)"),
    ],
)
def test_says_when_and_by_which_calendar_it_was_fetched(minutes: int, by: str, ja: str, en: str) -> None:
    fetched = row(fetched_at=NOW - timedelta(minutes=minutes), fetched_by=by)
    assert (words.last_fetched(fetched, NOW, "ja"), words.last_fetched(fetched, NOW, "en")) == (ja, en)


def test_says_that_it_was_never_fetched() -> None:
    assert words.last_fetched(row(), NOW, "ja") == "まだ取得されていません"


@pytest.mark.parametrize(
    ("changes", "soon"),
    [
        ({}, False),
        ({"expires_at": NOW + timedelta(days=30)}, True),
        ({"expires_at": NOW + timedelta(days=6), "replaced_at": NOW}, False),
        ({"expires_at": NOW, "is_alive": False}, False),
    ],
)
def test_warns_thirty_days_before_it_ends(changes: dict[str, Any], soon: bool) -> None:
    assert words.ends_soon(row(**changes), NOW) is soon
