"""What somebody wrote themselves in a reply: without the mail they quote, without their signature."""

import re
import unicodedata

QUOTED = re.compile(r"^\s*[>|｜＞]")
DATE = r"\d{4}\s?[年/.-]\s?\d{1,2}\s?[月/.-]\s?\d{1,2}\s?日?"
# How mail programs introduce what they quote; from here on nothing is the writer's own, unless quoted by marks.
INTRODUCES = re.compile(
    r"^\s*("
    r"-{2,}.*(original|forwarded|message|元の|メッセージ|メール|転送).*"  # Outlook, docomo, au
    r"|[-_=]{10,}\s*"
    r"|【?元のメール】?.*|\[?引用\]?.*"
    r"|(from|sent|to|subject|date|差出人|送信者|送信日時|日時|宛先|件名)\s*[:：].*"
    r"|.*(さんは|さんが|は|が)書きました\s*[:：。]?\s*"
    r"|on .{4,160}\bwrote\s*[:：]\s*"  # Gmail, Thunderbird, iPhone
    rf"|{DATE}.{{0,160}}((の|からの)(メール|メッセージ)\s*)?[:：]\s*"  # the same in Japanese
    r"|おはようございます。きょうの開催です。?\s*"  # our own mail, quoted without any mark
    r")$",
    re.I,
)
TWO_LINES = re.compile(
    rf"^((?:on |{DATE})[^\n:]{{0,100}}(?::\d\d[^\n]{{0,80}})?)\n([^\n]{{0,100}}(?:wrote\s*)?[:：])\s*$", re.I | re.M
)
SIGNATURE = re.compile(
    r"^\s*(--\s?|[―─━*＊=＝~～☆★◆◇]{3,}.*|-{3,}\s*|"
    r"sent from .*|get outlook .*|"
    r"(iphone|ipad|android|スマートフォン|スマホ|携帯|docomo|ドコモ|au|softbank|yahoo!|gmail)"
    r"\S{0,12}から(送信|の送信|送りました).*)$",
    re.I,
)


LOOKED_AT = 20_000  # letters; what stands further down in a mail is nobody's short answer
LONGEST_LINE = 400  # a longer one is neither an introduction nor a signature, and would keep the patterns busy


def own_text(text: str) -> str:
    """The lines of `text` its writer wrote in this mail, NFKC, without empty ones."""
    plain = unicodedata.normalize("NFKC", text[:LOOKED_AT].replace("\r\n", "\n"))
    lines = TWO_LINES.sub(r"\1 \2", plain).split("\n")
    own: list[str] = []
    for number, line in enumerate(lines):
        if QUOTED.match(line):
            continue
        is_short = len(line) <= LONGEST_LINE
        if is_short and INTRODUCES.match(line):
            if _quotes_by_marks(lines[number + 1 :]):
                continue
            break
        if is_short and SIGNATURE.match(line):
            break
        own.append(line.strip())
    return "\n".join(filter(None, own))


def _quotes_by_marks(rest: list[str]) -> bool:
    """Whether what follows an introduction is marked line by line: then what has no mark is the writer's again."""
    return next((bool(QUOTED.match(line)) for line in rest if line.strip()), False)
