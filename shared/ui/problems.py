"""What an error page says to a person: what happened and what to do next, by HTTP status."""

from typing import NamedTuple


class Problem(NamedTuple):
    """Words for one kind of error, Japanese beside English."""

    title_ja: str
    title_en: str
    next_ja: str
    next_en: str


UNKNOWN = Problem(
    "うまくいきませんでした",
    "That did not work",
    "少し待って、もう一度お試しください。続くときは役場の担当にお知らせください。",
    "Please wait a moment and try again. If it happens again, tell the person in charge at the town hall.",
)
PROBLEMS = {
    400: Problem(
        "受け付けられませんでした",
        "We could not accept that",
        "前のページに戻って、入力を確かめてください。",
        "Please go back and check what you entered.",
    ),
    401: Problem(
        "ログインしてください",
        "Please sign in",
        "このページは職員と団体の方のページです。ログインすると開きます。",
        "This page is for staff and organisers. It opens once you have signed in.",
    ),
    403: Problem(
        "このページは開けません",
        "This page is not open to you",
        "仕事で必要なときは、役場の担当に頼んでください。",
        "If you need it for your work, please ask the person in charge at the town hall.",
    ),
    404: Problem(
        "ページが見つかりません",
        "We could not find that page",
        "アドレスが古いか、打ち間違いかもしれません。はじめのページからお探しください。",
        "The address may be old or mistyped. Please look for it from the first page.",
    ),
    409: Problem(
        "ほかの人が先に変えました",
        "Someone else changed it first",
        "前のページを開きなおして、新しい内容を見てからもう一度お願いします。",
        "Please open the page again, look at what is there now, and try once more.",
    ),
    413: Problem(
        "大きすぎて送れません",
        "That is too large to send",
        "文章やファイルを短くして、もう一度お送りください。",
        "Please shorten the text or the file and send it again.",
    ),
    422: Problem(
        "入力を見直してください",
        "Please check what you entered",
        "前のページに戻って、印のついたところを直してください。",
        "Please go back and correct what is marked.",
    ),
    429: Problem(
        "少し待ってください",
        "Please wait a little",
        "短い間に何度も送られました。1分ほど待って、もう一度お試しください。",
        "This was sent many times in a short while. Please wait a minute and try again.",
    ),
    503: Problem(
        "ただいまお休みしています",
        "We are away for a moment",
        "数分で戻ります。書いたものは消さずに、もう一度お試しください。",
        "We will be back in a few minutes. Please keep what you wrote and try again.",
    ),
}


def problem_for(status: int) -> Problem:
    """The words for an HTTP status."""
    return PROBLEMS.get(status, UNKNOWN)
