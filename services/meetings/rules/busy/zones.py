"""Names of time zones, looked up before a library does: `TZID=Asia`, a folder, ends icalendar 7.3 with an OSError."""

import re
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from services.meetings.errors import UnknownZone

_SOUND = re.compile(r"[A-Za-z0-9_+-]{1,40}(/[A-Za-z0-9_+-]{1,40}){0,2}")


def zone_named(name: str) -> str:
    """The name in `zoneinfo` of a TZID, which Outlook writes as Windows calls it; UnknownZone for any other."""
    known = WINDOWS_TO_OLSON.get(name, name)
    try:
        if _SOUND.fullmatch(known):
            return ZoneInfo(known).key
    except (LookupError, OSError, ValueError):
        pass
    raise UnknownZone("A TZID is in neither the list of IANA nor that of Windows.", field="calendar")
