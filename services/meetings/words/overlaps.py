"""Who would have to be in two places at once."""

from collections.abc import Iterable

from services.meetings.rules.overlaps import Called
from services.meetings.words.agenda import Names
from shared.ui.dates import Lang, hours


def called_elsewhere(calls: Iterable[Called], names: Names, lang: Lang) -> str:
    """Each post with the sitting it is called to: 保健師は「小地域ケア会議（久礼）」13:30–15:00."""
    each = [
        (names.posts.get(call.post, call.post), call.title, hours(call.span.starts_at, call.span.ends_at))
        for call in calls
    ]
    if lang == "en":
        return "; ".join(f"{post} is called to {title}, {time}" for post, title, time in each) + "."
    return "同じ時間に、" + "、".join(f"{post}は「{title}」（{time}）" for post, title, time in each) + "があります"
