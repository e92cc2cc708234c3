"""A town's standing facts: areas, agencies, posts, bodies, programs. Each service adopts its own part at the start."""

from datetime import date, time
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from shared.contracts.words import Capacity, Field, ItemKind, LegalBasis

HERE = Path(__file__).parent
MAIL = r"^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+$"
Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Area(_Fact):
    """小地域."""

    id: str
    name: str


class Agency(_Fact):
    """相談機関; `tier` primary (一次) or secondary (二次)."""

    id: str
    name: str
    operator: str
    fields: list[Field]
    tier: Literal["primary", "secondary"]
    mail: str | None = Described(default=None, pattern=MAIL, description="where it is written to")


class Post(_Fact):
    """A seat (包括化推進員 A–E), not a person."""

    id: str
    title: str
    agency: str
    leads: list[str] = []
    deputises: list[str] = []
    chief: bool = False
    mail: str | None = Described(default=None, pattern=MAIL, description="where this seat is written to")


class Recurrence(_Fact):
    """When a body meets: RRULE (RFC 5545 3.3.10), start in local time, length."""

    rrule: str
    start: time
    minutes: int


class Body(_Fact):
    """会議体: who leads it, who must come, who is called by the agenda."""

    id: str
    name: str
    purpose: str = ""
    leader: str | None = None
    deputy: str | None = None
    required: list[str] = []
    by_agenda: list[str] = []
    invites: str | None = None
    area: str | None = None
    legal_bases: list[LegalBasis] = []
    takes: list[ItemKind] = []
    recurrence: Recurrence | Literal["on-demand"] = "on-demand"
    holiday_rule: str | None = None


class Weekly(_Fact):
    """One weekly time; without times it is "time to be posted"."""

    day: Weekday
    start: time | None = None
    end: time | None = None


class Irregular(_Fact):
    name: str
    recurrence: Literal["irregular"]


class Audience(_Fact):
    """Who a program is for: the text people read, and the codes matching works on."""

    text: str
    age_min: int | None = None
    age_max: int | None = None
    ages_are_guides: bool = False
    grade_min: int | None = None
    grade_max: int | None = None
    any_of: list[str] = []
    all_of: list[str] = []


class Program(_Fact):
    """A weekly activity. `plain` is one sentence in やさしい日本語; `kind` is what the residents' board filters by."""

    id: str
    name: str
    purpose: str
    audience: Audience
    content: str
    weekly: list[Weekly]
    irregular: list[Irregular] = []
    name_kana: str = ""
    name_en: str = ""
    kind: str = "other"
    plain: str = ""
    summary_en: str = ""
    organiser: str | None = None
    venue: str | None = None


class Organiser(_Fact):
    """主催: who runs programs, and the number people may call."""

    id: str
    name: str
    phone: str = ""


class Hours(_Fact):
    """When a venue is open on a weekday."""

    day: Weekday
    opens: time
    closes: time


class Venue(_Fact):
    """会場; `places` is how many people it holds, the position is in degrees (WGS 84)."""

    id: str
    name: str
    area: str | None = None
    address: str = ""
    phone: str = ""
    places: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    hours: list[Hours] = []


class SchoolBreak(_Fact):
    """学校の休み."""

    name: str
    first_day: date
    last_day: date


class Municipality(_Fact):
    code: str = Described(pattern=r"^[0-9]{5}$")
    name: str
    name_en: str
    prefecture: str
    timezone: str


class Registered(_Fact):
    """An agency in the secrecy register (守秘の名簿) since a day."""

    agency: str
    since: date


class CallRule(_Fact):
    """Which items call a post to a body that calls it "by agenda", and in which capacity (立場)."""

    post: str
    fields: list[Field] = []
    emergency: bool = False
    capacity: Capacity


class Town(_Fact):
    """Everything a municipality starts with."""

    municipality: Municipality
    areas: list[Area]
    agencies: list[Agency]
    promoters: list[Post] = []
    bodies: list[Body] = []
    programs: list[Program] = []
    organisers: list[Organiser] = []
    venues: list[Venue] = []
    school_breaks: list[SchoolBreak] = []
    readings: dict[str, str] = {}
    call_rules: list[CallRule] = []
    places: dict[str, str] = {}
    secrecy_register: list[Registered] = []
    flow: list[dict[str, str]] = []

    @property
    def code(self) -> str:
        return self.municipality.code


def load_town(path: Path) -> Town:
    """Read a town file; pydantic.ValidationError names what is wrong in it."""
    return Town.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def known_towns() -> dict[str, Path]:
    """Every town file of this installation by its name: a town puts its own beside the demo's."""
    return {path.stem: path for path in sorted(HERE.glob("*.yaml"))}


def demo_towns() -> list[Town]:
    """Nakatosa and Nankoku, as the slides describe them."""
    return [load_town(HERE / "nakatosa.yaml"), load_town(HERE / "nankoku.yaml")]
