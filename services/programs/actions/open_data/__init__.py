"""Open data: what is public of a town's programs, as Open Referral's HSDS and as tables."""

from services.programs.actions.open_data.hsds import hsds_of, locations_of, organizations_of, services_of
from services.programs.actions.open_data.paging import MOST_A_PAGE, page_of
from services.programs.actions.open_data.publishing import Published, published_of
from services.programs.actions.open_data.tables import (
    PROGRAM_COLUMNS,
    SESSION_COLUMNS,
    program_rows,
    session_rows,
)

__all__ = [
    "MOST_A_PAGE",
    "PROGRAM_COLUMNS",
    "SESSION_COLUMNS",
    "Published",
    "hsds_of",
    "locations_of",
    "organizations_of",
    "page_of",
    "program_rows",
    "published_of",
    "services_of",
    "session_rows",
]
