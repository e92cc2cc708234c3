"""Alembic's entry: the tables this folder of versions is about."""

import shared.bus.tables
import shared.outbox.tables  # noqa: F401
from services.notify.models import metadata
from shared.db.plumbing import plumbing, sealing
from shared.migrate import run_migrations

run_migrations([metadata, plumbing, sealing])
