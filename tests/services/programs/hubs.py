"""A town as large as the whole prefecture's hubs (あったかふれあいセンター): 55 of them with five programs each."""

from datetime import date, time, timedelta

from services.programs.models import Area, Municipality, Organiser, Program, Reading, Session, Venue
from services.programs.rules import ProgramKind, moment_on
from shared.clock import utc_now
from shared.db import Database
from shared.db import Session as Tx

TOWN = "39999"
HUBS, PROGRAMS = 55, 5
KINDS = (ProgramKind.GATHERING, ProgramKind.MEAL, ProgramKind.EXERCISE, ProgramKind.HOBBY, ProgramKind.CHILDREN)
NAMES = ("いきいき百歳体操の会", "ふれあい食堂", "健康体操教室", "手芸と折り紙の会", "子育てひろば")


async def fill_hubs(db: Database, today: date, *, days: int = 7) -> None:
    """The hubs' programs, each on one day of the week."""
    async with db.transaction() as tx:
        tx.add(Municipality(code=TOWN, name="見本市", name_en="Sample"))
        tx.add(Reading(municipality=TOWN, word="集会所", kana="しゅうかいしょ"))
        await tx.flush()
        for hub in range(HUBS):
            await _add_hub(tx, hub, today, days)


async def _add_hub(tx: Tx, hub: int, today: date, days: int) -> None:
    area, venue, runs = f"area-{hub}", f"venue-{hub}", f"runs-{hub}"
    tx.add(Area(municipality=TOWN, id=area, name=f"第{hub + 1}地域"))
    tx.add(Organiser(id=runs, municipality=TOWN, name=f"第{hub + 1}あったか会", phone="088-000-0000"))
    tx.add(Venue(id=venue, municipality=TOWN, area=area, name=f"第{hub + 1}地域 中央集会所"))
    await tx.flush()
    for number, name in enumerate(NAMES):
        program = Program(
            id=f"hub-{hub}-{number}",
            municipality=TOWN,
            area=area,
            name=f"{name} {hub + 1}",
            name_kana="いきいき ひゃくさいたいそうのかい",
            kind=KINDS[number],
            purpose="つながり",
            audience="町内にお住まいのおおむね65歳以上の方、どなたでも",
            content="体を動かす",
            plain="だれでも 来て ください。",
            organiser_id=runs,
            venue_id=venue,
            started_at=utc_now(),
        )
        tx.add(program)
        await tx.flush()
        _add_sessions(tx, program, hub + number, today, days)


def _add_sessions(tx: Tx, program: Program, weekday: int, today: date, days: int) -> None:
    for day in range(weekday % 7, days, 7):
        on = today + timedelta(days=day)
        tx.add(
            Session(
                program_id=program.id,
                municipality=TOWN,
                due_on=on,
                held_on=on,
                uid=f"{program.id}-{day}",
                starts_at=moment_on(on, time(10)),
                ends_at=moment_on(on, time(12)),
                changed_at=utc_now(),
            )
        )
