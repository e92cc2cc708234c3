"""電話の順番表 in words: whom to call, by whom, about what, and what becomes of the paper."""

from collections.abc import Sequence
from datetime import datetime

from services.programs.schemas import SafetyRow, SessionView
from services.programs.words.sessions import REASONS
from shared.paper import CheckGroup, Checklist, CheckRow
from shared.ui import dates
from shared.ui.dates import Lang
from shared.ui.words import Words, said

TITLE: Words = ("電話の順番表", "Whom to telephone")
MARK: Words = ("取扱注意", "Confidential")
HOW: Words = (
    "上から順に電話してください。つながったら□に✓をつけ、あとで画面の「連絡がついた」を押してください。",
    "Call from the top. Tick the box when you got through, and press “Reached” on the page later.",
)
SHRED: Words = ("使いおわったら、シュレッダーにかけてください（お名前と電話番号があります）。", "Shred this after use.")
WAITING: Words = ("まだ連絡できていない方", "Not reached yet")
HEARD: Words = ("もう連絡がついた方", "Reached already")
NOBODY: Words = ("いません。", "Nobody.")
FETCHED: Words = ("送迎あり", "is fetched")
MOST_SESSIONS = 6


def phone_tree(
    shares: Sequence[tuple[str, Sequence[SafetyRow]]], heard: Sequence[SafetyRow], sessions: Sequence[SessionView],
    lang: Lang, *, now: datetime,
) -> Checklist:  # fmt: skip
    """A sheet for each caller, in the order of the calls; those who have heard come last."""
    groups = [
        CheckGroup(
            heading=_heading(caller, len(rows), lang),
            on_new_page=number > 0,
            rows=_rows(rows, lang),
            empty=said(NOBODY, lang),
        )
        for number, (caller, rows) in enumerate(shares)
    ]
    if heard:
        groups.append(
            CheckGroup(
                heading=_count(said(HEARD, lang), len(heard), lang),
                on_new_page=len(shares) > 1,
                rows=_rows(heard, lang),
            )
        )
    printed = (f"{dates.era_date(now)} {dates.clock(now)} 印刷", f"Printed {dates.moment(now, 'en')}")
    return Checklist(
        lang=lang, title=said(TITLE, lang), mark=said(MARK, lang), lines=[*_about(sessions, lang), said(HOW, lang)],
        groups=groups, foot=[said(SHRED, lang), said(printed, lang)],
    )  # fmt: skip


def _about(sessions: Sequence[SessionView], lang: Lang) -> list[str]:
    lines = [_session(session, lang) for session in sessions[:MOST_SESSIONS]]
    if more := len(sessions) - MOST_SESSIONS:
        lines += [said((f"ほか {more}件", f"and {more} more"), lang)] if more > 0 else []
    return lines


def _session(session: SessionView, lang: Lang) -> str:
    when = f"{dates.month_day(session.held_on, lang)} {dates.hours(session.starts_at, session.ends_at, lang)}"
    if session.reason is None:
        return said((f"{when} {session.name}：あります", f"{when} {session.name}: on"), lang)
    reason = said(REASONS[session.reason], lang)
    return said((f"【中止】{when} {session.name}（{reason}）", f"Cancelled: {when} {session.name} ({reason})"), lang)


def _heading(caller: str, count: int, lang: Lang) -> str:
    if not caller:
        return _count(said(WAITING, lang), count, lang)
    return _count(said((f"{caller} が電話する方", f"{caller} calls"), lang), count, lang)


def _count(words: str, count: int, lang: Lang) -> str:
    return said((f"{words}　{count}組", f"{words} ({count})"), lang)


def _rows(rows: Sequence[SafetyRow], lang: Lang) -> list[CheckRow]:
    return [
        CheckRow(
            name=said(("、", ", "), lang).join(row.names), number=row.phone, note=_note(row, lang),
            is_done=bool(row.told_at or row.reached_at),
        )
        for row in rows
    ]  # fmt: skip


def _note(row: SafetyRow, lang: Lang) -> str:
    parts = [*row.programs, *([said(FETCHED, lang)] if row.needs_transport else [])]
    if row.reached_at:
        parts.append(
            said((f"電話で {dates.moment(row.reached_at)}", f"by telephone {dates.moment(row.reached_at, 'en')}"), lang)
        )
    elif row.told_at:
        parts.append(
            said((f"メールで {dates.moment(row.told_at)}", f"by mail {dates.moment(row.told_at, 'en')}"), lang)
        )
    return " ・ ".join(parts)
