"""Programs' environment."""

from pydantic import Field

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Variables of programs."""

    programs_database_url: str = Field("sqlite:///var/programs.sqlite", description="where programs keeps its rows")
    horizon_weeks: int = Field(13, ge=1, le=104, description="how far ahead sessions exist")
    guide_margin_years: int = Field(5, ge=0, le=20, description="how far outside of guide ages (概ね) is asked about")
    gap_lines_after: int = Field(3, ge=1, le=20, description="unmet needs of a theme and area that make an agenda line")
    gap_window_days: int = Field(90, ge=1, le=730, description="the days within which they have to come together")
    office_mail: str = Field("yui@localhost.localdomain", description="the office that feeds name as organiser")
