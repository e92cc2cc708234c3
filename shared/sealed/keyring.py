"""A key per case, wrapped by the key file's master key. Destroying it makes everything sealed with it unreadable."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column
from sqlmodel import Field, SQLModel, col, select

from shared.db import Session, UTCDateTime
from shared.db.plumbing import sealing
from shared.errors import NotFound
from shared.sealed.column import Sealed
from shared.sealed.keyfile import KeyFile

VERSION = b"\x01"
NONCE_BYTES = 12


class KeyDestroyed(NotFound):
    """The case's key was destroyed on purpose; its personal text cannot come back."""

    status = 410
    code = "key_destroyed"
    title_ja = "この方の個人情報は消去されています"


class CaseKeyRow(SQLModel, table=True):
    """The wrapped key of one case."""

    __tablename__ = "case_keys"
    metadata = sealing

    case_ref: str = Field(primary_key=True)
    master_key: str
    wrapped: bytes | None
    destroyed_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime))


@dataclass(frozen=True)
class CaseKey:
    """The unwrapped key of one case, for as long as a request lasts."""

    case_ref: str
    secret: bytes

    def seal(self, place: str, text: str) -> Sealed:
        """Encrypt `text` for `place` ("table.column"); it cannot be opened as another place or another case."""
        nonce = os.urandom(NONCE_BYTES)
        return Sealed(VERSION + nonce + AESGCM(self.secret).encrypt(nonce, text.encode(), self._context(place)))

    def unseal(self, place: str, value: Sealed) -> str:
        """The text again. Call `open_sealed` instead where a person reads it."""
        nonce, cipher = value.blob[1 : 1 + NONCE_BYTES], value.blob[1 + NONCE_BYTES :]
        return AESGCM(self.secret).decrypt(nonce, cipher, self._context(place)).decode()

    def _context(self, place: str) -> bytes:
        return f"{self.case_ref}|{place}".encode()


def new_key(keys: KeyFile, case_ref: str) -> tuple[CaseKey, CaseKeyRow]:
    """A fresh key for a case, and the row to be stored for it."""
    secret = AESGCM.generate_key(256)
    row = CaseKeyRow(case_ref=case_ref, master_key=keys.current, wrapped=_wrap(keys, case_ref, secret))
    return CaseKey(case_ref, secret), row


async def key_of(tx: Session, keys: KeyFile, case_ref: str) -> CaseKey:
    """The key of an existing case; KeyDestroyed after `destroy_key`."""
    row = await tx.get(CaseKeyRow, case_ref)
    if row is None or row.wrapped is None:
        raise KeyDestroyed("The personal text of this case was erased.")
    return _unwrapped(keys, row.case_ref, row.master_key, row.wrapped)


async def keys_of(tx: Session, keys: KeyFile, case_refs: Sequence[str]) -> dict[str, CaseKey]:
    """The keys of many cases in one query; a case whose key was destroyed is left out."""
    query = select(CaseKeyRow).where(col(CaseKeyRow.case_ref).in_(case_refs), col(CaseKeyRow.wrapped).is_not(None))
    rows = (await tx.exec(query)).all()
    return {row.case_ref: _unwrapped(keys, row.case_ref, row.master_key, row.wrapped) for row in rows if row.wrapped}


async def destroy_key(tx: Session, case_ref: str, *, now: datetime) -> None:
    """Erase a case's key for good (secure_delete overwrites its bytes)."""
    row = await tx.get(CaseKeyRow, case_ref)
    if row is None:
        raise NotFound("There is no such case.")
    row.wrapped, row.destroyed_at = None, now
    tx.add(row)


async def rewrap_keys(tx: Session, keys: KeyFile) -> int:
    """Wrap every case key with the current master key; returns how many were wrapped anew."""
    rows = (await tx.exec(select(CaseKeyRow).where(CaseKeyRow.master_key != keys.current))).all()
    for row in rows:
        if row.wrapped is not None:
            secret = (await key_of(tx, keys, row.case_ref)).secret
            row.wrapped = _wrap(keys, row.case_ref, secret)
        row.master_key = keys.current
        tx.add(row)
    return len(rows)


def _unwrapped(keys: KeyFile, case_ref: str, master_key: str, wrapped: bytes) -> CaseKey:
    nonce, cipher = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
    return CaseKey(case_ref, AESGCM(keys.key(master_key)).decrypt(nonce, cipher, case_ref.encode()))


def _wrap(keys: KeyFile, case_ref: str, secret: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(keys.key(keys.current)).encrypt(nonce, secret, case_ref.encode())
