"""Who would have to be in two places at once."""

from collections import defaultdict
from collections.abc import Iterable

from services.meetings.rules.overlaps import Called
from services.meetings.words.agenda import Names
from shared.ui.dates import Lang, hours


def called_elsewhere(calls: Iterable[Called], names: Names, lang: Lang) -> str:
    """Each sitting with who is called to it: 「小地域ケア会議（久礼）」13:30–15:00に、統括保健師."""
    by_sitting: dict[str, list[str]] = defaultdict(list)
    for call in calls:
        title, time = call.title, hours(call.span.starts_at, call.span.ends_at)
        sitting = f"{title}, {time}" if lang == "en" else f"「{title}」（{time}）"
        by_sitting[sitting].append(names.posts.get(call.post, call.post))
    if lang == "en":
        return "; ".join(f"{', '.join(posts)}: called to {sitting}" for sitting, posts in by_sitting.items()) + "."
    each = [f"{sitting}に、{'、'.join(posts)}" for sitting, posts in by_sitting.items()]
    return f"同じ時間に呼ばれている人がいます。{'。'.join(each)}"
