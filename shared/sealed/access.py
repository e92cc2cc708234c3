"""Who read which personal columns, when and why. There is no other way to read one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from shared.clock import new_id
from shared.db import Coded, Session, UTCDateTime
from shared.db.plumbing import sealing
from shared.sealed.column import Sealed
from shared.sealed.keyring import CaseKey


class Why(StrEnum):
    """The purposes for which personal text may be read."""

    TAKE_CONSULTATION = "take_consultation"
    SUPPORT_CASE = "support_case"
    PREPARE_MEETING = "prepare_meeting"
    PERSON_ASKED = "person_asked"
    RUN_SESSION = "run_session"
    REACH_PEOPLE = "reach_people"


@dataclass(frozen=True)
class Reader:
    """Somebody who asks for personal text, and why."""

    account_id: str
    why: Why
    legal_basis: str = "none"


class AccessLog(SQLModel, table=True):
    """One reading of personal columns. Kept with the legal basis it had at the time."""

    __tablename__ = "access_log"
    metadata = sealing

    id: str = Field(default_factory=new_id, primary_key=True)
    at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    account_id: str
    why: Why = Field(sa_type=Coded(Why))
    legal_basis: str
    case_ref: str = Field(index=True)
    places: str


def open_sealed(
    tx: Session, key: CaseKey, values: Mapping[str, Sealed | None], reader: Reader, *, now: datetime
) -> dict[str, str | None]:
    """The texts of `values` (place → sealed), after writing one line of the access log in the same transaction."""
    _write_down(tx, key, values, reader, now)
    return {place: None if value is None else key.unseal(place, value) for place, value in values.items()}


def open_together(
    tx: Session, key: CaseKey, values: Mapping[str, Sequence[Sealed]], reader: Reader, *, now: datetime
) -> dict[str, list[str]]:
    """As `open_sealed`, for several values of a place (the names of a family): one line of the access log for all."""
    _write_down(tx, key, values, reader, now)
    return {place: [key.unseal(place, value) for value in found] for place, found in values.items()}


def _write_down(tx: Session, key: CaseKey, places: Iterable[str], reader: Reader, now: datetime) -> None:
    tx.add(
        AccessLog(
            at=now,
            account_id=reader.account_id,
            why=reader.why,
            legal_basis=reader.legal_basis,
            case_ref=key.case_ref,
            places=" ".join(places),
        )
    )
