"""The agenda and the minutes as papers for one reader: what a page would show them, and nothing else."""

from datetime import datetime

from services.meetings.actions import attending, minutes_reading, need_to_know, reading, sitting_view
from services.meetings.errors import NotCalled
from services.meetings.words.paper import agenda_paper, foot_of, minutes_paper
from shared.auth import Who
from shared.db import Session
from shared.paper import Paper
from shared.sealed import KeyFile
from shared.ui import dates
from shared.ui.dates import Lang


async def agenda(tx: Session, meeting_id: str, who: Who, lang: Lang, *, now: datetime) -> Paper:
    """次第 as far as `who` sees the sitting; an admin who only arranges it sees none."""
    sitting = await sitting_view.sitting(tx, who, meeting_id)
    if not sitting.shows_agenda:
        raise NotCalled("Only those called to this meeting see its agenda.")
    names = await reading.names_of(tx, who.municipality)
    return agenda_paper(sitting, names, foot_of(who.name, dates.moment(now, lang), lang), lang)


async def minutes(tx: Session, meeting_id: str, who: Who, lang: Lang, *, keys: KeyFile, now: datetime) -> Paper:
    """議事録 as far as `who` may read it; the reading is written down."""
    sitting = await sitting_view.sitting(tx, who, meeting_id)
    if not sitting.shows_agenda:
        raise NotCalled("Only those called to this meeting read its minutes.")
    seen = await need_to_know.seen_by(tx, who, meeting_id)
    attended = await attending.rows_of(tx, seen.meeting, seen.calls)
    written = await minutes_reading.read(tx, meeting_id, who, keys=keys, now=now)
    names = await reading.names_of(tx, who.municipality)
    return minutes_paper(sitting, attended, written, names, foot_of(who.name, dates.moment(now, lang), lang), lang)
