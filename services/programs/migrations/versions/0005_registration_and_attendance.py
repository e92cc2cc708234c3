"""Registrations with their queue, attendance, quiet checks; the keys that seal names."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _keys()
    _registrations()
    _attendance()


def _keys() -> None:
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


def _registrations() -> None:
    op.create_table(
        "registration_rules",
        sa.Column("program_id", sa.String(), sa.ForeignKey("programs.id"), primary_key=True),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("has_waiting_list", sa.Boolean(), nullable=False),
        sa.Column("answer_hours", sa.Integer(), nullable=False),
        sa.Column("takes_drop_ins", sa.Boolean(), nullable=False),
        sa.Column("needs_guardian", sa.Boolean(), nullable=False),
        sa.Column("asks_transport", sa.Boolean(), nullable=False),
        sa.Column("asks_allergies", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "registration_queues",
        sa.Column("program_id", sa.String(), sa.ForeignKey("programs.id"), primary_key=True),
        sa.Column("session_key", sa.String(), primary_key=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("next_no", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0 AND waiting >= 0", name="never_below_nothing"),
    )
    op.create_table(
        "registrations",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("ticket_sha256", sa.String(), nullable=False, unique=True),
        sa.Column("program_id", sa.String(), sa.ForeignKey("programs.id"), nullable=False),
        sa.Column("session_key", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("offered_until", UTCDateTime(), nullable=True),
        sa.Column("registered_at", UTCDateTime(), nullable=False),
        sa.Column("guardian_agreed_at", UTCDateTime(), nullable=True),
        sa.Column("needs_transport", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("watch_for", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("people > 0", name="somebody_comes"),
    )
    op.create_index("registrations_in_line", "registrations", ["program_id", "session_key", "status", "no"])
    op.create_table(
        "participants",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("registration_id", sa.String(), sa.ForeignKey("registrations.id"), nullable=False, index=True),
        sa.Column("program_id", sa.String(), sa.ForeignKey("programs.id"), nullable=False, index=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
    )


def _attendance() -> None:
    op.create_table(
        "attendances",
        sa.Column("session_id", sa.String(), sa.ForeignKey("sessions.id"), primary_key=True),
        sa.Column("participant_id", sa.String(), sa.ForeignKey("participants.id"), primary_key=True, index=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("helped_minutes", sa.Integer(), nullable=False),
        sa.Column("rewards", sa.Integer(), nullable=False),
        sa.Column("marked_at", UTCDateTime(), nullable=False),
        sa.Column("marked_by", sa.String(), nullable=False),
        sa.CheckConstraint("helped_minutes >= 0 AND rewards >= 0", name="nothing_below_nothing"),
    )
    op.create_table(
        "session_counts",
        sa.Column("session_id", sa.String(), sa.ForeignKey("sessions.id"), primary_key=True),
        sa.Column("walk_ins", sa.Integer(), nullable=False),
        sa.Column("marked_at", UTCDateTime(), nullable=False),
    )
    op.create_table(
        "check_tasks",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("municipality", sa.String(), nullable=False, index=True),
        sa.Column("program_id", sa.String(), sa.ForeignKey("programs.id"), nullable=False),
        sa.Column("participant_id", sa.String(), sa.ForeignKey("participants.id"), nullable=False, index=True),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
    )
