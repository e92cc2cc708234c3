"""What each message belongs to: the command, the fact and the span that set it off."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("correlation_id", "causation_id", "traceparent"):
        op.add_column("messages", sa.Column(name, sa.String(), nullable=True))
