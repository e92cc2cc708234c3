"""A weekly time as HSDS says it: RFC 5545's RRULE, one field a part, hours with their offset from UTC."""

from datetime import time

from services.programs.actions.open_data.nodes import Node, said

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
JAPAN = "+09:00"


def weekly(
    schedule_id: str, weekday: int, opens: time | None, closes: time | None, description: str, **more: object
) -> Node:
    """Without hours it is still to be posted: no hour is invented."""
    return said(
        id=schedule_id,
        freq="WEEKLY",
        interval=1,
        byday=DAYS[weekday],
        timezone=9,
        opens_at=f"{opens:%H:%M}{JAPAN}" if opens else None,
        closes_at=f"{closes:%H:%M}{JAPAN}" if closes else None,
        description=description,
        notes=f"RRULE:FREQ=WEEKLY;BYDAY={DAYS[weekday]}",
        **more,
    )
