"""A poll of Nakatosa's network body that some have answered, for the browser and for the pictures."""

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import NamedTuple

from services.notify.channels.sink import text_of
from tests.nakatosa import Nakatosa

FORM: dict[str, str | list[str]] = {
    "day-1": "2026-12-22", "start-1": "13:30", "day-2": "2026-12-24", "start-2": "10:00", "day-3": "2026-12-26",
    "start-3": "10:00", "minutes": "60", "due_on": "2026-12-18", "posts": ["A", "B", "C", "D"],
    "agencies": ["houkatsu"],
}  # fmt: skip
SAID = {"promoter-a": ("yes", "yes", "no"), "promoter-b": ("no", "yes", "maybe"), "promoter-c": ("yes", "maybe", "")}


class Asked(NamedTuple):
    """Where the poll is seen: by who arranges it, by a link in a mail, by an agency signed in."""

    page: str
    link: str
    asking: str


async def ask(town: Nakatosa) -> Asked:
    """The leader asks; three answer from their own pages, the nurse and an agency are silent."""
    leader = await town.sign_in("promoter-c")
    made = await leader.send("/meetings/bodies/network/poll", FORM)
    assert made.status_code == 303, made.text
    await town.settle()
    for login, answers in SAID.items():
        person = await town.sign_in(login)
        asking = await _asking(town, login)
        names = list(dict.fromkeys(re.findall(r'name="(say-[\w-]+)"', (await person.see(asking)).text)))
        said = {name: answer for name, answer in zip(names, answers, strict=True) if answer}
        assert (await person.send(asking, said)).status_code == 303
    page = str(made.headers["location"]).partition("?")[0]
    return Asked(page, _link(town), await _asking(town, "houkatsu"))


async def _asking(town: Nakatosa, login: str) -> str:
    mine = (await (await town.sign_in(login)).see("/meetings")).text
    return str(re.findall(r'href="(/meetings/askings/[\w-]+)"', mine)[0])


def _link(town: Nakatosa) -> str:
    """The address in the mail to the silent agency."""
    folder: Path = town.services["notify"].state.settings.sink_dir
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in folder.glob("*.eml")]
    texts = [text_of(mail) for mail in mails if "agency-houkatsu" in str(mail["to"])]
    return next(str(found[0]) for text in texts if (found := re.findall(r"/meetings/dates/[\w-]{43}", text)))
