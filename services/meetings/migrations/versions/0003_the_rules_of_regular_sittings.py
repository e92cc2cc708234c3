"""A body's rule can be edited: quorum, lanes, shared sittings, drafts; days on which the town's offices are closed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closures",
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "day"),
    )
    op.add_column("bodies", sa.Column("quorum", sa.Integer(), nullable=True))
    op.add_column("bodies", sa.Column("lanes", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("bodies", sa.Column("sits_with", sa.String(), nullable=True))
    op.add_column("bodies", sa.Column("is_draft", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("bodies", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("meetings", sa.Column("moved_by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
