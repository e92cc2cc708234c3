"""What a ticket was registered with, as a keyed digest: the same form again is known from another one."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registrations", sa.Column("said_mac", sa.String(), nullable=True))
