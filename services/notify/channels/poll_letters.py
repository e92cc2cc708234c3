"""The texts of 日程調整: which dates, by when, and one link that needs no signing in."""

from datetime import date, datetime

from services.notify.channels.letter import Letter, Values
from shared.ui import dates

QUESTION = ("次の会議の日にちを決めるため、ご都合をお聞かせください。", "Which of these dates suit you?")
NEW_LINK = (
    "新しいリンクをお送りします。前のメールのリンクは、もう使えません。",
    "Here is a new link; the one mailed before no longer works.",
)


def poll_asked(values: Values, reply_to: str) -> Letter:
    """Somebody is asked, or asked anew by a new link."""
    title, due = values["title"], date.fromisoformat(values["due_on"])
    is_anew = values["asking"] > 1
    opening = NEW_LINK if is_anew else QUESTION
    japanese = [
        "お世話になっております。", opening[0], "", f"会議　{title}（約{values['minutes']}分）", "候補",
        *_proposed(values, "ja"), f"お返事の期限　{dates.month_day(due)}", "",
        "日にちごとに ○・△・× を選んでください（ログインは要りません）。", reply_to,
    ]  # fmt: skip
    english = [
        opening[1], "", f"Meeting: {title}, about {values['minutes']} min", "Dates:", *_proposed(values, "en"),
        f"Please answer by {dates.month_day(due, 'en')} (no signing in needed):", reply_to,
    ]  # fmt: skip
    subject = f"{title}の日程調整のお願い（お返事は{dates.month_day(due)}まで）"
    return f"{'【新しいリンク】' if is_anew else ''}{subject}", (japanese, english)


def poll_reminder(values: Values, reply_to: str) -> Letter:
    """Somebody has said nothing yet."""
    title, due = values["title"], date.fromisoformat(values["due_on"])
    japanese = [
        "お世話になっております。", f"{title}の日程調整で、まだお返事をいただいていません。", "",
        f"お返事の期限　{dates.month_day(due)}", "",
        "日にちごとに ○・△・× を選んでください（ログインは要りません）。行き違いでしたら、お許しください。", reply_to,
    ]  # fmt: skip
    english = [
        f"We have no answer from you yet about the dates for {title}.",
        f"Please answer by {dates.month_day(due, 'en')} (no signing in needed):", reply_to,
    ]  # fmt: skip
    return f"{title}の日程調整のお返事をお待ちしています（{dates.month_day(due)}まで）", (japanese, english)


def _proposed(values: Values, lang: dates.Lang) -> list[str]:
    mark = "・" if lang == "ja" else "- "
    return [f"{mark}{dates.moment(datetime.fromisoformat(each), lang)}" for each in values["dates"]]
