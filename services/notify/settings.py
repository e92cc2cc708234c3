"""Notify's environment."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Variables of notify."""

    notify_database_url: str = Field("sqlite:///var/notify.sqlite", description="where notify keeps its rows")
    notify_key_file: Path = Field(
        Path("keys/notify.json"), description="the key that makes the links to answer by; outside data_dir"
    )
    demo: bool = Field(False, description="shows the mails that were sent into the sink")
    mail_channel: Literal["sink", "smtp"] = Field("sink", description="smtp, or files in a directory (sink)")
    mail_from: str = Field("結（Yui） <yui@localhost.localdomain>", description="sender of every mail")
    mail_reply_to: str = Field("", description="where replies are read, when that is not the sender itself")
    replies_dir: str = Field("", description="the Maildir folder in which replies arrive; empty: none are read")
    smtp_host: str = Field("127.0.0.1", description="the town's mail server")
    smtp_port: int = Field(25, description="its port")
    smtp_user: str | None = Field(None, description="its user, if it asks for one")
    smtp_password: SecretStr | None = Field(None, description="that user's password")
    smtp_tls: Literal["none", "starttls", "tls"] = Field("none", description="how the connection is protected")
    smtp_seconds: float = Field(30.0, gt=0, description="how long a mail may take")

    @property
    def sink_dir(self) -> Path:
        """Where mails go that nobody delivers."""
        return self.data_dir / "mails"

    @property
    def replies_folder(self) -> Path | None:
        """Where replies arrive, if they are read."""
        return Path(self.replies_dir) if self.replies_dir else None
