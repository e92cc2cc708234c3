"""The unique constraint's own index finds the calls of a sitting; a second one only had to be kept."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_invitations_meeting_id", "invitations")
