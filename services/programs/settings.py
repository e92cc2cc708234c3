"""Programs' environment."""

from pathlib import Path

from pydantic import Field

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Variables of programs."""

    programs_database_url: str = Field("sqlite:///var/programs.sqlite", description="where programs keeps its rows")
    horizon_weeks: int = Field(13, ge=1, le=104, description="how far ahead sessions exist")
    programs_key_file: Path = Field(
        Path("keys/programs.json"), description="master keys of registrations; outside data_dir"
    )
    check_after_missed: int = Field(3, ge=1, description="a regular missed so often in a row is looked after")
    regular_from: int = Field(3, ge=1, description="who came so often before is a regular")
    office_mail: str = Field("yui@localhost.localdomain", description="the office that feeds name as organiser")
