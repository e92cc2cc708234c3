"""Alembic's entry: the tables this folder of versions is about."""

from services.notify.models import metadata

import shared.bus.tables
import shared.outbox.tables  # noqa: F401
from shared.db.plumbing import plumbing
from shared.migrate import run_migrations

run_migrations([metadata, plumbing])
