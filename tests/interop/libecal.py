"""Run by Debian's Python: asks Evolution's daemons through Evolution's library, one line of JSON for each line told.

`refresh` asks the feed's server now; `show DAYS` prints [uid, start, is off, is all-day, title] of each instance from
yesterday on.
"""

import json
import sys
import time
from typing import Any

import gi  # type: ignore[import-not-found]  # Debian's Python has it, ours does not

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
from gi.repository import ECal, EDataServer, ICalGLib  # type: ignore[import-not-found]  # noqa: E402

DAY = 86_400
AT_ONCE = 2**32 - 1  # the library's word for not waiting until the server has answered


def connect() -> Any:
    registry = EDataServer.SourceRegistry.new_sync(None)
    return ECal.Client.connect_sync(registry.ref_source("feed"), ECal.ClientSourceType.EVENTS, AT_ONCE, None)


def show(client: Any, days: int) -> list[Any]:
    found: list[Any] = []

    def take(event: Any, start: Any, _end: Any, _context: Any, _cancellable: Any) -> bool:
        status = event.get_first_property(ICalGLib.PropertyKind.STATUS_PROPERTY)
        said = status.get_value_as_string() if status else ""
        moment = start.as_timet_with_zone(start.get_timezone()) if start.get_timezone() else start.as_timet()
        found.append((event.get_uid(), moment, said == "CANCELLED", start.is_date(), event.get_summary()))
        return True

    now = int(time.time())
    client.generate_instances_sync(now - DAY, now + days * DAY, None, take, None)
    return found


def main() -> None:
    client = connect()
    for line in sys.stdin:
        verb, *arguments = line.split()
        told = client.refresh_sync(None) if verb == "refresh" else show(client, int(arguments[0]))
        sys.stdout.write(f"{json.dumps(told)}\n")
        sys.stdout.flush()


main()
