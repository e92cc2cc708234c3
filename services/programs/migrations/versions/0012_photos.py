"""A photo with the week."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photos",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("program_id", sa.String(), sa.ForeignKey("programs.id"), nullable=False, index=True),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
    )
    op.add_column("sessions", sa.Column("photo_id", sa.String(), nullable=True))
    op.create_index("ix_sessions_photo_id", "sessions", ["photo_id"])
