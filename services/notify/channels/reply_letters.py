"""The answer to a reply: what became of it, and how to take it back or to do it surely."""

from services.notify.channels.letter import Letter, Values
from services.notify.channels.session_letters import BY_REPLY, line_of
from services.notify.rules import UNCLEAR
from shared.contracts.words import StopOutcome

SUBJECTS: dict[str, str] = {
    StopOutcome.STOPPED: "中止にしました",
    StopOutcome.ALREADY_OFF: "もう中止になっています",
    StopOutcome.OVER: "もう終わっています",
    StopOutcome.CHANGED: "中止にできませんでした",
    UNCLEAR: "分かりませんでした",
}


def reply_answered(values: Values, link: str, *, takes_replies: bool) -> Letter:
    """To a group that replied. `link` is the reminder's own, where there is still something to do."""
    outcome = str(values["outcome"])
    line, english_line = line_of(values, "ja"), line_of(values, "en")
    japanese, english = _UNCLEAR if outcome == UNCLEAR else TEXTS[StopOutcome(outcome)]
    by_reply = BY_REPLY if outcome == UNCLEAR and takes_replies else ([], [])
    links = [link] if link else []
    return f"{SUBJECTS[outcome]}：{line}", (
        ["ご返信ありがとうございます。", "", line, "", *japanese, *links, *by_reply[0]],
        [f"Thank you for your reply. {english_line}", *english, *links, *by_reply[1]],
    )


TEXTS: dict[StopOutcome, tuple[list[str], list[str]]] = {
    StopOutcome.STOPPED: (
        [
            "この開催を中止にしました。「今週の予定」とカレンダーに、もう出ています。申し込んだ方には、お知らせが届きます。",
            "まちがいなら、10分以内にここから戻せます。",
        ],
        [
            "It is called off; the board and calendars say so now, and those who registered are told.",
            "By mistake? Take it back here within ten minutes:",
        ],
    ),
    StopOutcome.ALREADY_OFF: (
        ["この開催は、もう中止になっていました。何も変えていません。"],
        ["It was called off before; nothing was changed."],
    ),
    StopOutcome.OVER: (
        ["この開催は、もう終わっています。何も変えていません。"],
        ["It is over; nothing was changed."],
    ),
    StopOutcome.CHANGED: (
        [
            "この予定は、メールをお送りしたあとに日や担当が変わったので、返信では中止にできませんでした。",
            "役場へお電話ください。",
        ],
        ["Its day or who runs it changed since our mail, so nothing was changed. Please telephone the town office."],
    ),
}
_UNCLEAR = (
    [
        "中止してよいか、ご返信からははっきり分からなかったので、何も変えていません。",
        "中止するときは、ここを開いて「きょうは中止する」を押すか、役場へお電話ください。",
    ],
    [
        "Your reply did not say clearly whether to call it off, so nothing was changed.",
        "To call it off, open this and press the button, or telephone the town office:",
    ],
)
