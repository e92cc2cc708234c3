"""What is added to an event that is already rendered: a reminder, or its place in a series."""

from collections.abc import Sequence

REMINDER = "もうすぐ始まります"

_END = b"END:VEVENT\r\n"


def alarm(minutes: int | None) -> bytes:
    """Remind so many minutes before (RFC 5545 3.6.6); nothing for None."""
    lines = ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{REMINDER}", f"TRIGGER:-PT{minutes}M", "END:VALARM", "")
    return b"" if minutes is None else "\r\n".join(lines).encode()


def with_alarm(event: bytes, alarm: bytes) -> bytes:
    """The event with a reminder that `alarm` made."""
    return event.removesuffix(_END) + alarm + _END


def under_uid(event: bytes, uid: str, new_uid: str, lines: Sequence[str]) -> bytes:
    """The event under another UID, with more lines after it; our UIDs need neither escapes nor folding."""
    found, more = f"\r\nUID:{uid}\r\n", "".join(f"{line}\r\n" for line in lines)
    return event.replace(found.encode(), f"\r\nUID:{new_uid}\r\n{more}".encode(), 1)
