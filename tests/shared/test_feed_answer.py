"""A calendar client's conditional requests."""

from datetime import UTC, datetime

import pytest
from fastapi import Request
from fastapi.responses import Response

from shared.ical import calendar, etag
from shared.web.feeds import feed_answer

FEED = calendar("今週の予定", "", [])
CHANGED = datetime(2026, 11, 20, 3, 0, 0, 500_000, tzinfo=UTC)


def answer(**headers: str) -> Response:
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return feed_answer(Request({"type": "http", "method": "GET", "headers": sent}), FEED, changed_at=CHANGED)


def test_says_what_a_calendar_client_needs() -> None:
    given = answer()
    assert given.body == FEED
    assert dict(given.headers) == {
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": "inline",
        "content-length": str(len(FEED)),
        "cache-control": "private, no-transform",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex, nofollow, noarchive",
        "etag": etag(FEED),
        "last-modified": "Fri, 20 Nov 2026 03:00:00 GMT",
    }


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if_none_match": etag(FEED)}, 304),
        ({"if_none_match": f'"other", W/{etag(FEED)}'}, 304),
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
