"""Intake's environment."""

from pathlib import Path

from pydantic import Field

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Variables of intake."""

    intake_database_url: str = Field("sqlite:///var/intake.sqlite", description="where intake keeps its rows")
    key_file: Path = Field(Path("keys/intake.json"), description="master keys of the sealed columns; outside data_dir")
    referral_answer_days: int = Field(5, ge=1, description="working days an agency has to answer a referral")
    next_contact_days: int = Field(14, ge=1, description="days until an agency looks at a case again, unless it says")
