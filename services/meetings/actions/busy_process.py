"""`python -m services.meetings.actions.busy_process NOW`: a calendar on stdin, its busy times or the refusal on stdout.

A process of its own, with an alarm that the kernel keeps: whatever a file makes a library do, it ends.
"""

import json
import resource
import signal
import sys
from datetime import datetime

from services.meetings.rules.busy import reach_of
from services.meetings.rules.busy.spans import busy_spans
from shared.errors import DomainError

SECONDS = 1.5  # with the process's own start, two at most
MOST_MEMORY = 512 << 20


def main() -> None:
    """The alarm has no handler: the process dies of it, even inside a library's C code."""
    octets = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        spans = busy_spans(octets, reach_of(datetime.fromisoformat(sys.argv[1])))
        told: object = {"spans": [[starts.isoformat(), ends.isoformat()] for starts, ends in spans]}
    except DomainError as error:
        told = {"refused": error.code, "because": error.message}
    except Exception:  # a library's own, of whatever kind: the file made it, so the file is refused
        told = {"refused": "not_a_calendar", "because": "It can't be read."}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
