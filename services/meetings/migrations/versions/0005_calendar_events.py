"""Calendar events are rendered once and stored; subscriptions have a detail level and can be replaced."""

import sqlalchemy as sa
from alembic import op

from shared.db.columns import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "subject"),
    )
    op.create_table(
        "calendar_events",
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("series_day", sa.Date(), nullable=True),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("busy", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "subject", "uid"),
    )
    op.create_index(op.f("ix_calendar_events_meeting_id"), "calendar_events", ["meeting_id"], unique=False)
    op.add_column("feed_tokens", sa.Column("subjects", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("feed_tokens", sa.Column("detail", sa.String(), nullable=False, server_default="place"))
    op.add_column("feed_tokens", sa.Column("replaced_at", UTCDateTime(), nullable=True))
