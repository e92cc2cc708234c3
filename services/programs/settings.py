"""Programs' environment."""

from datetime import time
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
    guide_margin_years: int = Field(5, ge=0, le=20, description="how far outside of guide ages (概ね) is asked about")
    gap_lines_after: int = Field(3, ge=1, le=20, description="unmet needs of a theme and area that make an agenda line")
    gap_window_days: int = Field(90, ge=1, le=730, description="the days within which they have to come together")
    organisers_reminded_at: time = Field(
        time(7), description="of the day, in Japan; two hours before it begins where that is earlier"
    )
    registrations_an_hour: int = Field(
        40, ge=1, description="from one address; a school or a community hall shares one"
    )
    photos_kept_days: int = Field(30, ge=1, le=366, description="how long a photo outlasts the day it was posted for")
    office_mail: str = Field("yui@localhost.localdomain", description="the office that feeds name as organiser")
    print_font: Path | None = Field(None, description="a font file with Japanese for PDFs, if not Debian's")
    open_data_licence: str = Field("CC BY 4.0", description="the licence of the open data, as people name it")
    open_data_licence_url: str = Field(
        "https://creativecommons.org/licenses/by/4.0/deed.ja", description="where it can be read"
    )
    open_data_attribution: str = Field("", description="whom users of the open data name; empty: the municipality")
    coordinator_phone: str = Field(
        "", description="whom residents with an idea call; empty: venues and organisers alone"
    )
