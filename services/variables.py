"""Every variable of the environment that Yui reads, for tools that work on all of them."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from services.intake.settings import Settings as IntakeSettings
from services.listening import Settings as ListeningSettings
from services.meetings.settings import Settings as MeetingsSettings
from services.notify.settings import Settings as NotifySettings
from services.portal import Settings as PortalSettings
from services.programs.settings import Settings as ProgramsSettings
from shared.settings import ServiceSettings

SETTINGS: tuple[type[ServiceSettings], ...] = (
    ListeningSettings, PortalSettings, IntakeSettings, MeetingsSettings, ProgramsSettings, NotifySettings,
)  # fmt: skip


class Variable(NamedTuple):
    """One of them: its name in the environment, its field, its value there (None: it is not set)."""

    name: str
    field: FieldInfo
    value: Any

    @property
    def is_secret(self) -> bool:
        """A password, or an address with one in it."""
        if isinstance(self.value, SecretStr):
            return True
        address = urlsplit(str(self.value))
        return bool(address.netloc and ("@" in address.netloc or address.query)) or address.scheme.startswith(
            "postgres"
        )


def variable_of(field_name: str, field: FieldInfo) -> str:
    """`YUI_PORT` of `port`."""
    return str(field.validation_alias or f"YUI_{field_name.upper()}")


def fields() -> dict[str, FieldInfo]:
    """All of them by name."""
    return {variable_of(name, field): field for each in SETTINGS for name, field in each.model_fields.items()}


def variables() -> Iterator[Variable]:
    """All of them with what the environment and the secrets' files say; raises pydantic.ValidationError."""
    seen = set()
    for each in SETTINGS:
        settings = each()
        for field_name, field in each.model_fields.items():
            name = variable_of(field_name, field)
            is_set = field_name in settings.model_fields_set
            if name not in seen:
                seen.add(name)
                yield Variable(name, field, getattr(settings, field_name) if is_set else None)
