"""Message doors of meetings: one function per foreign fact."""

from services.meetings.actions import cases, invitations, keys, replying, themes
from services.meetings.actions.hearing import hear_all
from services.meetings.actions.polls import links
from shared.bus import EventRouter, Now, Tx
from shared.contracts.intake import CaseProposed, ConsentChanged, EmergencyStarted, IdentityErased, ReferralLapsed
from shared.contracts.notify import MessageFailed, MessageSent, PollLinkMade, ReplyLinkMade
from shared.contracts.programs import GapRepeated, KizukiNoted

handlers = EventRouter()


@handlers.on_many(CaseProposed, consumer="meetings-propose-case")
async def propose_cases(events: list[CaseProposed], tx: Tx, now: Now) -> None:
    """Screened cases come onto the next core agenda."""
    await hear_all(tx, events, cases.propose, now=now)


@handlers.on_many(EmergencyStarted, consumer="meetings-report-emergency")
async def report_emergencies(events: list[EmergencyStarted], tx: Tx, now: Now) -> None:
    """Help that began before any meeting is reported at the next core meeting."""
    await hear_all(tx, events, cases.report_emergency, now=now)


@handlers.on_many(ReferralLapsed, consumer="meetings-report-referral")
async def report_lapsed_referrals(events: list[ReferralLapsed], tx: Tx, now: Now) -> None:
    """Referrals nobody answered come onto the next core agenda."""
    await hear_all(tx, events, cases.report_lapsed_referral, now=now)


@handlers.on_many(KizukiNoted, consumer="meetings-hear-kizuki")
async def hear_kizuki(events: list[KizukiNoted], tx: Tx, now: Now) -> None:
    """What somebody noticed comes onto the agenda of its area."""
    await hear_all(tx, events, themes.hear_kizuki, now=now)


@handlers.on_many(GapRepeated, consumer="meetings-hear-gap")
async def hear_gap(events: list[GapRepeated], tx: Tx, now: Now) -> None:
    """What several people needed and nothing in town met comes onto the agenda of who develops resources."""
    await hear_all(tx, events, themes.hear_gap, now=now)


@handlers.on(ConsentChanged, consumer="meetings-change-consent")
async def change_consent(event: ConsentChanged, tx: Tx, now: Now) -> None:
    """Lines of the consent lane follow the person's consent."""
    await cases.change_consent(tx, event, now=now)


@handlers.on(MessageSent, consumer="meetings-note-told")
async def note_told(event: MessageSent, tx: Tx) -> None:
    """An invitation, or a poll's question, reached its recipient."""
    await invitations.note_told(tx, event)


@handlers.on(MessageFailed, consumer="meetings-note-not-told")
async def note_not_told(event: MessageFailed, tx: Tx) -> None:
    """An invitation, or a poll's question, could not be handed over: its page says so."""
    await invitations.note_not_told(tx, event)


@handlers.on(ReplyLinkMade, consumer="meetings-know-reply-link")
async def know_reply_link(event: ReplyLinkMade, tx: Tx) -> None:
    """A mail left with a link to answer by."""
    await replying.know_link(tx, event)


@handlers.on(PollLinkMade, consumer="meetings-know-poll-link")
async def know_poll_link(event: PollLinkMade, tx: Tx) -> None:
    """A mail left with a link to say ○△× by."""
    await links.know_link(tx, event)


@handlers.on(IdentityErased, consumer="meetings-erase-identity")
async def erase_identity(event: IdentityErased, tx: Tx, now: Now) -> None:
    """Who a case is about was erased: what was said about it can't be read any more."""
    await keys.erase(tx, event, now=now)
