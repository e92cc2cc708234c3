"""What becomes of a reply to the morning's mail that asks to call the session off."""

from datetime import date, datetime

from shared.contracts.words import StopOutcome


def settle_reply(
    *, held_on: date, ends_at: datetime | None, is_off: bool, is_run_by_writer: bool, today: date, now: datetime
) -> StopOutcome:
    """A reply calls off a session on its day only, before it is over, for whoever still runs it.

    `today` is the day in Japan at `now`; a session without times lasts its whole day.
    """
    if held_on < today or (ends_at is not None and ends_at <= now):
        return StopOutcome.OVER
    if held_on > today or not is_run_by_writer:
        return StopOutcome.CHANGED
    return StopOutcome.ALREADY_OFF if is_off else StopOutcome.STOPPED
