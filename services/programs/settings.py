"""Programs' environment."""

from pathlib import Path

from pydantic import Field

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Variables of programs."""

    programs_database_url: str = Field("sqlite:///var/programs.sqlite", description="where programs keeps its rows")
    horizon_weeks: int = Field(13, ge=1, le=104, description="how far ahead sessions exist")
    office_mail: str = Field("yui@localhost.localdomain", description="the office that feeds name as organiser")
    print_font: Path | None = Field(None, description="a font file with Japanese for PDFs, if not Debian's")
