"""日程調整 in words: ○△×, the days on which offices are closed, why nobody can answer any more."""

from datetime import date, datetime

from services.meetings.rules.polls import Availability, PollStatus
from shared.ui.dates import Lang, the_day
from shared.ui.words import Words, said
from shared.workdays import holiday_name, is_working_day

SIGNS: dict[Availability, str] = {Availability.YES: "○", Availability.MAYBE: "△", Availability.NO: "×"}
AVAILABLE: dict[Availability, Words] = {
    Availability.YES: ("行けます", "I can come"),
    Availability.MAYBE: ("たぶん", "Perhaps"),
    Availability.NO: ("行けません", "I can't"),
}
POLL_STATUSES: dict[PollStatus, Words] = {
    PollStatus.OPEN: ("お返事を待っています", "Waiting for answers"),
    PollStatus.HELD: ("日にちが決まりました", "A date is set"),
    PollStatus.CLOSED: ("日にちを決めずに終わりました", "Ended without a date"),
}
ASK_FOR_DATES: dict[str, Words] = {
    "day": ("日にちを入れてください", "Please give the day"),
    "start": ("始まる時刻を入れてください", "Please give the hour"),
    "dates": ("候補の日を一つは入れてください", "Please propose at least one date"),
    "posts": ("だれに聞くかを、一人は選んでください", "Please choose at least one to ask"),
    "due_on": ("お返事の期限を入れてください", "Please say by when to answer"),
    "minutes": ("10分から480分までの数で入れてください", "Give 10 to 480 minutes"),
    "answers": ("○・△・× を、一つは選んでください", "Please choose ○, △ or × for at least one date"),
}


def closed_day(when: date | datetime, closure: str | None, lang: Lang) -> str:
    """Why offices are closed on this day (土曜日, 文化の日, what the town calls it); empty when they are open."""
    day = the_day(when)
    holiday = holiday_name(day)
    if is_working_day(day) and closure is None:
        return ""
    if lang == "en":
        return "public holiday" if holiday else {5: "Saturday", 6: "Sunday"}.get(day.weekday(), "offices closed")
    return closure or holiday or {5: "土曜日", 6: "日曜日"}.get(day.weekday(), "年末年始")


def sign(answer: Availability | None, lang: Lang) -> tuple[str, str]:
    """A sign and its words: (○, 行けます); a dash for what was not said."""
    return (SIGNS[answer], said(AVAILABLE[answer], lang)) if answer else ("－", said(("まだ", "not yet"), lang))
