"""The environment, read once at the start and handed over.

Secrets may lie in files instead: `YUI_INTAKE_DATABASE_URL` is then the content of `yui_intake_database_url` in the
folder that `YUI_SECRETS_DIR` names, or in /run/secrets, where container engines put them. The environment wins.
"""

import os
from pathlib import Path
from urllib.parse import quote

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource, SettingsConfigDict

ENGINES_SECRETS = Path("/run/secrets")


def secrets_folder() -> Path | None:
    """Where secrets lie as files, if they do."""
    folder = Path(os.environ.get("YUI_SECRETS_DIR") or ENGINES_SECRETS)
    return folder if folder.is_dir() else None


class ServiceSettings(BaseSettings):
    """What every service needs to know; each service adds its own variables in its settings.py."""

    model_config = SettingsConfigDict(env_prefix="YUI_", extra="ignore")

    nats_url: str = Field("nats://127.0.0.1:4222", description="address of the NATS server")
    nats_user: str | None = Field(None, description="this service's NATS user")
    nats_password: SecretStr | None = Field(None, description="its password")
    makes_topology: bool = Field(
        True, description="make missing streams and durables; off where the topology process does"
    )
    auth_database_url: str = Field("sqlite:///var/auth.sqlite", description="accounts and sessions (shared/auth)")
    public_url: str = Field("http://127.0.0.1:8080", description="the address people type; stands in mails and feeds")
    secure_cookies: bool = Field(False, description="set when people reach Yui by https")
    body_limit_bytes: int = Field(262_144, description="larger request bodies are refused before they are parsed")
    request_log: bool = Field(True, description="one log line a request and a fact")
    batch_size: int = Field(256, description="most messages handled in one transaction")
    otlp_endpoint: str = Field(
        "", validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT", description="where traces go (OTLP/HTTP); empty: nowhere"
    )
    figures_seconds: float = Field(30, gt=0, description="how often the figures of the work are counted from rows")
    data_dir: Path = Field(Path("var"), description="where files go that are not rows")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is handed over, then the environment, then files; the folder is looked up when they are read."""
        return init_settings, env_settings, SecretsSettingsSource(settings_cls, secrets_dir=secrets_folder())


def bus_address(settings: ServiceSettings) -> str:
    """NATS's address with the user's name and password in it, for tools that take an address."""
    if not settings.nats_user:
        return settings.nats_url
    password = settings.nats_password.get_secret_value() if settings.nats_password else ""
    who = f"{quote(settings.nats_user)}:{quote(password)}@"
    return ",".join(each.replace("://", f"://{who}", 1) for each in settings.nats_url.split(","))
