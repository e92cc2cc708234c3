"""写真: one photo with the week. Taken back with it, removed by hand at any time, dropped once the week is past."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import col, delete, select

from services.programs.actions.photo_reading import Picture
from services.programs.actions.reading import own_session
from services.programs.actions.touching import IN_TURN
from services.programs.errors import NoSuchPhoto
from services.programs.models import Change, Photo, Program, Session
from services.programs.schemas import PhotoView
from shared.auth import Who
from shared.db import Session as Tx

AT_ONCE = 200


async def add_photo(tx: Tx, program: Program, sessions: Sequence[Session], picture: Picture, *, now: datetime) -> None:
    """These sessions show this photo."""
    digest = hashlib.sha256(picture.octets).hexdigest()
    photo = Photo(program_id=program.id, sha256=digest, made_at=now, **picture._asdict())
    tx.add(photo)
    for session in sessions:
        session.photo_id, session.version, session.changed_at = photo.id, session.version + 1, now
        tx.add(session)
    await tx.flush()


async def remove_photo(tx: Tx, session_id: str, who: Who) -> Session:
    """The photo of a session is gone, from the other sessions it was posted with, too. It does not come back."""
    session, _ = await own_session(tx, who, session_id)
    photo_id = session.photo_id
    if photo_id is None:
        return session
    query = select(Session).where(Session.photo_id == photo_id)
    for shown in (await tx.exec(query.order_by(*IN_TURN).with_for_update())).all():
        shown.photo_id = None
        tx.add(shown)
    await tx.flush()
    await tx.exec(delete(Photo).where(col(Photo.id) == photo_id))
    return session


async def find_photo(tx: Tx, photo_id: str) -> Photo:
    """The photo itself, for everybody."""
    photo = await tx.get(Photo, photo_id)
    if photo is None:
        raise NoSuchPhoto("There is no such photo.")
    return photo


async def photos_of(tx: Tx, ids: Iterable[str | None]) -> Mapping[str, PhotoView]:
    """How large these photos are and what they show, without their pixels."""
    wanted = {each for each in ids if each}
    if not wanted:
        return {}
    columns = select(Photo.id, Photo.width, Photo.height).where(col(Photo.id).in_(wanted))
    return {row[0]: PhotoView(id=row[0], width=row[1], height=row[2]) for row in (await tx.exec(columns))}


async def still_there(tx: Tx, photo_id: str | None) -> str | None:
    """The photo a session showed before, unless it was removed since."""
    found = select(Photo.id).where(Photo.id == photo_id)
    return (await tx.exec(found)).first() if photo_id else None


async def drop_unused(tx: Tx, *, since: datetime) -> int:
    """Photos no session shows any more, unless taking back a change made after `since` would; returns how many."""
    shown = select(Session.id).where(Session.photo_id == Photo.id).exists()
    query = select(Photo.id).where(~shown).limit(AT_ONCE)
    undoable = select(Change.before).where(col(Change.done_at) > since, col(Change.undone_at).is_(None))
    may_come_back = {each.get("photo_id") for before in (await tx.exec(undoable)).all() for each in before}
    gone = [photo_id for photo_id in (await tx.exec(query)).all() if photo_id not in may_come_back]
    await tx.exec(delete(Photo).where(col(Photo.id).in_(gone)))
    return len(gone)


async def hide_past(tx: Tx, *, last_day: date) -> None:
    """Sessions before this day show no photo any more."""
    past = select(Session).where(col(Session.photo_id).is_not(None), col(Session.held_on) < last_day).limit(AT_ONCE)
    for session in (await tx.exec(past)).all():
        session.photo_id = None
        tx.add(session)
    await tx.flush()
