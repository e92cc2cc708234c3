"""What changed in a feed since a revision is found without looking at all of its events."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns = ["municipality", "subject", "revision", "starts_at"]
    op.create_index("ix_calendar_events_changes", "calendar_events", columns)
