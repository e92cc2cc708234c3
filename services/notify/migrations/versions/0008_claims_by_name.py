"""Which hand-over has a message: the moment it was claimed becomes its holder's last sign of life."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("claim", sa.String(), nullable=True))
