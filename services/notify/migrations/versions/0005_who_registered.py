"""Contacts of who registered for programs, sealed, by their tickets."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=False),
        sa.Column("places", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_access_log_case_ref"), "access_log", ["case_ref"])
    op.create_table(
        "case_keys",
        sa.Column("case_ref", sa.String(), nullable=False),
        sa.Column("master_key", sa.String(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("destroyed_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("case_ref"),
    )
    op.create_table(
        "contacts",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("address_mac", sa.String(), nullable=False, unique=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
    )
    op.create_table(
        "tickets",
        sa.Column("ticket_sha256", sa.String(), primary_key=True),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_alive", sa.Boolean(), nullable=False),
        sa.Column("contact_id", sa.String(), sa.ForeignKey("contacts.id"), nullable=True, index=True),
    )
