"""Agendas hold lines about themes too, can be put in order by hand, and ask what to do when they stay empty."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agenda_items") as lines:
        lines.alter_column("case_ref", existing_type=sa.String(), nullable=True)
        lines.add_column(sa.Column("theme", sa.String(length=40), nullable=True))
        lines.add_column(sa.Column("area", sa.String(), nullable=True))
        lines.add_column(sa.Column("title", sa.String(), nullable=True))
        lines.add_column(sa.Column("rank", sa.Integer(), nullable=True))
    with op.batch_alter_table("decisions") as decisions:
        decisions.alter_column("case_ref", existing_type=sa.String(), nullable=True)
    op.add_column("bodies", sa.Column("takes", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("meetings", sa.Column("empty_since", sa.Date(), nullable=True))
