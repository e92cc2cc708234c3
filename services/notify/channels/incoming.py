"""A mail that came in, as far as it is needed: which letter it answers, from whom, and what its writer wrote."""

import hashlib
import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr
from html.parser import HTMLParser

from services.notify.channels.envelope import letters_named
from services.notify.rules import is_automatic, own_text

REFERENCE = re.compile(r"<[!-;=?-~]{1,250}>")
# What Japanese programs call by these names is more than the standards say: ①, ｶﾅ, ～.
MORE_THAN_NAMED = {"shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "iso-2022-jp": "iso2022_jp_ext"}


LONGEST_FIELD, MOST_HTML = 4_000, 100_000  # letters: strangers write them, and parsers take their time


@dataclass(frozen=True)
class Incoming:
    """Its text is seen by the decision alone: it is shown in no log, not even in this value's repr."""

    claim: str  # SHA-256 of what stays the same when a server delivers the mail again
    answers: tuple[str, ...]  # ids of our letters, the likeliest first
    reference: str | None  # its Message-ID
    is_automatic: bool
    sender: str = field(repr=False)  # an address, case folded
    own: str = field(repr=False)  # its writer's own words


def read_mail(octets: bytes, *, mail_from: str) -> Incoming:
    """Read one mail as it stands in a mailbox (RFC 5322, MIME)."""
    mail = message_from_bytes(octets, policy=compat32)  # the lenient one: what is wrong with a field is no error
    headers = _headers(mail)
    sender = parseaddr(_first(headers, "from"))[1].casefold()
    message_id, references = _first(headers, "message-id"), _first(headers, "references")
    answered = letters_named(_first(headers, "in-reply-to"), mail_from=mail_from)
    reference = REFERENCE.search(message_id)
    stays = (message_id or _first(headers, "date")).encode(errors="replace"), sender.encode(errors="replace")
    body = octets.replace(b"\r\n", b"\n").partition(b"\n\n")[2]  # the fields above it grow with each delivery
    return Incoming(
        claim=hashlib.sha256(b"\0".join([*stays, body])).hexdigest(),
        answers=tuple(dict.fromkeys([*answered, *letters_named(references, mail_from=mail_from)])),
        reference=reference.group() if reference else None,
        is_automatic=is_automatic(headers, sender=sender, subject=_subject(mail)),
        sender=sender,
        own=own_text(_text(mail)),
    )


def _headers(mail: Message) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in mail.items():
        found.setdefault(name.lower(), []).append(str(value))
    return found


def _first(headers: dict[str, list[str]], name: str) -> str:
    return next(iter(headers.get(name, [])), "")[:LONGEST_FIELD]


def _subject(mail: Message) -> str:
    try:
        parts = decode_header(str(mail.get("Subject", ""))[:LONGEST_FIELD])
    except (HeaderParseError, ValueError):
        return ""
    return "".join(_decoded(part, charset) if isinstance(part, bytes) else part for part, charset in parts)


def _text(mail: Message) -> str:
    """The plain text or, in a mail that has none, what its HTML says outside of quotes."""
    parts = [part for part in mail.walk() if not part.is_multipart() and part.get_filename() is None]
    for part in parts:
        if part.get_content_type() == "text/plain":
            return _reflowed(_content(part), part)
    for part in parts:
        if part.get_content_type() == "text/html":
            reader = _Unquoted()
            reader.feed(_content(part)[:MOST_HTML])
            return reader.text
    return ""


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return _decoded(payload, part.get_content_charset()) if isinstance(payload, bytes) else ""


def _decoded(octets: bytes, charset: str | None) -> str:
    name = (charset or "utf-8").lower()
    try:
        return octets.decode(MORE_THAN_NAMED.get(name, name), errors="replace")
    except LookupError:  # a charset nobody knows
        return octets.decode("utf-8", errors="replace")


def _reflowed(text: str, part: Message) -> str:
    """Lines that a program broke for its own sake are one again (format=flowed, RFC 3676)."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    lines = [line.removeprefix(" ") if line.startswith(" ") else line for line in text.splitlines()]
    delete = str(part.get_param("delsp", "")).lower() == "yes"
    out = ""
    for line in lines:
        flows = line.endswith(" ") and line != "-- " and not line.startswith(">")
        out += (line[:-1] if delete else line) if flows else line + "\n"
    return out


class _Unquoted(HTMLParser):
    """The text of an HTML mail up to its first quote."""

    QUOTES = re.compile(r"gmail_(quote|attr)|yahoo_quoted|moz-cite-prefix|divrplyfwdmsg|appendonsend", re.I)
    BREAKS = frozenset({"br", "p", "div", "tr", "li", "hr"})
    SILENT = frozenset({"style", "script", "head", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.text, self._silent, self._is_over = "", 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
        if tag == "blockquote" or self.QUOTES.search(marks):
            self._is_over = True
        self._silent += tag in self.SILENT
        if tag in self.BREAKS and not self._is_over:
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in self.SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._is_over and not self._silent:
            self.text += data
