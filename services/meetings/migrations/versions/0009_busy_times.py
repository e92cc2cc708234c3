"""Busy times out of people's own calendars: spans only."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "busy_calendars",
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("uploaded_at", UTCDateTime(), nullable=False),
        sa.Column("reaches_until", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "account_id"),
    )
    op.create_table(
        "busy_times",
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "account_id", "starts_at"),
    )
