"""Numbers of a stream outgrow 32 bits."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":  # an INTEGER of SQLite has 64 bits already
        op.alter_column("dead_letters", "stream_seq", type_=sa.BigInteger(), existing_type=sa.Integer())
