"""When a weekly time itself changed: what moved to its successor no longer says so."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("series") as batch:
        batch.add_column(sa.Column("changed_at", UTCDateTime(), nullable=True))
