"""Replies to reminders: that they came, and what the answer refers to."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "replies",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("message_id", sa.String(), sa.ForeignKey("messages.id"), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("received_at", UTCDateTime(), nullable=False),
    )
