"""A poll of Nakatosa's core body, for the tests of what can be done with one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from services.meetings.actions.polls import answering, finding, starting, viewing
from services.meetings.models import PollDate, PollInvitee
from services.meetings.schemas import AnswersForm, PollForm, PollView
from shared.auth import Grant, Role, Who
from shared.contracts.notify import MessageSent, PollLinkMade
from shared.db import Database
from shared.tokens import fingerprint, new_token
from tests.services.meetings.stage import NAKATOSA, TUESDAY, A, hear

FIRST = datetime(2026, 12, 15, 4, 30, tzinfo=UTC)  # a Tuesday, 13:30 in Japan
DATES = [FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=4)]  # the last is a Saturday
DUE = date(2026, 12, 10)
SIGNS = {"○": "yes", "△": "maybe", "×": "no"}
HOUKATSU = Who(
    account_id="houkatsu", login="houkatsu", name="包括", csrf_token="",
    grants=(Grant(role=Role.AGENCY_STAFF, municipality=NAKATOSA, agency="houkatsu"),),
)  # fmt: skip


def form(**changes: object) -> PollForm:
    plain: dict[str, object] = {
        "request_id": "p1", "dates": DATES, "minutes": 90, "due_on": DUE, "posts": ["A", "B", "C"],
        "agencies": ["houkatsu"],
    }  # fmt: skip
    return PollForm.model_validate(plain | changes)


class Polling:
    """The poll p1, and those it asks by name."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def start(self, wanted: PollForm | None = None, who: Who = A, body: str = "core") -> None:
        async with self.db.transaction() as tx:
            await starting.start(tx, body, wanted or form(), who, now=TUESDAY)

    async def invitee(self, name: str) -> PollInvitee:
        async with self.db.reading() as tx:
            rows = await finding.invitees_of(tx, "p1")
        return next(row for row in rows if row.invitee == name)

    async def dates(self) -> list[str]:
        """The dates' ids, by time."""
        async with self.db.reading() as tx:
            return [each.id for each in await finding.dates_of(tx, "p1")]

    async def saying(self, signs: str) -> AnswersForm:
        """`○△×`, one sign a date; a space says nothing."""
        pairs = zip(await self.dates(), signs, strict=False)
        return AnswersForm.model_validate(
            {"answers": [{"date_id": each, "answer": SIGNS[sign]} for each, sign in pairs if sign != " "]}
        )

    async def say(self, who: Who, name: str, signs: str, now: datetime = TUESDAY) -> None:
        said, row = await self.saying(signs), await self.invitee(name)
        async with self.db.transaction() as tx:
            await answering.answer(tx, row.id, said, who, now=now)

    async def link_to(self, name: str) -> str:
        """A mail leaves for somebody, as notify tells it; returns the secret in it."""
        secret, row = new_token(), await self.invitee(name)
        made = PollLinkMade(
            municipality=NAKATOSA, aggregate_id="message", poll_invitee_id=row.id, asking=row.asking,
            token_sha256=fingerprint(secret),
        )  # fmt: skip
        for _ in range(2):
            await hear(self.db, [made])
        return secret

    async def mails_leave(self) -> None:
        """Everybody has been asked, as notify tells it."""
        for row in await self.rows(PollInvitee):
            await hear(self.db, [MessageSent(
                municipality=NAKATOSA, aggregate_id="message", occurred_at=TUESDAY, kind="poll_asked", about=row.id,
                channel="mail", recipient_kind=row.kind, recipient=row.invitee,
            )])  # fmt: skip

    async def say_by_link(self, secret: str, signs: str, now: datetime = TUESDAY) -> None:
        said = await self.saying(signs)
        async with self.db.transaction() as tx:
            await answering.answer_by_link(tx, secret, said, now=now)

    async def view(self, who: Who = A, now: datetime = TUESDAY) -> PollView:
        async with self.db.reading() as tx:
            return await viewing.show(tx, "p1", who, now=now)

    async def rows(self, table: Any) -> list[Any]:
        async with self.db.reading() as tx:
            return list((await tx.exec(select(table))).all())

    async def starts(self) -> list[datetime]:
        async with self.db.reading() as tx:
            return list((await tx.exec(select(PollDate.starts_at).order_by(col(PollDate.starts_at)))).all())
