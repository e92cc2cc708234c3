"""Replies as mail programs and phones in Japan send them."""

from base64 import b64encode
from email.header import Header

SENDER = "Hanako@Morito.example"
HEAD = """\
Return-Path: <hanako@morito.example>
Received: from mail.morito.example by mx.nankoku.example; Tue, 24 Nov 2026 07:01:02 +0900
From: {sender}
To: yui@nakatosa.example
Subject: {subject}
Message-ID: <{number}@morito.example>
In-Reply-To: {answers}
References: {answers}
Date: Tue, 24 Nov 2026 07:01:00 +0900
MIME-Version: 1.0
"""


def reply(
    body: bytes, *, answers: str, content: str = "text/plain; charset=utf-8", more: str = "", number: str = "r1",
    sender: str = f'"=?utf-8?b?5bGx55Sw?=" <{SENDER}>', cte: str = "8bit",
) -> bytes:  # fmt: skip
    """A reply to the mail `answers` (a Message-ID) with this very body."""
    subject = Header("Re: きょうの開催", "utf-8").encode()
    head = HEAD.format(sender=sender, subject=subject, answers=answers, number=number)
    head += f"Content-Type: {content}\nContent-Transfer-Encoding: {cte}\n{more}"
    return head.encode() + b"\n" + body


def encoded(text: str, charset: str, codec: str | None = None) -> tuple[bytes, str, str]:
    """Body, Content-Type, transfer encoding of a text in a charset, as base64."""
    return b64encode(text.encode(codec or charset)), f"text/plain; charset={charset}", "base64"


QUOTED = "\n\n2026年11月24日(火) 6:45 結（Yui） <yui@nakatosa.example>:\n> 中止しません\n"
HTML = """<html><head><style>p {color: red}</style><title>x</title></head><body><div dir="ltr">中止します<br></div>
<div class="gmail_quote"><div class="gmail_attr">2026年11月24日(火) 6:45 結:</div>
<blockquote>中止するときは</blockquote></div>
</body></html>"""
OUTLOOK = """<html><body><p>本日中止</p><div id="appendonsend"></div><hr>
<div id="divRplyFwdMsg"><b>差出人:</b> 結<br><b>件名:</b> x</div><div>中止するときは</div></body></html>"""
TWO_PARTS = (
    "--b\nContent-Type: text/plain; charset=utf-8\n\n中止\n\n--b\nContent-Type: text/html; charset=utf-8\n\n"
    "<p>やります</p>\n--b--\n"
)
PICTURE_FIRST = (
    '--b\nContent-Type: text/plain; charset=utf-8; name="a.txt"\nContent-Disposition: attachment; filename="a.txt"\n\n'
    "やります\n--b\nContent-Type: text/plain; charset=utf-8\n\n中止\n--b--\n"
)
# name: body, Content-Type, transfer encoding
STOPPING: dict[str, tuple[bytes, str, str]] = {
    "UTF-8": (f"中止します{QUOTED}".encode(), "text/plain; charset=utf-8", "8bit"),
    "UTF-8 in base64": encoded(f"本日は中止です。{QUOTED}", "UTF-8"),
    "ISO-2022-JP": ("中止します\n\n> 中止しません\n".encode("iso2022_jp"), "text/plain; charset=ISO-2022-JP", "7bit"),
    "ISO-2022-JP with half-width kana": (
        "ｷｬﾝｾﾙします\n".encode("iso2022_jp_ext"), "text/plain; charset=iso-2022-jp", "7bit",
    ),
    "Shift_JIS": encoded("お世話になります。\n本日中止\n① 雨", "Shift_JIS", "cp932"),
    "EUC-JP": encoded("中止", "EUC-JP"),
    "a charset nobody knows": ("中止".encode(), "text/plain; charset=x-unheard-of", "8bit"),
    "no charset": ("中止".encode(), "text/plain", "8bit"),
    "quoted-printable": (b"=E4=B8=AD=E6=AD=A2=E3=81=A7=E3=81=99=\n\n", "text/plain; charset=utf-8", "quoted-printable"),
    "format=flowed": (
        "本日は雨のため \n中止します。\n> 中止しません\n".encode(),
        "text/plain; charset=utf-8; format=flowed; delsp=yes", "8bit",
    ),
    "iPhone": encoded("中止します\n\niPhoneから送信\n\n> 2026/11/24 6:45、結のメール:\n> \n> きょうの", "utf-8"),
    "docomo": (
        "本日中止\r\n----元のメール----\r\n中止しません".encode("iso2022_jp"),
        "text/plain; charset=iso-2022-jp", "7bit",
    ),
    "HTML alone, Gmail": (HTML.encode(), "text/html; charset=utf-8", "8bit"),
    "HTML alone, Outlook": (OUTLOOK.encode("cp932"), "text/html; charset=shift_jis", "8bit"),
    "text and HTML": (TWO_PARTS.encode(), 'multipart/alternative; boundary="b"', "8bit"),
    "an attachment first": (PICTURE_FIRST.encode(), 'multipart/mixed; boundary="b"', "8bit"),
}  # fmt: skip
OPEN: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "text/plain; charset=utf-8", "8bit"),
    "a picture alone": (b"AAAA", "image/jpeg", "base64"),
    "broken base64": (b"\xff\xfe===", "text/plain; charset=iso-2022-jp", "base64"),
    "a multipart without parts": ("中止".encode(), 'multipart/mixed; boundary="none"', "8bit"),
    "only quoted in HTML": (b"<blockquote>cancel</blockquote>", "text/html", "8bit"),
    "taken for a quote": ("> 中止します\n了解です".encode(), "text/plain; charset=utf-8", "8bit"),
}
