"""Meetings' environment."""

from pathlib import Path

from pydantic import Field

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Variables of meetings."""

    meetings_database_url: str = Field("sqlite:///var/meetings.sqlite", description="where meetings keeps its rows")
    meetings_key_file: Path = Field(
        Path("keys/meetings.json"), description="master keys of the minutes; outside data_dir"
    )
    print_font: Path | None = Field(None, description="a font file with Japanese for PDFs, if not Debian's")
    horizon_months: int = Field(13, ge=1, le=24, description="how far ahead sittings exist")
    network_lead_days: int = Field(3, ge=1, description="working days between a core decision and a network meeting")
    feed_fetches_a_minute: int = Field(30, ge=1, description="of one calendar address; more are told to wait")
