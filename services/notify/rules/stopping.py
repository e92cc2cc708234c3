"""中止: whether the words of a reply ask to call today's session off. What is not surely so is not so.

A sentence counts when it is one of the few that organisers write; anything else leaves it open, and is answered with
the way to do it surely. A wrong "yes" sends people home, a wrong "don't know" costs one more tap.
"""

import re
import unicodedata

UNCLEAR = "unclear"  # beside the outcomes that programs tells: nothing was asked of it
ANSWERS_A_DAY = 10  # to one recipient, so that two machines can't keep each other busy
LONGEST = 500  # letters; whoever writes more has more to say than "cancel"
LONGEST_SENTENCE = 80

TODAY = r"(本日|今日|きょう|今朝|今回|today)"
EVENT = r"((開催|会|教室|サロン|カフェ|体操|体操教室|集い|つどい|集まり|行事|催し|活動|予定|プログラム)(自体)?)"
REASON = r"([^、,。?]{1,20}?(のため|の為|により|につき|の都合で|都合により|ので|ですから|だから|で))"
CORE = r"(中止|休会|休講|休止|キャンセル|取りやめ|取り止め|とりやめ|お?休み)"
ASKED = r"(お願い(いた|致|申し上げ)?(し)?ます|お願い|願います|ください|下さい)"
DOES = (
    r"(に|と|を)?(し|致し|いたし|なり|させていただき|させて頂き|決定し|決まり)(ます|ました)"
    r"|(に|と)?(する|した|なる|なった|決定|決めました|決まりました)(ことに(し|なり)(ます|ました))?"
)
TAIL = rf"(です|だ|で|(に|と)?して|(に|と|で)?決定です|(で|を|に|にて|(に|と)?して)?{ASKED}|{DOES})?"
WHOLE = (
    r"(休みます|休ませて(いただき|頂き|もらい)ます|休ませてください|"
    r"(とり|取り)?やめ(ます|る|ました|にします|ておきます)|止め(ます|る|ました)|(やり|開催し|行い|実施し)ません)"
)
GENTLE = r"(よ|ね|!|…|・|w|笑|m\(_ _\)m)*"
LEAD = rf"(({REASON}|{TODAY}(は|の|も)?|(NAME|{EVENT})(は|を|も|の)?)[、,]?){{0,4}}"
JAPANESE = rf"{LEAD}[「『(]?({CORE}{TAIL}|{WHOLE})[」』)]?{GENTLE}"
WHAT = r"(it|this|today|today'?s|the|session|class|meeting|event|program|programme|one|for today|off)"
ENGLISH = (
    r"(please |hi,? |hello,? |sorry,? |we (are|will|have to|need to|must) |we'?re |we'?ll |i (will|have to|need to) |"
    rf"i'?ll |i'?d like to |let'?s |to )*(((today|it|this|the session|today'?s \w+)( is|'s| will be| has been|:)? )?"
    rf"(cancel|cancels|cancelled|canceled|cancelling|canceling|call(ed|ing)?( it| this| today)? off)"
    rf"( {WHAT})*|(there is |there's )?no (session|class|meeting) today)(,? please|,? thank you|,? thanks)*"
)
COURTESY = re.compile(
    r"(いつも|大変|本当に|誠に)*(お世話(になって(おり|い)ます|になります|さまです|様です)|おはよう(ございます)?|こんにち[はわ]|こんばんは|"
    r"お疲れ(様|さま)です|(ご連絡|お知らせ)?(いつも)?ありがとうございます|承知(いた|致)?しました|了解(です|しました)|はい|"
    r"(申し訳|もうしわけ)(ありません|ございません|ないです)(が)?|すみません(が)?|すいません(が)?|ごめんなさい|急ですが|急で(すみません|申し訳ありません)(が)?|"
    r"(どうぞ|何卒|なにとぞ)?(よろしく|宜しく)(お願い(いた|致)?し(ます|たします))?|.{0,14}(様|さま|さん|御中|各位|のみなさん)"
    r"|[^、。?]{1,14}の[^、。?]{1,8}です|hi|hello|good morning|dear .{1,20}|thanks|thank you|sorry|yes|ok)",
    re.I,
)
DOUBT = re.compile(
    r"\?|中止|休み|休会|休講|やめ|取り|とりやめ|キャンセル|cancel|call|しない|しません|じゃない|ではない|なら|たら|れば|もし|場合|"
    r"明日|あす|あした|明後日|来週|翌|次回|昨日|先週|来月|以降|だけ|以外|まだ|未定|検討|相談|迷|やります|開催|行い|実施|あります|続|"
    r"予定|いつも|通り|どおり|やっぱり|やはり|嘘|うそ|冗談|間違|まちが|取消|撤回|延期|変更|tomorrow|next|not|n't|\bif\b|unless|maybe|"
    r"\bor\b|postpone",
    re.I,
)
OPEN = re.compile(
    r"なら|たら|れば|もし|場合|明日|あす|あした|来週|翌|次回|昨日|先週|来月|だけ|以外|参加|申込|申し込み|予約|午前|午後|ない|かも|と思|"
    r"\d(名|人|件|食|個)|(私|わたし|僕|さん[はが]|君[はが]|家で).*休"  # somebody stays away, the others come
)
SENTENCE_ENDS = re.compile(r"[。！\n]+|!+(?!\S)|\.+(?:\s|$)")


def asks_to_stop(own: str, *, name: str = "") -> bool:
    """Whether a reply's own text asks to call off the session named `name` (as in the mail it answers)."""
    text = unicodedata.normalize("NFKC", own).replace("’", "'").strip().lower()
    if len(text) > LONGEST:
        return False
    stops, waiting = False, ""
    for sentence in _sentences(text):
        if stops:
            if not COURTESY.fullmatch(sentence) and DOUBT.search(sentence):
                return False
        elif _is_stop(waiting + sentence, name):
            stops, waiting = True, ""
        elif waiting or not COURTESY.fullmatch(sentence):
            waiting += sentence
    return stops


def _sentences(text: str) -> list[str]:
    parts = (part.strip(" \t　、,・*☆★♪") for part in SENTENCE_ENDS.split(text))
    return [part for part in parts if part]


def _is_stop(sentence: str, name: str) -> bool:
    if len(sentence) > LONGEST_SENTENCE:
        return False
    if re.fullmatch(ENGLISH, sentence):
        return True
    squeezed = re.sub(r"\s+", "", sentence)
    called = re.sub(r"\s+", "", unicodedata.normalize("NFKC", name).lower()) or "\0"
    whole = re.fullmatch(JAPANESE.replace("NAME", re.escape(called)), squeezed)
    return bool(whole) and not OPEN.search(squeezed.replace(called, ""))
