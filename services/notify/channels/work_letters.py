"""Mails that ask for work: a task, a referral, an answer in writing; Japanese first, English below."""

from collections.abc import Mapping
from datetime import date

from services.notify.channels.letter import Letter, Values
from shared.contracts.words import TaskKind
from shared.ui import dates
from shared.ui.words import TASKS


def task(values: Values, public_url: str) -> Letter:
    """To an agency: what a plan asks of it."""
    task, due = TASKS[TaskKind(values["task_kind"])], date.fromisoformat(values["due_on"])
    link = f"{public_url}/meetings"
    japanese = [
        "お世話になっております。", "支援プランで、次のことをお願いすることになりました。", "",
        f"内容　{task[0]}", f"期限　{dates.month_day(due)}", "", "くわしくはこちらをご覧ください。", link,
    ]  # fmt: skip
    english = [f"A support plan asks your agency for: {task[1].lower()}, by {dates.month_day(due, 'en')}.", link]
    return f"支援の担当のお願い（{dates.month_day(due)}まで）", (japanese, english)


def referral(values: Values, public_url: str, names: Mapping[str, str]) -> Letter:
    """To an agency: somebody is referred to it."""
    agency, due = names.get(values["from_agency"], values["from_agency"]), date.fromisoformat(values["due_on"])
    link = f"{public_url}/intake"
    japanese = [
        "お世話になっております。", f"{agency}から、つなぎの依頼が届いています。", "",
        f"{dates.month_day(due)}までに、受けるかどうかのお返事をお願いします。", link,
    ]  # fmt: skip
    english = [f"{agency} refers somebody to you. Please answer by {dates.month_day(due, 'en')}.", link]
    return f"つなぎの依頼が届いています（お返事は{dates.month_day(due)}まで）", (japanese, english)


def asked(values: Values, public_url: str) -> Letter:
    """To a member: a decision in writing."""
    title, due = values["title"], date.fromisoformat(values["due_on"])
    link = f"{public_url}/meetings/written/{values['resolution_id']}"
    japanese = [
        "お世話になっております。", f"{title}まで待てない議題が1件あり、持ち回りでお返事をお願いします。", "",
        f"期限　{dates.month_day(due)}", "", "賛成・反対・集まって話したい、のどれかを選んでください。", link,
    ]  # fmt: skip
    english = [f"One line can't wait for {title}: please answer in writing by {dates.month_day(due, 'en')}.", link]
    return f"持ち回りのお願い（お返事は{dates.month_day(due)}まで）", (japanese, english)
