"""日程調整: ask when people could come, answer, remind, and set a sitting on one of the dates."""

from fastapi import APIRouter

from services.meetings.actions.polls import answering, links, reminding, settling, starting, viewing
from services.meetings.api.who import Arranger, Staff
from services.meetings.schemas import AnswersForm, AskingView, HoldForm, MeetingView, OverView, PollForm, PollView
from shared.web import Now, Read, Reference, Tx

api = APIRouter()


@api.post("/bodies/{body_id}/polls", status_code=201)
async def start_poll(body_id: Reference, form: PollForm, tx: Tx, who: Arranger, now: Now) -> PollView:
    """Ask on which of some dates one more sitting of the body could be."""
    poll = await starting.start(tx, body_id, form, who, now=now)
    await tx.flush()
    return await viewing.show(tx, poll.id, who, now=now)


@api.get("/polls/{poll_id}")
async def show_poll(poll_id: Reference, tx: Read, who: Arranger, now: Now) -> PollView:
    """A poll with all answers, for who arranges the body."""
    return await viewing.show(tx, poll_id, who, now=now)


@api.post("/polls/{poll_id}/remind")
async def remind(poll_id: Reference, tx: Tx, who: Arranger, now: Now) -> dict[str, int]:
    """Remind who has said nothing yet, at most once a day."""
    return {"reminded": await reminding.remind_now(tx, poll_id, who, now=now)}


@api.post("/polls/{poll_id}/hold")
async def hold(poll_id: Reference, form: HoldForm, tx: Tx, who: Arranger, now: Now) -> MeetingView:
    """The body sits on this date; asked again, it is the same sitting."""
    return MeetingView.of(await settling.hold(tx, poll_id, form.date_id, who, now=now))


@api.post("/polls/{poll_id}/close", status_code=204)
async def close(poll_id: Reference, tx: Tx, who: Arranger, now: Now) -> None:
    """End the poll without a date."""
    await settling.close(tx, poll_id, who, now=now)


@api.post("/polls/{poll_id}/invitees/{invitee_id}/revoke", status_code=204)
async def revoke(poll_id: Reference, invitee_id: Reference, tx: Tx, who: Arranger, now: Now) -> None:
    """Somebody is not asked any more; their link is void at once."""
    await links.revoke(tx, poll_id, invitee_id, who, now=now)


@api.post("/polls/{poll_id}/invitees/{invitee_id}/link", status_code=204)
async def send_anew(poll_id: Reference, invitee_id: Reference, tx: Tx, who: Arranger, now: Now) -> None:
    """A new link for somebody; the one before is void."""
    await links.send_anew(tx, poll_id, invitee_id, who, now=now)


@api.get("/askings")
async def my_askings(tx: Read, who: Staff, now: Now) -> list[AskingView]:
    """What the caller's posts and agencies are asked just now."""
    return await answering.waiting_for(tx, who, now=now)


@api.post("/askings/{invitee_id}")
async def answer(invitee_id: Reference, form: AnswersForm, tx: Tx, who: Staff, now: Now) -> AskingView | OverView:
    """Say ○, △ or × for one's own post or agency; a later answer replaces it."""
    await answering.answer(tx, invitee_id, form, who, now=now)
    await tx.flush()
    return await answering.asked(tx, invitee_id, who, now=now)
