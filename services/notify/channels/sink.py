"""A directory that takes mails where no mail server is wanted: demonstrations, trials, tests."""

import asyncio
import os
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from services.notify.channels import Letter
from services.notify.channels.envelope import mail_of


class Sink:
    """Writes `<id>.eml`; sending a letter again writes the same file."""

    name = "mail"

    def __init__(self, folder: Path, *, mail_from: str, reply_to: str = "") -> None:
        self._folder = folder
        self._mail_from, self._reply_to = mail_from, reply_to

    async def send(self, letter: Letter) -> None:
        octets = mail_of(letter, mail_from=self._mail_from, reply_to=self._reply_to).as_bytes()
        await asyncio.to_thread(_write, self._folder, f"{letter.id}.eml", octets)


def _write(folder: Path, name: str, octets: bytes) -> None:
    """All or nothing: a reader never sees half a mail, a crash leaves none."""
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f".{name}.part"
    with half.open("wb") as file:
        file.write(octets)
        file.flush()
        os.fsync(file.fileno())
    half.replace(folder / name)


def text_of(mail: EmailMessage) -> str:
    """What people read in a mail: its text, not the appointment beside it."""
    part = mail.get_body(("plain",))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


def read_mail(folder: Path, letter_id: str) -> EmailMessage | None:
    """A mail that was sent into the sink."""
    path = folder / f"{letter_id}.eml"
    return message_from_bytes(path.read_bytes(), policy=SMTP) if path.exists() else None
