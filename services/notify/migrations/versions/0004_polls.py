"""Polls of dates: which messages ask about one, what is settled of whom, which are over."""

import sqlalchemy as sa
from alembic import op

from shared.db.columns import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("poll_id", sa.String(), nullable=True))
    op.create_index(op.f("ix_messages_poll_id"), "messages", ["poll_id"])
    op.create_table(
        "settled_askings",
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("about"),
    )
    op.create_table(
        "closed_polls",
        sa.Column("poll_id", sa.String(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("poll_id"),
    )
