"""The text of a mail from a message's codes and dates: Japanese first, English below; nobody's name, no case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.notify.channels.letter import Letter, Values
from services.notify.channels.poll_letters import poll_asked, poll_reminder
from services.notify.channels.reply_letters import reply_answered
from services.notify.channels.session_letters import (
    organiser_reminded,
    place_confirmed,
    place_offered,
    sessions_back,
    sessions_off,
)
from services.notify.channels.sitting_letters import declined, empty, held, invitation, release, restored
from services.notify.channels.work_letters import asked, referral, task
from services.notify.rules import Kind


@dataclass(frozen=True)
class Text:
    """Subject and body of a mail."""

    subject: str
    body: str


def compose(
    kind: Kind, values: Values, *, public_url: str, names: Mapping[str, str], anew: bool = False, reply_to: str = "",
    takes_replies: bool = False,
) -> Text:  # fmt: skip
    """Write the mail. `names` are those of agencies and posts by id.

    `reply_to` is the mail's own address to answer at; of an invitation, `anew` says that it changes an earlier one.
    `takes_replies` says that a reply to this mail is read, too.
    """
    writers: Mapping[Kind, Callable[[], Letter]] = {
        Kind.INVITATION: lambda: invitation(values, public_url, reply_to, anew=anew),
        Kind.RELEASE: lambda: release(values, public_url),
        Kind.INVITATION_HELD: lambda: held(values, public_url, names),
        Kind.EMPTY_AGENDA: lambda: empty(values, public_url),
        Kind.TASK: lambda: task(values, public_url),
        Kind.REFERRAL: lambda: referral(values, public_url, names),
        Kind.RESOLUTION_ASKED: lambda: asked(values, public_url),
        Kind.ATTENDANCE_DECLINED: lambda: declined(values, public_url, names),
        Kind.ATTENDANCE_RESTORED: lambda: restored(values, public_url, names),
        Kind.POLL_ASKED: lambda: poll_asked(values, reply_to),
        Kind.POLL_REMINDER: lambda: poll_reminder(values, reply_to),
        Kind.ORGANISER_REMINDED: lambda: organiser_reminded(values, reply_to, takes_replies=takes_replies),
        Kind.REPLY_ANSWERED: lambda: reply_answered(values, reply_to, takes_replies=takes_replies),
        Kind.SESSIONS_OFF: lambda: sessions_off(values, public_url),
        Kind.SESSIONS_BACK: lambda: sessions_back(values, public_url),
        Kind.PLACE_OFFERED: lambda: place_offered(values, public_url),
        Kind.PLACE_CONFIRMED: lambda: place_confirmed(values, public_url),
    }
    subject, (japanese, english) = writers[kind]()
    closing = CLOSING_OF_READ if takes_replies else CLOSING
    return Text(subject, "\n".join([*japanese, "", closing[0], "", RULE, "", *english, "", closing[1], ""]))


RULE = "―" * 20  # not "-- ": mail programs fold away what follows that
CLOSING = (
    "このメールは「結」から自動でお送りしています。ご返信いただいても届きません。",
    "Sent automatically by Yui; replies are not read.",
)
CLOSING_OF_READ = ("このメールは「結」から自動でお送りしています。", "Sent automatically by Yui.")
