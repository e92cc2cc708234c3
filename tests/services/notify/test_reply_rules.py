"""What the first own words of a reply say, as a table; and which mails no person wrote."""

from datetime import UTC, datetime
from inspect import cleandoc

import pytest

from services.notify.channels import letters
from services.notify.rules import Kind, asks_to_stop, is_automatic, own_text

STOPS = """
中止 | 中止。 | 中止！ | 「中止」 | 中止です | 中止します | 中止にします | 中止とします | 中止でお願いします
中止してください | 中止で | 中止お願いします | 今日は中止です | きょうは中止します | 本日は中止といたします
本日中止 | 本日の会は中止です | 雨のため中止します | 本日は雨のため、中止します
台風接近により本日は中止とさせていただきます | 大雨警報が出たので中止します | 今日の体操教室は中止です
カフェ･ド･ポムは中止します | カフェ・ド・ポム、本日中止 | 講師の都合で中止 | 中止になりました | 中止しました
お休み | 休み | お休みです | お休みします | 今日はお休みにします | 休みます | 本日休会 | 本日は休講です | ｷｬﾝｾﾙ
キャンセルします | やめます | やめる | きょうはやめます | とりやめます | 取りやめにします | 今日はやりません
本日は開催しません | cancel | Cancel. | CANCEL! | Please cancel | Cancel today | Cancel today's session, please
It's cancelled | Today is cancelled | We are cancelling today | call it off | Please call off today
ｃａｎｃｅｌ | No session today
"""
UNCLEAR = """
中止しません | 中止じゃない | 中止じゃないです | 中止ではありません | 中止ですか？ | 中止ですか | 中止？
中止しないでください | 中止にはなりません | 中止かも | 中止かもしれません | 雨なら中止します
雨が降ったら中止します | もし雨なら中止 | 中止の場合は電話します | 中止したほうがいいですか | 明日は中止します
来週は中止です | 次回はお休みです | 中止の予定はありません | 中止していいですか | 中止と聞きましたが
中止の連絡はまだです | 山田さんは休みです | 山田さんが休みます | 私は休みます | 私は体調不良のため休みます
2名キャンセル | 3名で、キャンセル | 参加をキャンセルします | 午後は中止します | お弁当はキャンセルします
一人だけ休みです | やめません | やめますか？ | やります | いつもどおりです | 了解です | はい
ありがとうございます | 延期します | 何時からですか | 休みたい | 中止にしたいのですが | don't cancel
Do not cancel | Cancel? | not cancelled | should we cancel | cancel tomorrow | stop | If it rains we cancel | ok
家で休みます | 中止しようと思います | 中止を取り消します | 休みはいつですか | ? | 。
"""
WITH_MORE = {
    "courtesies": "お世話になっております。\nモリトの会の山田です。\n雨のため中止します。\nよろしくお願いします。",
    "wrapped": "本日は台風接近の\nため\n中止します",
    "what else to do": "中止します。\n参加者への連絡もお願いします。\n山田",
    "signature": "中止\n-- \nモリトの会 山田花子\n水曜日はお休みです",
    "iPhone": "中止します\n\niPhoneから送信\n\n> 2026/11/24 6:45、結（Yui） <yui@n.example>のメール:\n> \n> おはよう",
    "Gmail": "中止\n\n2026年11月24日(火) 6:45 結（Yui） <yui@n.example>:\n\n> 開催です。\n> 中止する",
    "Gmail in two lines": "中止\n\n2026年11月24日(火) 6:45 結（Yui）\n<yui@nankoku.example>:\n\n> きょうの開催です。",
    "Gmail in English": "Cancel\n\nOn Tue, Nov 24, 2026 at 6:45 AM 結 <yui@nankoku.example>\nwrote:\n\n> On today",
    "Thunderbird": "中止\n\nOn 2026/11/24 6:45, 結（Yui） wrote:\n> 中止するときは、ここを",
    "Becky": "中止します。\n\nyui さんは書きました:\nきょうの開催です。中止するときは",
    "Outlook": "中止\n\n-----Original Message-----\nFrom: 結\nSubject: きょうの開催\n中止するときは",
    "Outlook, lines": "中止\n\n____________________\n差出人: 結\n送信日時: 2026年11月24日\n中止しません",
    "docomo": "本日中止\n\n----元のメール----\nFrom: yui@n.example\n中止するときは",
    "no mark at all": "中止\n\nおはようございます。きょうの開催です。\n\n中止するときは、ここを開いて",
    "written below": "2026年11月24日(火) 6:45 結 <yui@n.example>:\n> 開催です。\n> 中止しません\n\n中止します",
}
LEFT_OPEN = {
    "only quoted": "> 中止",
    "quoted, then thanks": "了解しました。\n\n-----Original Message-----\n中止します",
    "taken back": "中止します。\nやっぱりやります。",
    "a mistake": "中止\nごめんなさい、間違えました",
    "another day before": "来週の件ですが\n中止します",
    "a condition before": "もし雨が降ったら\n中止します",
    "a question behind": "中止します。\n中止でいいですか？",
    "in a signature": "了解です。\n-- \n中止",
    "much to say": "中止します。\n" + "きのうの会議のことで長い話があります。\n" * 40,
    "empty": "\n\n",
}


