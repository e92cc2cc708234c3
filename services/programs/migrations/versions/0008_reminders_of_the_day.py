"""Organisers are reminded on the day, with a link that calls the session off."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("reminded_at", UTCDateTime(), nullable=True))
    op.create_table(
        "stop_links",
        sa.Column("token_sha256", sa.String(), primary_key=True),
        sa.Column("session_id", sa.String(), sa.ForeignKey("sessions.id"), nullable=False, index=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
    )
