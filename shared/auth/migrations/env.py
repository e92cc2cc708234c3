"""Alembic's entry: the tables this folder of versions is about."""

from shared.auth.tables import accounts_metadata
from shared.migrate import run_migrations

run_migrations([accounts_metadata])
