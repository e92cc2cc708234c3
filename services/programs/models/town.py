"""What stands in a town: its areas, who runs programs, where, and when it rests."""

from datetime import date, datetime, time

from sqlmodel import Field

from services.programs.models.base import ProgramsModel, moment
from shared.clock import new_id


class Municipality(ProgramsModel, table=True):
    """市町村."""

    __tablename__ = "municipalities"

    code: str = Field(primary_key=True)
    name: str
    name_en: str


class Area(ProgramsModel, table=True):
    """小地域."""

    __tablename__ = "areas"

    municipality: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str


class Organiser(ProgramsModel, table=True):
    """主催: a group that runs programs, with the number people may call. Public, like the programs themselves."""

    __tablename__ = "organisers"

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str = Field(index=True)
    name: str = Field(max_length=80)
    phone: str = Field(default="", max_length=20)


class OrganiserLink(ProgramsModel, table=True):
    """A link by which an organiser's people post without a password; of its secret only the SHA-256 is known."""

    __tablename__ = "organiser_links"

    token_sha256: str = Field(primary_key=True)
    organiser_id: str = Field(foreign_key="organisers.id", index=True)
    name: str = Field(max_length=60, description="whose phone it is for, as a role: 受付, 当番")
    made_at: datetime = Field(sa_column=moment())
    expires_at: datetime = Field(sa_column=moment())
    revoked_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))
    used_at: datetime | None = Field(default=None, sa_column=moment(nullable=True))


class StopLink(ProgramsModel, table=True):
    """The link in a reminder's mail: it calls one session off; of its secret only the SHA-256 is known."""

    __tablename__ = "stop_links"

    token_sha256: str = Field(primary_key=True)
    session_id: str = Field(foreign_key="sessions.id", index=True)
    made_at: datetime = Field(sa_column=moment())


class Venue(ProgramsModel, table=True):
    """会場: where programs take place."""

    __tablename__ = "venues"

    id: str = Field(default_factory=new_id, primary_key=True)
    municipality: str = Field(index=True)
    area: str | None = None
    name: str = Field(max_length=80)
    address: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=20)
    places: int | None = Field(default=None, description="how many people it holds")
    latitude: float | None = None
    longitude: float | None = None


class VenueHours(ProgramsModel, table=True):
    """Opening hours of a venue on one weekday; a weekday without a row is closed."""

    __tablename__ = "venue_hours"

    venue_id: str = Field(primary_key=True, foreign_key="venues.id")
    weekday: int = Field(primary_key=True, description="Monday is 0")
    opens: time
    closes: time


class ClosedDay(ProgramsModel, table=True):
    """A day on which the town's programs rest though it is no public holiday (お盆, 地区の祭り)."""

    __tablename__ = "closed_days"

    municipality: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    name: str = Field(max_length=40)


class SchoolBreak(ProgramsModel, table=True):
    """学校の休み: programs go on, but who posts a week in it is reminded."""

    __tablename__ = "school_breaks"

    municipality: str = Field(primary_key=True)
    first_day: date = Field(primary_key=True)
    last_day: date
    name: str = Field(max_length=40)


class Reading(ProgramsModel, table=True):
    """よみ: how a word of the town is read (上ノ加江 is かみのかえ), for the kana above it."""

    __tablename__ = "readings"

    municipality: str = Field(primary_key=True)
    word: str = Field(primary_key=True, max_length=40)
    kana: str = Field(max_length=80)
