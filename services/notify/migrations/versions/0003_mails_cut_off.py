"""A hand-over that was cut off is remembered: the mail may have left."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("may_have_left", sa.Boolean(), nullable=False, server_default=sa.false()))
