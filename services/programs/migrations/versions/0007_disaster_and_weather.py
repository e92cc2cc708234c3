"""Many sessions called off at once: who is concerned and heard; weather rules, warnings and proposals."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("changed_by", sa.String(), nullable=True))
    op.create_table(
        "concerned",
        sa.Column("change_id", sa.String(), sa.ForeignKey("changes.id"), primary_key=True),
        sa.Column("registration_id", sa.String(), sa.ForeignKey("registrations.id"), primary_key=True, index=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("told_at", UTCDateTime(), nullable=True),
        sa.Column("reached_at", UTCDateTime(), nullable=True),
        sa.Column("reached_by", sa.String(), nullable=True),
    )
    op.create_table(
        "weather_rules",
        sa.Column("program_id", sa.String(), sa.ForeignKey("programs.id"), primary_key=True),
        sa.Column("kind", sa.String(length=40), primary_key=True),
        sa.Column("decides_at", sa.Time(), primary_key=True),
        sa.Column("calls_off", sa.String(length=40), nullable=False),
    )
    op.create_table(
        "weather_warnings",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("municipality", sa.String(), nullable=False, index=True),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.Column("lifted_at", UTCDateTime(), nullable=True),
        sa.Column("entered_by", sa.String(), nullable=False),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("session_id", sa.String(), sa.ForeignKey("sessions.id"), nullable=False, index=True),
        sa.Column("municipality", sa.String(), nullable=False, index=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("decides_at", sa.Time(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("was_taken", sa.Boolean(), nullable=True),
        sa.UniqueConstraint("session_id", "kind", "decides_at", name="proposed_once"),
    )
