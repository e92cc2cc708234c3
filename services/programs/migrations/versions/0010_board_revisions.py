"""How often what residents see of a town changed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_revisions",
        sa.Column("municipality", sa.String(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
    )
