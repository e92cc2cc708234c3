"""Reading minutes: only the parts of lines one sees, and every reading is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from services.meetings.actions import need_to_know, reading
from services.meetings.actions.need_to_know import Seen
from services.meetings.models import AgendaItem, Minutes, MinutesAddendum, MinutesApproval
from services.meetings.rules import minutes as rules
from services.meetings.rules.minutes import GENERAL, key_name
from services.meetings.schemas import AddendumView, MinutesView, PartView
from shared.auth import Who
from shared.contracts.words import LegalBasis
from shared.db import Session
from shared.sealed import KeyDestroyed, KeyFile, Reader, Sealed, Why, key_of, open_sealed

TEXT, ADDENDUM = "minutes.text", "minutes_addenda.text"


@dataclass(frozen=True)
class Part:
    """What minutes can be written of: a line, or (`general`) the sitting itself."""

    name: str
    case_ref: str | None
    legal_basis: LegalBasis


async def read(tx: Session, meeting_id: str, who: Who, *, keys: KeyFile, now: datetime) -> MinutesView:
    """The minutes as far as `who` may see them; the general part is for those who see the whole sitting."""
    seen = await need_to_know.seen_by(tx, who, meeting_id)
    written, added = await _rows(tx, meeting_id)
    approval = await tx.get(MinutesApproval, meeting_id)
    opened = _Opening(tx, meeting_id, who, keys, now)
    by_part = {row.part: row for row in written}
    parts = [
        await opened.part(part, by_part.get(part.name), [row for row in added if row.part == part.name])
        for part in await parts_of(tx, seen)
    ]
    writable = rules.writing(seen.meeting.status, approved=approval is not None) is None
    return MinutesView(
        meeting_id=meeting_id,
        parts=parts,
        approved_at=approval.approved_at if approval else None,
        may_write=seen.sees_all and writable,
        may_add=seen.sees_all and rules.adding(approved=approval is not None) is None,
        may_approve=not approval and rules.approving(seen.meeting.status) is None and reading.leads(who, seen.body),
    )


async def parts_of(tx: Session, seen: Seen) -> list[Part]:
    """The parts that somebody may see: the general one, the lines, and lines spoken of here but carried on since."""
    written, _added = await _rows(tx, seen.meeting.id)
    lines = [Part(item.id, item.case_ref, item.legal_basis) for item in seen.items]
    here = {line.name for line in lines}
    gone = [row.part for row in written if row.part not in here | {GENERAL} and seen.shows(row.case_ref)]
    query = select(AgendaItem).where(col(AgendaItem.id).in_(gone))
    carried = (await tx.exec(query)).all() if gone else []
    lines += [Part(item.id, item.case_ref, item.legal_basis) for item in carried]
    return [*([Part(GENERAL, None, LegalBasis.NONE)] if seen.sees_all else []), *lines]


@dataclass(frozen=True)
class _Opening:
    """One person's reading of one sitting's minutes."""

    tx: Session
    meeting_id: str
    who: Who
    keys: KeyFile
    now: datetime

    async def part(self, part: Part, row: Minutes | None, added: Sequence[MinutesAddendum]) -> PartView:
        first = await self._open(part, {TEXT: row.text} if row else {})
        rest = [await self._open(part, {ADDENDUM: each.text}) for each in added]
        return PartView(
            part=part.name, case_ref=part.case_ref, text=first.get(TEXT) if first else None,
            version=row.version if row else 0, written_at=row.written_at if row else None,
            is_erased=first is None or None in rest,
            addenda=[
                AddendumView(id=each.id, text=text.get(ADDENDUM) if text else None, written_at=each.written_at)
                for each, text in zip(added, rest, strict=True)
            ],
        )  # fmt: skip

    async def _open(self, part: Part, sealed: dict[str, Sealed | None]) -> dict[str, str | None] | None:
        """The texts, after the reading was written down; None when their key was destroyed."""
        if not sealed:
            return {}
        try:
            key = await key_of(self.tx, self.keys, key_name(self.meeting_id, part.case_ref))
        except KeyDestroyed:
            return None
        reader = Reader(self.who.account_id, Why.PREPARE_MEETING, part.legal_basis)
        return open_sealed(self.tx, key, sealed, reader, now=self.now)


async def _rows(tx: Session, meeting_id: str) -> tuple[Sequence[Minutes], Sequence[MinutesAddendum]]:
    written = (await tx.exec(select(Minutes).where(Minutes.meeting_id == meeting_id))).all()
    query = select(MinutesAddendum).where(MinutesAddendum.meeting_id == meeting_id)
    return written, (await tx.exec(query.order_by(col(MinutesAddendum.written_at)))).all()
