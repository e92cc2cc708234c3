"""Message doors of notify: one function per foreign fact."""

from services.notify import actions
from services.notify.actions import organisers, participating, polling, replying
from shared.bus import EventRouter, Now, Tx
from shared.contracts.intake import ConsentChanged, ReferralMade
from shared.contracts.meetings import (
    AttendanceDeclined,
    AttendanceRestored,
    EmptyAgendaNoticed,
    InvitationHeld,
    MeetingCancelled,
    ParticipantCalled,
    ParticipantReleased,
    PollAnswered,
    PollAsked,
    PollClosed,
    PollLinkRevoked,
    PollReminded,
    ResolutionAsked,
    TaskAssigned,
)
from shared.contracts.programs import (
    OrganiserReminded,
    ParticipantConcerned,
    PlaceConfirmed,
    PlaceOffered,
    RegistrationEnded,
    RegistrationMade,
    SessionCancelled,
    StopReplySettled,
)

handlers = EventRouter()


@handlers.on_many(ParticipantCalled, consumer="notify-invite")
async def invite(events: list[ParticipantCalled], tx: Tx, now: Now) -> None:
    """People are called to sittings: invitations. The busiest door of the town, so it takes them together."""
    await actions.invite(tx, events, now=now)


@handlers.on(ParticipantReleased, consumer="notify-release")
async def release(event: ParticipantReleased, tx: Tx, now: Now) -> None:
    """Somebody need not come: they hear it, if they had heard of the sitting at all."""
    await actions.release(tx, event, now=now)


@handlers.on(InvitationHeld, consumer="notify-tell-chair")
async def tell_chair(event: InvitationHeld, tx: Tx, now: Now) -> None:
    """An invitation waits for the secrecy register: the chair hears it."""
    await actions.tell_chair(tx, event, now=now)


@handlers.on(EmptyAgendaNoticed, consumer="notify-ask-chair")
async def ask_chair(event: EmptyAgendaNoticed, tx: Tx, now: Now) -> None:
    """A sitting is near and empty: its chair is asked to skip or shorten it."""
    await actions.ask_chair(tx, event, now=now)


@handlers.on(AttendanceDeclined, consumer="notify-tell-absence")
async def tell_absence(event: AttendanceDeclined, tx: Tx, now: Now) -> None:
    """A post that always comes can't: the leader hears it."""
    await actions.tell_absence(tx, event, now=now)


@handlers.on(AttendanceRestored, consumer="notify-tell-restored")
async def tell_restored(event: AttendanceRestored, tx: Tx, now: Now) -> None:
    """It can after all: the leader hears that too, if the absence had been told."""
    await actions.tell_absence(tx, event, now=now)


@handlers.on(ResolutionAsked, consumer="notify-ask-member")
async def ask_member(event: ResolutionAsked, tx: Tx, now: Now) -> None:
    """A member shall answer in writing by a day."""
    await actions.ask_member(tx, event, now=now)


@handlers.on(PollAsked, consumer="notify-ask-when")
async def ask_when(event: PollAsked, tx: Tx, now: Now) -> None:
    """Somebody is asked on which dates they could come."""
    await polling.ask_when(tx, event, now=now)


@handlers.on(PollReminded, consumer="notify-remind-of-poll")
async def remind_of_poll(event: PollReminded, tx: Tx, now: Now) -> None:
    """Who has not answered a poll hears of it once more."""
    await polling.remind(tx, event, now=now)


@handlers.on(PollAnswered, consumer="notify-note-poll-answered")
async def note_poll_answered(event: PollAnswered, tx: Tx, now: Now) -> None:
    """They answered: no reminder leaves any more."""
    await polling.note_answered(tx, event, now=now)


@handlers.on(PollLinkRevoked, consumer="notify-note-poll-revoked")
async def note_poll_revoked(event: PollLinkRevoked, tx: Tx, now: Now) -> None:
    """They are not asked any more: no mail leaves."""
    await polling.note_revoked(tx, event, now=now)


@handlers.on(PollClosed, consumer="notify-close-poll")
async def close_poll(event: PollClosed, tx: Tx, now: Now) -> None:
    """A poll is over: no question of it leaves any more."""
    await polling.close_poll(tx, event, now=now)


@handlers.on(MeetingCancelled, consumer="notify-cancel-meeting")
async def cancel_meeting(event: MeetingCancelled, tx: Tx, now: Now) -> None:
    """A sitting will not take place: no call to it leaves any more."""
    await actions.cancel_meeting(tx, event, now=now)


@handlers.on(TaskAssigned, consumer="notify-assign")
async def assign(event: TaskAssigned, tx: Tx, now: Now) -> None:
    """An agency has a task in a support plan."""
    await actions.assign(tx, event, now=now)


@handlers.on(ReferralMade, consumer="notify-refer")
async def refer(event: ReferralMade, tx: Tx, now: Now) -> None:
    """An agency is asked to take something on."""
    await actions.refer(tx, event, now=now)


@handlers.on(ConsentChanged, consumer="notify-change-consent")
async def change_consent(event: ConsentChanged, tx: Tx, now: Now) -> None:
    """Consent was withdrawn: what rests on it and has not left does not leave."""
    await actions.change_consent(tx, event, now=now)


@handlers.on(RegistrationMade, consumer="notify-know-ticket")
async def know_ticket(event: RegistrationMade, tx: Tx) -> None:
    """Somebody registered for a program."""
    await participating.know_ticket(tx, event)


@handlers.on(RegistrationEnded, consumer="notify-end-ticket")
async def end_ticket(event: RegistrationEnded, tx: Tx, now: Now) -> None:
    """Their registration has ended: nothing more is told them because of it."""
    await participating.end_ticket(tx, event, now=now)


@handlers.on(ParticipantConcerned, consumer="notify-tell-concerned")
async def tell_concerned(event: ParticipantConcerned, tx: Tx, now: Now) -> None:
    """What they registered for was called off, moved, or is on again."""
    await participating.tell_concerned(tx, event, now=now)


@handlers.on(PlaceOffered, consumer="notify-offer-place")
async def offer_place(event: PlaceOffered, tx: Tx, now: Now) -> None:
    """A place is free for who waited longest."""
    await participating.tell_place(tx, event, now=now)


@handlers.on(PlaceConfirmed, consumer="notify-confirm-place")
async def confirm_place(event: PlaceConfirmed, tx: Tx, now: Now) -> None:
    """Who waited has a place."""
    await participating.tell_place(tx, event, now=now)


@handlers.on(OrganiserReminded, consumer="notify-remind-organiser")
async def remind_organiser(event: OrganiserReminded, tx: Tx, now: Now) -> None:
    """What is on today."""
    await organisers.remind(tx, event, now=now)


@handlers.on(SessionCancelled, consumer="notify-note-called-off")
async def note_called_off(event: SessionCancelled, tx: Tx, now: Now) -> None:
    """It was called off: no reminder of it leaves any more."""
    await organisers.note_called_off(tx, event, now=now)


@handlers.on(StopReplySettled, consumer="notify-answer-reply")
async def answer_reply(event: StopReplySettled, tx: Tx, now: Now) -> None:
    """A reply asked to call a session off: whoever wrote it hears what became of it."""
    await replying.answer(tx, event, now=now)
