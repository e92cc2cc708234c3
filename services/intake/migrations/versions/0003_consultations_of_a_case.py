"""A case's consultations are found with the moment each was taken: figures read no whole rows."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("consultations_of_case", "consultations", ["case_ref", "taken_at"])
    op.drop_index("ix_consultations_case_ref", table_name="consultations")
