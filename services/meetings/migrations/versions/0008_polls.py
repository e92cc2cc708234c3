"""Polls of dates: what is proposed, who is asked, what they said, and the links by which a mail lets them."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "polls",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=True),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("is_warned", sa.Boolean(), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("(status = 'held') = (meeting_id IS NOT NULL)", name="held_by_a_sitting"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id"),
    )
    op.create_index(op.f("ix_polls_municipality"), "polls", ["municipality"])
    op.create_table(
        "poll_dates",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("poll_id", sa.String(), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("poll_id", "starts_at"),
    )
    op.create_table(
        "poll_invitees",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("poll_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("invitee", sa.String(), nullable=False),
        sa.Column("is_revoked", sa.Boolean(), nullable=False),
        sa.Column("asking", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("told_at", UTCDateTime(), nullable=True),
        sa.Column("telling_failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("poll_id", "kind", "invitee"),
    )
    op.create_index(op.f("ix_poll_invitees_invitee"), "poll_invitees", ["invitee"])
    op.create_table(
        "poll_answers",
        sa.Column("invitee_id", sa.String(), nullable=False),
        sa.Column("date_id", sa.String(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.CheckConstraint("answer IN ('yes', 'maybe', 'no')", name="known_answer"),
        sa.ForeignKeyConstraint(["date_id"], ["poll_dates.id"]),
        sa.ForeignKeyConstraint(["invitee_id"], ["poll_invitees.id"]),
        sa.PrimaryKeyConstraint("invitee_id", "date_id"),
    )
    op.create_table(
        "poll_links",
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("invitee_id", sa.String(), nullable=False),
        sa.Column("asking", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["invitee_id"], ["poll_invitees.id"]),
        sa.PrimaryKeyConstraint("token_sha256"),
    )
    op.create_index(op.f("ix_poll_links_invitee_id"), "poll_links", ["invitee_id"])
