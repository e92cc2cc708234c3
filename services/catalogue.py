"""The four services by name, for tools that work on all of them: topology, doctor, replay, documents."""

from dataclasses import dataclass
from pathlib import Path

from services.intake.handlers import handlers as intake_handlers
from services.intake.settings import Settings as IntakeSettings
from services.meetings.handlers import handlers as meetings_handlers
from services.meetings.settings import Settings as MeetingsSettings
from services.notify.handlers import handlers as notify_handlers
from services.notify.settings import Settings as NotifySettings
from services.programs.handlers import handlers as programs_handlers
from services.programs.settings import Settings as ProgramsSettings
from shared.bus import Consumer, EventRouter, consumers

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Listed:
    """One service as tools see it."""

    name: str
    handlers: EventRouter
    database_url: str

    @property
    def migrations(self) -> Path:
        return HERE / self.name / "migrations"

    @property
    def consumers(self) -> list[Consumer]:
        return consumers([self.handlers])


def all_services() -> list[Listed]:
    """The services with their databases as the environment names them."""
    return [
        Listed("intake", intake_handlers, IntakeSettings().intake_database_url),
        Listed("meetings", meetings_handlers, MeetingsSettings().meetings_database_url),
        Listed("programs", programs_handlers, ProgramsSettings().programs_database_url),
        Listed("notify", notify_handlers, NotifySettings().notify_database_url),
    ]
