"""When a registration ended: a month later, who it was is forgotten."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registrations", sa.Column("ended_at", UTCDateTime(), nullable=True))
