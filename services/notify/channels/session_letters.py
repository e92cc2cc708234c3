"""Mails to who registered: what is called off or on again, and a place that became free. Nobody's name."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.notify.channels.letter import Letter, Values
from shared.ui import dates
from shared.ui.words import SESSION_OFF_BECAUSE

BY_REPLY = (
    ["このメールに「中止」とだけ書いて返信しても、中止にできます。"],
    ["Or reply to this mail with the one word “cancel”."],
)


def organiser_reminded(values: Values, stop_at: str, *, takes_replies: bool = False) -> Letter:
    """To a group: what is on today, and the one button, or the one word to reply."""
    line = line_of(values, "ja")
    by_reply = BY_REPLY if takes_replies else ([], [])
    japanese = [
        "おはようございます。きょうの開催です。", "", line, "",
        "中止するときは、ここを開いて「きょうは中止する」を押してください（パスワードは要りません）。", stop_at,
        *by_reply[0],
        "いつもどおりなら、何もしなくてかまいません。",
    ]  # fmt: skip
    english = [
        f"On today: {line_of(values, 'en')}",
        "To call it off, open this and press the button:",
        stop_at,
        *by_reply[1],
    ]
    return f"きょうの開催：{line}", (japanese, english)


def sessions_off(values: Values, public_url: str) -> Letter:
    """Called off, moved, or some of both; what stands is said, too."""
    sessions = _each_once(values["sessions"])
    off = [each for each in sessions if each["is_off"]]
    standing = [each for each in sessions if not each["is_off"]]
    japanese, english = ["お申し込みの予定について、お知らせします。", ""], ["About what you registered for:", ""]
    for each in off:
        because = SESSION_OFF_BECAUSE.get(each["reason"] or "other", SESSION_OFF_BECAUSE["other"])
        japanese.append(f"【中止】{line_of(each, 'ja')}（{because[0]}）")
        english.append(f"Cancelled: {line_of(each, 'en')} ({because[1].lower()})")
    for each in standing:
        japanese.append(f"【あります】{line_of(each, 'ja')}")
        english.append(f"On: {line_of(each, 'en')}")
    link = f"{public_url}/programs"
    japanese += ["", "これからの予定はこちらです。", link]
    english += ["", link]
    first = (off or standing)[0]
    more = f" ほか{len(sessions) - 1}件" if len(sessions) > 1 else ""
    mark = "【中止】" if off else "【変更】"
    return f"{mark}{line_of(first, 'ja')}{more}", (japanese, english)


def sessions_back(values: Values, public_url: str) -> Letter:
    """All of it takes place after all."""
    japanese = ["変更をお知らせした予定は、もとどおりになりました。", ""]
    sessions = _each_once(values["sessions"])
    japanese += [f"【あります】{line_of(each, 'ja')}" for each in sessions]
    english = ["What we told you of is as it was before:", ""]
    english += [f"On: {line_of(each, 'en')}" for each in sessions]
    link = f"{public_url}/programs"
    return f"【あります】{line_of(sessions[0], 'ja')}", ([*japanese, "", link], [*english, "", link])


def place_offered(values: Values, public_url: str) -> Letter:
    """Who waited longest is asked."""
    until = datetime.fromisoformat(values["until"])
    japanese = [
        f"お待ちいただいていた「{values['name']}」に、席があきました。", "",
        f"{dates.moment(until)}までに、お申し込みのときのページで「はい、行きます」を押してください。",
        "過ぎると、次の方に回ります。",
    ]  # fmt: skip
    by = dates.moment(until, "en")
    english = [f"A place is free at “{values['name']}”. Please say yes on your ticket’s page by {by}."]
    return f"席があきました：{values['name']}（お返事は{dates.moment(until)}まで）", (japanese, english)


def place_confirmed(values: Values, public_url: str) -> Letter:
    """It is theirs."""
    link = f"{public_url}/programs/{values['program_id']}"
    japanese = [f"「{values['name']}」の席が決まりました。どうぞお越しください。", link]
    english = [f"You have a place at “{values['name']}”."]
    return f"席が決まりました：{values['name']}", (japanese, english)


def _each_once(sessions: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Two of a family registered apart: one session, one line."""
    return list({line_of(each, "ja"): each for each in sessions}.values())


def line_of(each: Mapping[str, Any], lang: dates.Lang) -> str:
    """When, and what."""
    starts, ends = (datetime.fromisoformat(each[name]) if each[name] else None for name in ("starts_at", "ends_at"))
    day = dates.month_day(date.fromisoformat(each["held_on"]), lang)
    return f"{day} {dates.hours(starts, ends, lang)} {each['name']}"
