"""Somebody's own calendar (.ics, RFC 5545) as the times at which they are busy, and nothing else of it. Pure.

Whatever the file holds, no title, place or name of it leaves this package: text is dropped before anything is parsed.
"""

from services.meetings.rules.busy.spans import Span, busy_spans, reach_of
from services.meetings.rules.busy.trimming import LARGEST

__all__ = ["LARGEST", "Span", "busy_spans", "reach_of"]
