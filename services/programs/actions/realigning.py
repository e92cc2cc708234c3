"""Making a series' sessions follow its rule: worked out first, so that it can be shown, then done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from services.programs import rules
from services.programs.actions.closed import AS_IT_IS, Supposing, closed_between
from services.programs.actions.following import Following
from services.programs.actions.places import Places, places_of
from services.programs.actions.planning import new_session, weekly_time
from services.programs.actions.touching import Timed, call_off, put_back, retime, tell_changed, timed, touch
from services.programs.models import Program, Series, Session
from services.programs.rules import BY_RULE, CancelReason, Day, Fate, SessionStatus, Standing, Step
from services.programs.schemas import OutcomeView
from shared.db import Session as Tx


@dataclass(frozen=True)
class Outcome:
    """What becomes of one session: how it stands, and how it will."""

    step: Step
    session: Session | None
    to: Timed | None
    reason: CancelReason | None = None

    @property
    def is_visible(self) -> bool:
        """Whether people and calendars see a difference."""
        if self.step.fate is Fate.HELD:
            return self.session is not None and self.to != timed(self.session)
        return self.step.fate is not Fate.LEFT_ALONE

    def view(self) -> OutcomeView:
        """As people read it."""
        session, to = self.session, self.to
        return OutcomeView(
            fate=self.step.fate,
            held_on=session.held_on if session else None,
            starts_at=session.starts_at if session else None,
            to_day=to.held_on if to else None,
            to_starts_at=to.starts_at if to else None,
            to_ends_at=to.ends_at if to else None,
            reason=self.reason,
        )


async def outcomes(
    tx: Tx, program: Program, series: Series, excepted: Collection[date], first: date, last: date, *, of: str,
    supposing: Supposing = AS_IT_IS,
) -> list[Outcome]:  # fmt: skip
    """What the rule in `series` (which need not be stored) means for the sessions of the series `of`.

    Only days due from `first` on are looked at; `last` is the horizon.
    """
    sessions = {row.id: row for row in await _sessions_from(tx, of, first)}
    last = max([last, *(row.due_on for row in sessions.values())])  # those planned by a farther horizon, too
    closed = await closed_between(tx, program.municipality, first, last, supposing)
    weekly = weekly_time(series, program, excepted)
    standings = [_standing(row) for row in sessions.values()]
    # A day moved from before `first` to after it, as by a holiday, is not this rule's to place.
    wanted = [day for day in rules.days_of(weekly, first, last, closed) if day.held_on >= first]
    return [
        _outcome(step, sessions.get(step.session_id or ""), series, closed) for step in rules.realign(standings, wanted)
    ]


async def apply(
    tx: Tx, program: Program, series: Series, changes: Sequence[Outcome], following: Following, *, now: datetime
) -> None:
    """Do what `outcomes` worked out; `series` is stored by now. `following` tells it when all is done."""
    following.note([outcome.session for outcome in changes if outcome.session and outcome.is_visible])
    places = await places_of(tx, program.municipality)
    for outcome in changes:
        if outcome.session is None:
            assert outcome.step.day
            day = outcome.step.day
            tx.add(
                new_session(program, day.held_on, series.starts, series.ends, series=series, due_on=day.due_on, now=now)
            )
        else:
            _apply(tx, program, series, outcome, outcome.session, places, now)


def _apply(
    tx: Tx, program: Program, series: Series, outcome: Outcome, session: Session, places: Places, now: datetime
) -> None:
    session.series_id = series.id
    if outcome.step.day:
        session.due_on = outcome.step.day.due_on
    tx.add(session)
    match outcome.step.fate:
        case Fate.DROPPED:
            call_off(tx, session, program, outcome.reason or CancelReason.CHANGED, now)
        case Fate.REOPENED:
            retime(session, outcome.to or timed(session))
            put_back(tx, session, program, now)
        case Fate.HELD if outcome.to and retime(session, outcome.to):
            touch(session, now)
            tell_changed(tx, session, program, places, now)


async def _sessions_from(tx: Tx, series_id: str, first: date) -> Sequence[Session]:
    query = (
        select(Session)
        .where(Session.series_id == series_id, col(Session.due_on) >= first)
        .order_by(col(Session.due_on))
        .with_for_update()
    )
    return (await tx.exec(query)).all()


def _standing(session: Session) -> Standing:
    is_off = session.status is SessionStatus.CANCELLED
    return Standing(
        session.id,
        session.due_on,
        is_off=is_off,
        by_rule=is_off and session.reason in BY_RULE,
        by_hand=session.is_changed,
    )


def _outcome(step: Step, session: Session | None, series: Series, closed: Collection[date]) -> Outcome:
    if step.fate is Fate.DROPPED:
        assert session
        return Outcome(
            step, session, None, CancelReason.CLOSED_DAY if session.due_on in closed else CancelReason.CHANGED
        )
    return Outcome(step, session, _timed_on(step.day, series, session) if step.day else None)


def _timed_on(day: Day, series: Series, session: Session | None) -> Timed:
    starts, ends = rules.moment_on(day.held_on, series.starts), rules.moment_on(day.held_on, series.ends)
    return Timed(day.held_on, starts, ends, session.venue_id if session else None)
