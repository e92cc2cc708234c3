"""A calendar client's conditional requests."""

from datetime import UTC, datetime

import pytest
from starlette.responses import Response

from shared.feed import Feed, respond
from shared.ical import calendar

FEED = calendar("今週の予定", "", [])
TAG = Feed(FEED, datetime(2026, 1, 1, tzinfo=UTC)).etag
CHANGED = datetime(2026, 11, 20, 3, 0, 0, 500_000, tzinfo=UTC)


def answer(**headers: str) -> Response:
    return respond(Feed(FEED, CHANGED), {name.replace("_", "-"): value for name, value in headers.items()})


def test_says_what_a_calendar_client_needs() -> None:
    given = answer()
    assert given.body == FEED
    assert dict(given.headers) == {
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": "inline",
        "content-length": str(len(FEED)),
        "cache-control": "private",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex, nofollow, noarchive",
        "etag": TAG,
        "last-modified": "Fri, 20 Nov 2026 03:00:00 GMT",
    }


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if_none_match": TAG}, 304),
        ({"if_none_match": f'"other", W/{TAG}'}, 304),
        ({"if_none_match": '"other"'}, 200),
        ({"if_modified_since": "Fri, 20 Nov 2026 03:00:00 GMT"}, 304),
        ({"if_modified_since": "Fri, 20 Nov 2026 02:59:59 GMT"}, 200),
        ({"if_modified_since": "yesterday"}, 200),
        ({"if_none_match": '"other"', "if_modified_since": "Fri, 20 Nov 2026 03:00:00 GMT"}, 200),
    ],
)
def test_answers_304_while_nothing_changed(headers: dict[str, str], status: int) -> None:
    given = answer(**headers)
    assert (given.status_code, given.body) == (status, b"" if status == 304 else FEED)
