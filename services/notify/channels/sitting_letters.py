"""Mails about sittings: who is called, who need not come, who can't; Japanese first, English below."""

from collections.abc import Mapping
from datetime import datetime

from services.notify.channels.letter import Letter, Values
from shared.contracts.words import CallReason, Capacity
from shared.ui import dates
from shared.ui.words import because


def invitation(values: Values, public_url: str, reply_to: str, *, anew: bool) -> Letter:
    """会議のご案内; `anew` when it changes an earlier one."""
    title, link = values["title"], _sitting(values, public_url)
    when = [_when(values, lang) for lang in ("ja", "en")]
    why = _why(values)
    changed = (
        "内容が変わりましたので、あらためてご案内します。",
        "Something changed, so here is the invitation again.",
    )
    japanese = [
        "お世話になっております。", changed[0] if anew else "次の会議へのご出席をお願いします。", "",
        f"会議　{title}", f"日時　{when[0]}", *_place(values, "場所　"), "",
        f"お呼びする理由　{why[0]}", "", *_reply_links(reply_to, "ja"), "くわしくはこちらをご覧ください。", link,
    ]  # fmt: skip
    english = [
        changed[1] if anew else "Please come to this meeting.", "",
        f"Meeting: {title}", f"When: {when[1]}", *_place(values, "Where: "), f"Why you: {why[1]}", "",
        *_reply_links(reply_to, "en"), "More:", link,
    ]  # fmt: skip
    return f"{'【変更】' if anew else ''}{title}のご案内（{dates.month_day(_starts(values))}）", (japanese, english)


def release(values: Values, public_url: str) -> Letter:
    """出席不要."""
    title, starts_at, link = values["title"], _starts(values), _sitting(values, public_url)
    japanese = [
        "お世話になっております。", "ご案内していた次の会議は、ご出席いただかなくてよくなりました。", "",
        f"会議　{title}", f"日時　{dates.moment(starts_at)}", "",
        "予定を空けてくださり、ありがとうございました。", link,
    ]  # fmt: skip
    english = [
        "You need not come to this meeting any more. Thank you for keeping the time free.", "",
        f"Meeting: {title}", f"When: {dates.moment(starts_at, 'en')}", link,
    ]  # fmt: skip
    return f"{title}は出席不要になりました（{dates.month_day(starts_at)}）", (japanese, english)


def held(values: Values, public_url: str, names: Mapping[str, str]) -> Letter:
    """To the chair: an agency's invitation waits for the secrecy register."""
    title, starts_at, link = values["title"], _starts(values), _sitting(values, public_url)
    agency = names.get(values["agency"], values["agency"])
    japanese = [
        "お世話になっております。",
        f"{title}（{dates.moment(starts_at)}）の案内を、次の機関にはまだ送っていません。", "",
        f"機関　{agency}", "理由　支援会議の守秘の名簿（社会福祉法106条の6）に登録がありません。", "",
        "名簿に登録されると、案内が送られます。", link,
    ]  # fmt: skip
    english = [
        f"The invitation to {title} ({dates.moment(starts_at, 'en')}) waits for one agency: {agency}.",
        "It is not in the secrecy register (Social Welfare Act, Art. 106-6). Once it is, the invitation goes out.",
        link,
    ]  # fmt: skip
    return f"{title}の案内を1件保留しています", (japanese, english)


def empty(values: Values, public_url: str) -> Letter:
    """To the chair: a sitting is near and has nothing on its agenda."""
    title, starts_at, link = values["title"], _starts(values), _sitting(values, public_url)
    japanese = [
        "お世話になっております。", "次の会議には、まだ議題がありません。", "",
        f"会議　{title}", f"日時　{dates.moment(starts_at)}", "",
        "今回は集まらないことにするか、短くするか、次のページで選べます。このままでもかまいません。", link,
    ]  # fmt: skip
    english = [
        f"{title} ({dates.moment(starts_at, 'en')}) has nothing on its agenda yet.",
        "You may call it off or shorten it on this page, or leave it as it is.",
        link,
    ]
    return f"{title}（{dates.month_day(starts_at)}）に議題がありません", (japanese, english)


def declined(values: Values, public_url: str, names: Mapping[str, str]) -> Letter:
    """To the chair: a member can't come."""
    title, starts_at, link = values["title"], _starts(values), _sitting(values, public_url)
    post = names.get(values["post"], values["post"])
    japanese = [
        "お世話になっております。", "次の会議に、構成員から欠席のお返事がありました。", "",
        f"会議　{title}", f"日時　{dates.moment(starts_at)}", f"欠席　{post}", "",
        "出欠の一覧はこちらです。", link,
    ]  # fmt: skip
    english = [
        f"A member can't come to {title} ({dates.moment(starts_at, 'en')}): {post}.", "Who comes so far:", link,
    ]  # fmt: skip
    return f"{title}に欠席のお返事がありました（{dates.month_day(starts_at)}）", (japanese, english)


def restored(values: Values, public_url: str, names: Mapping[str, str]) -> Letter:
    """To the chair: a member who could not come comes after all."""
    title, starts_at, link = values["title"], _starts(values), _sitting(values, public_url)
    post = names.get(values["post"], values["post"])
    how = ("代理の方が出席", "a colleague comes") if values["by_substitute"] else ("出席", "they come after all")
    japanese = [
        "お世話になっております。", "欠席と聞いていた構成員から、出席のお返事がありました。", "",
        f"会議　{title}", f"日時　{dates.moment(starts_at)}", f"{how[0]}　{post}", "",
        "出欠の一覧はこちらです。", link,
    ]  # fmt: skip
    english = [
        f"An absence from {title} ({dates.moment(starts_at, 'en')}) is taken back: {post}, {how[1]}.",
        "Who comes so far:", link,
    ]  # fmt: skip
    return f"{title}の欠席が取り消されました（{dates.month_day(starts_at)}）", (japanese, english)


def _reply_links(reply_to: str, lang: dates.Lang) -> list[str]:
    """One tap each; the page then asks for one more, so that a mail filter that follows links answers nothing."""
    answers = (("present", "出席", "I will come"), ("absent", "欠席", "I can't"), ("substitute", "代理", "A colleague"))
    ask = (
        "出欠をお知らせください（ログインは要りません）。" if lang == "ja" else "Will you come? (no signing in needed)"
    )
    links = [f"{ja if lang == 'ja' else en}　{reply_to}?answer={answer}" for answer, ja, en in answers]
    return [ask, *links, ""]


def _starts(values: Values) -> datetime:
    return datetime.fromisoformat(values["starts_at"])


def _when(values: Values, lang: dates.Lang) -> str:
    """An agency hears its own slot only: the sitting's span would tell how much else is on."""
    starts = datetime.fromisoformat(values.get("slot_starts_at") or values["starts_at"])
    minutes = values.get("slot_minutes") or values["minutes"]
    length = f"約{minutes}分" if lang == "ja" else f"about {minutes} min"
    return (
        f"{dates.moment(starts, lang)}から（{length}）" if lang == "ja" else f"{dates.moment(starts, lang)}, {length}"
    )


def _place(values: Values, label: str) -> list[str]:
    return [f"{label}{values['place']}"] if values.get("place") else []


def _why(values: Values) -> tuple[str, str]:
    return because(map(CallReason, values["reasons"]), Capacity(values["capacity"]))


def _sitting(values: Values, public_url: str) -> str:
    return f"{public_url}/meetings/sittings/{values['meeting_id']}"
