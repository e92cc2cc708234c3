"""The agenda and the minutes as papers: what a page says in boxes and colours, in plain words."""

from collections.abc import Iterable, Sequence

from services.meetings.schemas import AttendedView, ItemView, MinutesView, PartView, SittingView
from services.meetings.words.agenda import Names, said_as, themes, why, why_called
from services.meetings.words.holding import PRESENCES
from shared.contracts.words import Consent, LegalBasis
from shared.paper import Paper, Paragraph
from shared.ui import dates, figures
from shared.ui.dates import Lang
from shared.ui.words import CAPACITIES, Words, said

MARK: Words = ("取扱注意", "CONFIDENTIAL")
LANES: dict[LegalBasis, Words] = {
    LegalBasis.SWA_106_6: ("支援会議（社会福祉法106条の6）", "Support meeting (Social Welfare Act, Art. 106-6)"),
    LegalBasis.MANUAL: ("重層的支援会議（本人同意が必要）", "Consent meeting"),
    LegalBasis.NONE: ("個人の話はしない", "No personal matters"),
}
CONSENTS: dict[Consent, Words] = {
    Consent.NONE: ("同意はまだ", "no consent yet"),
    Consent.ASKED: ("同意を確認中", "consent asked"),
    Consent.GIVEN: ("本人同意あり", "consent given"),
    Consent.WITHDRAWN: ("同意の取り下げ", "consent withdrawn"),
}


def agenda_paper(sitting: SittingView, names: Names, foot: str, lang: Lang) -> Paper:
    """次第: when, where, who leads, who is called, and each line with its lane in words."""
    paragraphs = [*_head(sitting, names, lang), _heading(("議題", "Agenda"), lang)]
    for number, item in enumerate(sitting.items, 1):
        paragraphs += _line(number, item, lang)
    return _paper(("次第", "agenda"), sitting, paragraphs, foot, lang)


def minutes_paper(
    sitting: SittingView, attended: Sequence[AttendedView], minutes: MinutesView, names: Names, foot: str, lang: Lang
) -> Paper:
    """議事録: when, where, who was there, then what was said and decided, line by line."""
    lines = {item.id: item for item in sitting.items}
    approved = ("承認の前の案です。", "Draft, not approved yet.")
    if minutes.approved_at:
        day = minutes.approved_at
        approved = (f"{dates.month_day(day)}に承認。", f"Approved on {dates.month_day(day, 'en')}.")
    paragraphs = [*_facts(sitting, names, lang), *_attendance(attended, names, lang), _soft(approved, lang)]
    for part in minutes.parts:
        paragraphs += _part(part, lines.get(part.part), lang)
    return _paper(("議事録", "minutes"), sitting, paragraphs, foot, lang)


def foot_of(reader: str, on: str, lang: Lang) -> str:
    """Whose copy this is: a paper left lying somewhere can be brought back."""
    return said((f"{reader}の控え　{on}印刷", f"Copy of {reader}, printed {on}"), lang)


def _paper(kind: Words, sitting: SittingView, paragraphs: Iterable[Paragraph], foot: str, lang: Lang) -> Paper:
    title = said((f"{sitting.title}　{kind[0]}", f"{sitting.title}: {kind[1]}"), lang)
    return Paper(title=title, mark=said(MARK, lang), foot=foot, lang=lang, paragraphs=list(paragraphs))


def _facts(sitting: SittingView, names: Names, lang: Lang) -> list[Paragraph]:
    when = f"{dates.month_day(sitting.starts_at, lang)} {dates.hours(sitting.starts_at, sitting.ends_at, lang)}"
    facts = [(("日時", "When"), f"{dates.era_year(sitting.starts_at, lang)} {when}")]
    facts += [(("ところ", "Where"), sitting.place)] if sitting.place else []
    facts += [(("進行", "Chair"), names.posts.get(sitting.chair, sitting.chair))] if sitting.chair else []
    return [Paragraph(style="text", text=f"{said(label, lang)}　{words}") for label, words in facts]


def _attendance(attended: Sequence[AttendedView], names: Names, lang: Lang) -> list[Paragraph]:
    """Each as recorded, else as replied; in which capacity, as people sit on several seats."""
    paragraphs = [_heading(("出欠", "Attendance"), lang)] if attended else []
    for row in attended:
        presence = PRESENCES[row.presence] if row.presence else ("記録なし", "not recorded")
        instead = f"（{row.substitute}）" if row.substitute else ""
        text = f"{names.of(row)}（{said(CAPACITIES[row.capacity], lang)}）　{said(presence, lang)}{instead}"
        paragraphs.append(Paragraph(style="soft", text=text))
    return paragraphs


def _head(sitting: SittingView, names: Names, lang: Lang) -> list[Paragraph]:
    paragraphs = _facts(sitting, names, lang)
    called = [call for call in sitting.invitations if call.status == "called"]
    if called:
        paragraphs.append(_heading(("出る人", "Who is called"), lang))
    for call in called:
        answer = f"　［{said(PRESENCES[call.answer], lang)}］" if call.answer else ""
        text = f"{names.of(call)}　{why_called(call, lang)}{answer}"
        paragraphs.append(Paragraph(style="soft", text=text))
    return paragraphs


def _line(number: int, item: ItemView, lang: Lang) -> list[Paragraph]:
    head = f"{number}　{item.case_ref or ''}　{themes(item, lang)}　{figures.minutes(item.minutes, lang)}"
    return [Paragraph(style="line", text=head), Paragraph(style="soft", text=_about(item, lang))]


def _about(item: ItemView, lang: Lang) -> str:
    """The lane, the consent where the lane asks for one, where the line comes from, what became of it."""
    lane = said(LANES[item.legal_basis], lang)
    if item.legal_basis is LegalBasis.MANUAL:
        lane += f" ・ {said(CONSENTS[item.consent], lang)}"
    parts = [lane, why(item, lang)]
    if item.times_carried:
        times = item.times_carried
        parts.append(said((f"持ち越し{times}回", f"carried over {times}×"), lang))
    if item.decision:
        parts.append(said(("決定：", "Decided: "), lang) + said(said_as(item.decision, item.kind), lang))
    return "　".join(parts)


def _part(part: PartView, item: ItemView | None, lang: Lang) -> list[Paragraph]:
    if item:
        head = f"{item.case_ref or ''}　{themes(item, lang)}"
    else:
        whole, carried = ("会議全体", "The meeting as a whole"), ("持ち越した議題", "A line carried on")
        head = part.case_ref or said(whole if part.part == "general" else carried, lang)
    erased, nothing = ("個人情報とともに消去されました。", "Erased."), ("記録なし", "Nothing written")
    text = said(erased, lang) if part.is_erased else part.text or said(nothing, lang)
    added = [f"{said(('追記', 'Added'), lang)}（{dates.month_day(each.written_at, lang)}）　{each.text}"
             for each in part.addenda if each.text]  # fmt: skip
    about = [Paragraph(style="soft", text=_about(item, lang))] if item else []
    return [
        Paragraph(style="line", text=head), *about, Paragraph(style="text", text=text),
        *(Paragraph(style="text", text=each) for each in added),
    ]  # fmt: skip


def _heading(words: Words, lang: Lang) -> Paragraph:
    return Paragraph(style="heading", text=said(words, lang))


def _soft(words: Words, lang: Lang) -> Paragraph:
    return Paragraph(style="soft", text=said(words, lang))
