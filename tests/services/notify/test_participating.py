"""One person, several registrations, one mail: what ends is not told, what goes on is, whatever left before."""

import asyncio
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import SMTP

from sqlmodel import select

from services.notify.actions.contacts import give_address
from services.notify.channels.sink import text_of
from services.notify.models import Contact
from shared.contracts.programs import ConcernedSession, ParticipantConcerned, RegistrationEnded, RegistrationMade
from shared.tokens import fingerprint
from tests.services.notify.stage import NOW, TOWN, Stage

NAMES = {"1": "カフェ", "2": "体操", "3": "集い"}


def made(number: str) -> RegistrationMade:
    return RegistrationMade(
        municipality=TOWN, aggregate_id=f"reg-{number}", aggregate_version=1, occurred_at=NOW, program_id="p",
        ticket_sha256=fingerprint(f"ticket-{number}"), is_waiting=False,
    )  # fmt: skip


def ended(number: str) -> RegistrationEnded:
    return RegistrationEnded(
        municipality=TOWN, aggregate_id=f"reg-{number}", aggregate_version=2, occurred_at=NOW, program_id="p",
        ticket_sha256=fingerprint(f"ticket-{number}"), has_lapsed=False,
    )  # fmt: skip


def concerned(
    number: str, version: int = 1, *, is_off: bool = True, session: str | None = None
) -> ParticipantConcerned:
    return ParticipantConcerned(
        municipality=TOWN, aggregate_id=f"change|reg-{number}", aggregate_version=version, occurred_at=NOW,
        change_id="change", registration_id=f"reg-{number}", ticket_sha256=fingerprint(f"ticket-{number}"),
        sessions=[ConcernedSession(
            session_id=f"s{number}", name=session or NAMES[number], held_on=date(2026, 11, 25), is_off=is_off,
            reason="typhoon" if is_off else None,
        )],
    )  # fmt: skip


async def registered(stage: Stage, *numbers: str) -> None:
    """They gave the same address for each of these."""
    await stage.hear(*(made(number) for number in numbers))
    for number in numbers:
        async with stage.db.transaction() as tx:
            await give_address(tx, f"ticket-{number}", "hanako@nankoku.example", keys=stage.keys, now=NOW)


async def sent(stage: Stage) -> list[str]:
    """The texts of the mails that leave now."""
    before = set(stage.mails())
    stage.now += timedelta(seconds=4)
    await stage.rounds.round()
    new = [path for path in stage.mails() if path not in before]
    return [text_of(message_from_bytes(path.read_bytes(), policy=SMTP)) for path in new]


async def test_of_two_that_end_neither_is_told(stage: Stage) -> None:
    await registered(stage, "1", "2")
    await stage.hear(concerned("1"), concerned("2"), ended("1"), ended("2"))
    assert await stage.states() == [("sessions_off", 0, "cancelled", "revoked")]
    assert await sent(stage) == []


async def test_what_ended_is_left_out_of_the_mail_that_leaves(stage: Stage) -> None:
    await registered(stage, "1", "2")
    await stage.hear(concerned("1"), concerned("2"), ended("1"), ended("1"))
    [mail] = await sent(stage)
    assert ("体操" in mail, "カフェ" in mail) == (True, False)


async def test_a_further_registration_is_told_though_the_others_ended_before(stage: Stage) -> None:
    await registered(stage, "1", "2")
    await stage.hear(concerned("1"), ended("1"), concerned("2"), concerned("2"))
    [mail] = await sent(stage)
    assert ("体操" in mail, "カフェ" in mail) == (True, False)


async def test_each_hears_of_the_reopening_where_it_heard_of_the_closing(stage: Stage) -> None:
    await registered(stage, "1", "2", "3")
    await stage.hear(concerned("1"), ended("1"), concerned("2"))
    assert len(await sent(stage)) == 1
    await stage.hear(concerned("3"))
    assert len(await sent(stage)) == 1
    await stage.hear(*(concerned(number, 2, is_off=False) for number in "23"))
    opened = "".join(await sent(stage))
    assert ("【あります】" in opened, "体操" in opened, "集い" in opened) == (True, True, True)


async def test_a_reopening_heard_of_late_is_told_all_the_same(stage: Stage) -> None:
    await registered(stage, "1", "2")
    await stage.hear(concerned("1"), concerned("2"))
    assert len(await sent(stage)) == 1
    await stage.hear(concerned("1", 2, is_off=False))
    assert "カフェ" in (await sent(stage))[0]
    await stage.hear(concerned("2", 2, is_off=False), concerned("2", 2, is_off=False))
    [mail] = await sent(stage)
    assert ("【あります】" in mail, "体操" in mail, "カフェ" in mail) == (True, True, False)


async def test_the_last_two_who_go_at_once_take_their_address_with_them(stage: Stage) -> None:
    await registered(stage, "1", "2")
    await asyncio.gather(stage.hear(ended("1")), stage.hear(ended("2")))
    async with stage.db.reading() as tx:
        assert (await tx.exec(select(Contact))).all() == []


async def test_what_stays_off_is_not_listed_among_what_is_on_again(stage: Stage) -> None:
    await registered(stage, "1", "2")
    await stage.hear(concerned("1"), concerned("2"))
    await sent(stage)
    await stage.hear(concerned("1", 2, is_off=False), concerned("2", 2))
    [mail] = await sent(stage)
    lines = [line for line in mail.splitlines() if line.startswith("【")]
    assert [line[:4] for line in lines] == ["【中止】", "【ありま"]


async def test_two_of_a_family_at_one_session_read_one_line(stage: Stage) -> None:
    await registered(stage, "1", "2")
    await stage.hear(concerned("1", session="体操"), concerned("2"))
    [mail] = await sent(stage)
    assert mail.count("【中止】") == 1
