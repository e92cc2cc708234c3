"""libical, the reader inside Evolution, GNOME Calendar and KDE, called as a C program calls it."""

import ctypes
from collections.abc import Iterator
from ctypes.util import find_library

from tests.interop.seen import Seen


class ICalTime(ctypes.Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "daylight")),
        ("zone", ctypes.c_void_p),
    ]


async def read_by_libical(body: bytes) -> list[Seen]:
    """The events of a feed; OSError when libical3 is not installed."""
    library = _library()
    calendar = library.icalparser_parse_string(body)
    try:
        return sorted(_seen(library, event) for event in _events(library, calendar))
    finally:
        library.icalcomponent_free(calendar)


def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(find_library("ical") or "libical.so.3")
    takes_pointer = {
        "icalcomponent_get_first_component": (ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
        "icalcomponent_get_next_component": (ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
        "icalcomponent_get_first_property": (ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
        "icalcomponent_get_uid": (ctypes.c_char_p, [ctypes.c_void_p]),
        "icalcomponent_get_summary": (ctypes.c_char_p, [ctypes.c_void_p]),
        "icalcomponent_get_dtstart": (ICalTime, [ctypes.c_void_p]),
        "icalcomponent_free": (None, [ctypes.c_void_p]),
        "icalcomponent_string_to_kind": (ctypes.c_int, [ctypes.c_char_p]),
        "icalproperty_string_to_kind": (ctypes.c_int, [ctypes.c_char_p]),
        "icalproperty_get_value_as_string": (ctypes.c_char_p, [ctypes.c_void_p]),
        "icaltime_as_timet_with_zone": (ctypes.c_long, [ICalTime, ctypes.c_void_p]),
        "icalparser_parse_string": (ctypes.c_void_p, [ctypes.c_char_p]),
    }
    for name, (result, arguments) in takes_pointer.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def _events(library: ctypes.CDLL, calendar: int) -> Iterator[int]:
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    event = library.icalcomponent_get_first_component(calendar, kind)
    while event:
        yield event
        event = library.icalcomponent_get_next_component(calendar, kind)


def _seen(library: ctypes.CDLL, event: int) -> Seen:
    status = library.icalcomponent_get_first_property(event, library.icalproperty_string_to_kind(b"STATUS"))
    said = library.icalproperty_get_value_as_string(status) if status else b""
    starts = library.icalcomponent_get_dtstart(event)
    moment = library.icaltime_as_timet_with_zone(starts, starts.zone)
    uid, title = (getattr(library, f"icalcomponent_get_{name}")(event).decode() for name in ("uid", "summary"))
    return Seen(uid, moment, said == b"CANCELLED", bool(starts.is_date), title)
