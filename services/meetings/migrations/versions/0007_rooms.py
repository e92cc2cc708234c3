"""Rooms, and bookings of which no two can be at one time: PostgreSQL by exclusion, SQLite by triggers."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TAKEN = """
CREATE TRIGGER room_taken_{event} BEFORE {event} ON bookings
WHEN EXISTS (
    SELECT 1 FROM bookings AS other
    WHERE other.municipality = NEW.municipality AND other.room = NEW.room AND other.id <> NEW.id
      AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
)
BEGIN SELECT RAISE(ABORT, 'room_taken'); END
"""
EXCLUDED = """
ALTER TABLE bookings ADD CONSTRAINT room_taken
EXCLUDE USING gist (municipality WITH =, room WITH =, tstzrange(starts_at, ends_at) WITH &&)
"""


def upgrade() -> None:
    op.create_table(
        "rooms",
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "id"),
    )
    op.create_table(
        "bookings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id"),
    )
    op.create_index(op.f("ix_bookings_room"), "bookings", ["room"])
    if op.get_bind().dialect.name == "sqlite":
        for event in ("INSERT", "UPDATE"):
            op.execute(TAKEN.format(event=event))
    else:
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(EXCLUDED)
