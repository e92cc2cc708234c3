"""What replies and attendance are called, Japanese first."""

from services.meetings.rules.attendance import Presence
from services.meetings.rules.written import Outcome, Vote
from shared.ui.words import Words

PRESENCES: dict[Presence, Words] = {
    Presence.PRESENT: ("出席", "Present"),
    Presence.ABSENT: ("欠席", "Absent"),
    Presence.SUBSTITUTE: ("代理", "Substitute"),
}
REPLIED: dict[Presence, Words] = {
    Presence.PRESENT: ("出席します", "I will come"),
    Presence.ABSENT: ("欠席します", "I can't come"),
    Presence.SUBSTITUTE: ("代理が出ます", "A colleague comes instead"),
}
VOTES: dict[Vote, Words] = {
    Vote.AGREE: ("賛成", "Agree"),
    Vote.DISAGREE: ("反対", "Disagree"),
    Vote.MEET: ("集まって話したい", "I want to meet"),
}
OUTCOMES: dict[Outcome, Words] = {
    Outcome.WAITING: ("お返事を待っています", "Waiting for answers"),
    Outcome.AGREED: ("決まりました", "Decided"),
    Outcome.NOT_AGREED: ("賛成が足りず、次の会議で話します", "Not agreed; the next meeting talks about it"),
    Outcome.TO_MEET: ("次の会議で話します", "The next meeting talks about it"),
    Outcome.NO_QUORUM: ("お返事が足りず、次の会議で話します", "Too few answers; the next meeting talks about it"),
    Outcome.OVERTAKEN: ("ほかの形で先に決まりました", "Settled otherwise meanwhile"),
}
