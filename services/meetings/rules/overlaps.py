"""Whose meetings meet: posts that would have to be in two places at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from services.meetings.rules.spans import Span


@dataclass(frozen=True)
class Called:
    """A post is called to a sitting for a time."""

    post: str
    meeting_id: str
    body: str
    title: str
    span: Span


def overlaps(span: Span, posts: Collection[str], calls: Iterable[Called]) -> list[Called]:
    """The calls of these posts that fall into `span`, by post and time. What ends as the other begins does not."""
    found = [call for call in calls if call.post in posts and call.span.meets(span)]
    return sorted(found, key=lambda call: (call.post, call.span.starts_at))
