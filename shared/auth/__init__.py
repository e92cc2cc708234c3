"""Who is asking and what they may see. Its database is its own; services reach it through this package only."""

from pathlib import Path

from shared.auth.accounts import Accounts, add_account, end_sessions, may_see_municipality
from shared.auth.doors import may, public, sign_in_routes
from shared.auth.identify import Identify
from shared.auth.tables import Account
from shared.auth.who import Grant, Role, Who

AUTH_MIGRATIONS = Path(__file__).parent / "migrations"

__all__ = [
    "AUTH_MIGRATIONS",
    "Account",
    "Accounts",
    "Grant",
    "Identify",
    "Role",
    "Who",
    "add_account",
    "end_sessions",
    "may",
    "may_see_municipality",
    "public",
    "sign_in_routes",
]
