"""合うプログラムをさがす: what is there for somebody? What is typed is answered on the page and kept nowhere."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.programs import actions, words
from services.programs.api import Matcher, settings_of
from services.programs.rules.matching import Verdict, text_of
from services.programs.schemas import AcceptanceForm, FactsForm, UnmetNeedForm
from shared.clock import new_id
from shared.db import Session
from shared.web import Now, Read, Reference, Tx
from shared.web.forms import Sent, read_form, sent
from shared.web.mistakes import Mistakes, attempted
from shared.web.pages import render

NONE, ACCEPT = "none", "accept-{}"

doors = APIRouter(prefix="/programs/match")


@doors.get("")
async def ask(request: Request, tx: Read, who: Matcher) -> Response:
    """An empty form."""
    return render(request, "match.html", **await _form(tx, who, Sent({}), {}), answered=None, done="")


@doors.post("")
async def answer(request: Request, tx: Read, who: Matcher, now: Now) -> Response:
    """さがす: the answer is this page itself; nothing of it stands in an address, a row or a log."""
    return await _answered(request, tx, who, now, await sent(request))


@doors.post("/accept/{program_id}")
async def accept(program_id: Reference, request: Request, tx: Tx, who: Matcher, now: Now) -> Response:
    """狭間の受け入れ."""
    values, part = await sent(request), ACCEPT.format(program_id)
    _, wrong = await attempted(
        tx,
        lambda: actions.accept(tx, program_id, read_form(_part(values, part), AcceptanceForm), who, now=now),
    )
    return await _answered(request, tx, who, now, values, wrong=_of(part, wrong), done="" if wrong else "accepted")


@doors.post("/none")
async def none_fits(request: Request, tx: Tx, who: Matcher, now: Now) -> Response:
    """合うものがない."""
    values, settings = await sent(request), settings_of(request)
    _, wrong = await attempted(
        tx,
        lambda: actions.note_unmet(tx, read_form(_part(values, NONE), UnmetNeedForm), who, now=now, settings=settings),
    )
    return await _answered(request, tx, who, now, values, wrong=_of(NONE, wrong), done="" if wrong else "unmet")


async def _answered(
    request: Request, tx: Session, who: Matcher, now: Now, values: Sent, *, wrong: Mistakes | None = None,
    done: str = "",
) -> Response:  # fmt: skip
    facts, settings = _facts(values), settings_of(request)

    async def look() -> tuple[FactsForm, list[actions.Match]]:
        form = read_form(facts, FactsForm, groups=["known"])
        return form, await actions.match(tx, form, who, now=now, settings=settings)

    found, mistaken = await attempted(tx, look)
    wrong = {**mistaken, **(wrong or {})}
    shown = await _form(tx, who, values, wrong)
    form, answers = found or (FactsForm(), None)
    if answers is not None and not done:
        request.app.state.matches.count([(actions.best_of(answers).value,)])
    return render(
        request, "match.html", status_code=422 if wrong else 200, **shown, answered=answers, done=done, facts=facts,
        entered=words.facts_said(form, await actions.names_of(tx, who.municipality)), request_id=new_id(),
        fits=any(each.answer.verdict is not Verdict.NO for each in answers or []), settings=settings,
    )  # fmt: skip


async def _form(tx: Session, who: Matcher, values: Sent, wrong: Mapping[str, tuple[str, str]]) -> dict[str, object]:
    names = await actions.names_of(tx, who.municipality)
    terms = await actions.asked_of(tx, who.municipality)
    asked = [(f"known.{text_of(each)}", words.asked(each, names)) for each in terms]
    return {"asked": asked, "names": names, "values": values, "wrong": wrong, "words": words}


def _part(values: Sent, part: str) -> Sent:
    """The fields of one of the page's smaller forms."""
    prefix = f"{part}."
    return Sent({key.removeprefix(prefix): texts for key, texts in values.values.items() if key.startswith(prefix)})


def _of(part: str, wrong: Mistakes) -> Mistakes:
    return {f"{part}.{name}": sentence for name, sentence in words.ask_for(wrong).items()}


def _facts(values: Sent) -> Sent:
    """What was said of somebody, without the smaller forms that carry it along."""
    smaller = (f"{NONE}.", ACCEPT.format(""))
    return Sent({key: texts for key, texts in values.values.items() if not key.startswith(smaller)})
