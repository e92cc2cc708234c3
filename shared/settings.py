"""The environment, read once at the start and handed over."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """What every service needs to know; each service adds its own variables in its settings.py."""

    model_config = SettingsConfigDict(env_prefix="YUI_", extra="ignore", secrets_dir=None)

    nats_url: str = Field("nats://127.0.0.1:4222", description="address of the NATS server")
    nats_user: str | None = Field(None, description="this service's NATS user")
    nats_password: SecretStr | None = Field(None, description="its password")
    auth_database_url: str = Field("sqlite:///var/auth.sqlite", description="accounts and sessions (shared/auth)")
    public_url: str = Field("http://127.0.0.1:8080", description="the address people type; stands in mails and feeds")
    secure_cookies: bool = Field(False, description="set when people reach Yui by https")
    body_limit_bytes: int = Field(262_144, description="larger request bodies are refused before they are parsed")
    request_log: bool = Field(True, description="one log line a request")
    batch_size: int = Field(256, description="most messages handled in one transaction")
    figures_seconds: float = Field(30, gt=0, description="how often the figures of the work are counted from rows")
    data_dir: Path = Field(Path("var"), description="where files go that are not rows")
