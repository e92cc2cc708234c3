"""Whom programs are for, who was taken in all the same, needs that nothing met, and what people noticed."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _matching()
    _gaps()
    op.create_table(
        "kizuki_notes",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("municipality", sa.String(), nullable=False, index=True),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("sentence", sa.String(length=200), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
    )


def _matching() -> None:
    op.create_table(
        "program_conditions",
        sa.Column("program_id", sa.String(), sa.ForeignKey("programs.id"), primary_key=True),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "gap_acceptances",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("municipality", sa.String(), nullable=False, index=True),
        sa.Column("program_id", sa.String(), sa.ForeignKey("programs.id"), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("approver", sa.String(length=40), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
    )


def _gaps() -> None:
    op.create_table(
        "unmet_needs",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
    )
    op.create_index("ix_unmet_needs_counted", "unmet_needs", ["municipality", "theme", "area", "noted_at"])
    op.create_table(
        "gap_lines",
        sa.Column("municipality", sa.String(), primary_key=True),
        sa.Column("theme", sa.String(length=40), primary_key=True),
        sa.Column("area", sa.String(), primary_key=True),
        sa.Column("told_at", UTCDateTime(), nullable=True),
    )