def cases(table: str) -> list[str]:
    return [each.strip() for line in cleandoc(table).splitlines() for each in line.split(" | ")]


def heard(text: str) -> bool:
    return asks_to_stop(own_text(text), name="カフェ･ド･ポム")


@pytest.mark.parametrize("text", cases(STOPS))
def test_asks_to_stop(text: str) -> None:
    assert heard(text)


@pytest.mark.parametrize("text", cases(UNCLEAR))
def test_is_left_open(text: str) -> None:
    assert not heard(text)


@pytest.mark.parametrize("name", WITH_MORE)
def test_asks_to_stop_among_other_words(name: str) -> None:
    assert heard(WITH_MORE[name])


@pytest.mark.parametrize("name", LEFT_OPEN)
def test_other_words_leave_it_open(name: str) -> None:
    assert not heard(LEFT_OPEN[name])


def test_no_line_of_our_own_mails_asks_to_stop_when_it_is_quoted_without_a_mark() -> None:
    starts = datetime(2026, 11, 24, 0, tzinfo=UTC).isoformat()
    values = {"name": "カフェ", "held_on": "2026-11-24", "starts_at": starts, "ends_at": starts, "outcome": "stopped"}
    for kind in (Kind.ORGANISER_REMINDED, Kind.REPLY_ANSWERED):
        body = letters.compose(kind, values, public_url="", names={}, reply_to="https://x", takes_replies=True).body
        assert [line for line in body.splitlines() if asks_to_stop(line, name="カフェ")] == []
        assert not heard(body)
        assert not heard("了解です\n" + body)


@pytest.mark.parametrize(
    ("headers", "sender", "subject"),
    [
        ({"auto-submitted": ["auto-replied"]}, "a@b.example", "Re: きょうの開催"),
        ({"auto-submitted": ["auto-generated; x=y"]}, "a@b.example", ""),
        ({"precedence": ["bulk"]}, "a@b.example", ""),
        ({"precedence": ["Auto_Reply"]}, "a@b.example", ""),
        ({"precedence": ["junk"]}, "a@b.example", ""),
        ({"x-autoreply": ["yes"]}, "a@b.example", ""),
        ({"return-path": ["<>"]}, "a@b.example", ""),
        ({"content-type": ["multipart/report; report-type=delivery-status"]}, "a@b.example", ""),
        ({}, "MAILER-DAEMON@b.example", ""),
        ({}, "no-reply@b.example", ""),
        ({}, "a@b.example", "自動応答: きょうの開催"),
        ({}, "a@b.example", "不在のお知らせ"),
        ({}, "a@b.example", "Automatic reply: today"),
        ({}, "a@b.example", "Out of Office: today"),
    ],
)
def test_a_machine_wrote_it(headers: dict[str, list[str]], sender: str, subject: str) -> None:
    assert is_automatic(headers, sender=sender, subject=subject)


@pytest.mark.parametrize(
    "headers", [{}, {"auto-submitted": ["no"]}, {"precedence": ["normal"]}, {"return-path": ["<a@b.example>"]}]
)
def test_a_person_wrote_it(headers: dict[str, list[str]]) -> None:
    assert not is_automatic(headers, sender="a@b.example", subject="Re: きょうの開催：11月24日(火)")
