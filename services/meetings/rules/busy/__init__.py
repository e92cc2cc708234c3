"""Somebody's own calendar (.ics, RFC 5545) as the times at which they are busy, and nothing else of it. Pure.

Whatever the file holds, no title, place or name of it leaves this package: text is dropped before anything is parsed.
The reading itself (`spans`) is imported where it happens, in a process of its own: the town does not carry the library.
"""

from services.meetings.rules.busy.reach import LARGEST, reach_of

__all__ = ["LARGEST", "reach_of"]
