"""What replies and attendance are called, Japanese first."""

from services.meetings.rules.attendance import Presence
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
