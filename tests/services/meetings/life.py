"""Things that happen to a town's sittings by chance, the same for each seed."""

import random
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

from services.meetings.actions import agenda, reading, series, shared_sittings, sittings
from services.meetings.models import CaseFacts, Meeting
from services.meetings.schemas import ConveneForm, MoveForm, SeriesForm
from shared.contracts.intake import ConsentChanged
from shared.contracts.words import Consent, ItemKind, LegalBasis
from shared.db import Database, Session, undo
from shared.errors import DomainError
from tests.services.meetings.stage import NAKATOSA, TUESDAY, A, C, hear, proposed, sittings_of

LEADERS = {"core": A, "network": C}
LANES = [(LegalBasis.SWA_106_6, Consent.NONE), (LegalBasis.MANUAL, Consent.GIVEN)]
AGENCIES = ["houkatsu", "health-welfare", "four-corporations"]  # the last is not in the secrecy register


async def send_to_network(db: Database, case_ref: str, agencies: list[str]) -> None:
    """The core sends a case, if it is known and there is a sitting to take it."""
    async with db.transaction() as tx:
        network = await reading.body_where(tx, NAKATOSA, calls_case_agencies=True)
        sitting = await shared_sittings.next_sitting(tx, NAKATOSA, network.id, now=TUESDAY, not_before=None)
        facts = await tx.get(CaseFacts, case_ref)
        if sitting and facts:
            lines = await agenda.add_line(
                tx, network, ItemKind.NETWORK_CASE, facts, origin=case_ref, source_event="e", now=TUESDAY,
                agencies=agencies,
            )  # fmt: skip
            await agenda.call_anew(tx, lines, now=TUESDAY)


class Life:
    """`await one_thing()` does one of them; what a rule refuses changes nothing."""

    def __init__(self, db: Database, seed: int) -> None:
        self._db, self._dice, self._cases = db, random.Random(seed), 0  # noqa: S311  # a game, no secret

    async def one_thing(self) -> None:
        things = (self._convene, self._move, self._cancel, self._propose, self._send, self._withdraw, self._rule)
        await self._dice.choice(things)()

    async def _convene(self) -> None:
        body = self._dice.choice(list(LEADERS))
        place = self._dice.choice(["", "役場, 2階"])
        form = ConveneForm(body=body, starts_at=self._moment(), minutes=60, place=place)
        await self._try(lambda tx: sittings.convene(tx, form, LEADERS[body], now=TUESDAY))

    async def _move(self) -> None:
        meeting, minutes = await self._sitting(), self._dice.choice([None, 45])
        form = MoveForm(starts_at=self._moment(), minutes=minutes, place="公民館")
        await self._try(lambda tx: sittings.move(tx, meeting.id, form, LEADERS[meeting.body], now=TUESDAY))

    async def _cancel(self) -> None:
        meeting = await self._sitting()
        await self._try(lambda tx: sittings.cancel(tx, meeting.id, LEADERS[meeting.body], now=TUESDAY))

    async def _rule(self) -> None:
        nth, weekday = self._dice.choice(["1", "2", "3"]), self._dice.choice(["TU", "WE"])
        rule = {"since": "2027-01-01", "nth": [nth], "weekday": weekday, "start": "13:30"}
        form = SeriesForm.model_validate(rule)
        await self._try(lambda tx: series.change_rest(tx, "core", form, A, now=TUESDAY, months=13))

    async def _propose(self) -> None:
        self._cases += 1
        lane, consent = self._dice.choice(LANES)
        agencies = self._dice.sample(AGENCIES, 2)
        await hear(self._db, [proposed(self._cases, agencies=agencies, legal_basis=lane, consent=consent)])

    async def _send(self) -> None:
        case = f"C-2026-{self._dice.randint(1, 9):04}"
        await send_to_network(self._db, case, self._dice.sample(AGENCIES, 2))

    async def _withdraw(self) -> None:
        case = f"C-2026-{self._dice.randint(1, 9):04}"
        fact = ConsentChanged(
            municipality=NAKATOSA, aggregate_id=case, aggregate_version=9, occurred_at=TUESDAY,
            consent=Consent.WITHDRAWN, decided_on=date(2026, 11, 24),
        )  # fmt: skip
        await hear(self._db, [fact])

    async def _try(self, act: Callable[[Session], Awaitable[object]]) -> None:
        async with self._db.transaction() as tx:
            try:
                await act(tx)
            except DomainError:
                await undo(tx)

    async def _sitting(self) -> Meeting:
        return self._dice.choice([each for body in LEADERS for each in await sittings_of(self._db, body)])

    def _moment(self) -> datetime:
        return TUESDAY + timedelta(days=self._dice.randint(1, 300), minutes=self._dice.randint(0, 500))
