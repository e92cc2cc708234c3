"""Weekly times become series with seasons and exceptions; venues, organisers and their links, closed days, readings."""

import sqlalchemy as sa
from alembic import op

from shared.db import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _what_stands_in_a_town()
    _more_of_a_program()
    _series_from_weekly_times()
    _sessions_belong_to_series()
    op.drop_table("weekly_times")


def _what_stands_in_a_town() -> None:
    op.create_table(
        "organisers",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("municipality", sa.String(), nullable=False, index=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
    )
    op.create_table(
        "organiser_links",
        sa.Column("token_sha256", sa.String(), primary_key=True),
        sa.Column("organiser_id", sa.String(), sa.ForeignKey("organisers.id"), nullable=False, index=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.Column("used_at", UTCDateTime(), nullable=True),
    )
    op.create_table(
        "venues",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("municipality", sa.String(), nullable=False, index=True),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
    )
    op.create_table(
        "venue_hours",
        sa.Column("venue_id", sa.String(), sa.ForeignKey("venues.id"), primary_key=True),
        sa.Column("weekday", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
    )
    op.create_table(
        "closed_days",
        sa.Column("municipality", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("name", sa.String(length=40), nullable=False),
    )
    op.create_table(
        "school_breaks",
        sa.Column("municipality", sa.String(), primary_key=True),
        sa.Column("first_day", sa.Date(), primary_key=True),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
    )
    op.create_table(
        "readings",
        sa.Column("municipality", sa.String(), primary_key=True),
        sa.Column("word", sa.String(length=40), primary_key=True),
        sa.Column("kana", sa.String(length=80), nullable=False),
    )


def _more_of_a_program() -> None:
    with op.batch_alter_table("programs") as programs:
        for name in ("name_kana", "name_en", "plain", "summary_en", "irregular"):
            programs.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        programs.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default="other"))
        programs.add_column(sa.Column("organiser_id", sa.String(), nullable=True))
        programs.add_column(sa.Column("venue_id", sa.String(), nullable=True))
        programs.add_column(sa.Column("verified_on", sa.Date(), nullable=True))
        programs.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        programs.create_foreign_key("programs_organiser", "organisers", ["organiser_id"], ["id"])
        programs.create_foreign_key("programs_venue", "venues", ["venue_id"], ["id"])
        programs.create_index("ix_programs_organiser_id", ["organiser_id"])
        programs.create_index("ix_programs_venue_id", ["venue_id"])


def _series_from_weekly_times() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("program_id", sa.String(), sa.ForeignKey("programs.id"), nullable=False, index=True),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("on_holidays", sa.String(length=40), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
    )
    op.create_table(
        "series_exceptions",
        sa.Column("series_id", sa.String(), sa.ForeignKey("series.id"), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
    )
    op.execute(
        "INSERT INTO series (id, program_id, weekday, starts, ends, on_holidays) "
        "SELECT program_id || '-' || weekday || '-' || slot, program_id, weekday, starts, ends, on_holidays "
        "FROM weekly_times"
    )


def _sessions_belong_to_series() -> None:
    with op.batch_alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("series_id", sa.String(), nullable=True))
        sessions.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        sessions.add_column(sa.Column("venue_id", sa.String(), nullable=True))
        sessions.add_column(sa.Column("is_changed", sa.Boolean(), nullable=False, server_default=sa.false()))
        sessions.create_foreign_key("sessions_series", "series", ["series_id"], ["id"])
        sessions.create_foreign_key("sessions_venue", "venues", ["venue_id"], ["id"])
    weekday = "CAST(strftime('%w', held_on) AS INTEGER)"
    if op.get_bind().dialect.name != "sqlite":
        weekday = "CAST(EXTRACT(DOW FROM held_on) AS INTEGER)"
    op.execute(  # both count from Sunday 0; a session that a holiday had moved becomes a date beside the weekly ones
        "UPDATE sessions SET due_on = held_on, series_id = (SELECT id FROM series WHERE id = "  # noqa: S608  # ours
        f"sessions.program_id || '-' || (({weekday} + 6) % 7) || '-' || sessions.slot)"
    )
    with op.batch_alter_table("sessions") as sessions:
        sessions.alter_column("due_on", existing_type=sa.Date(), nullable=False)
        sessions.drop_constraint("one_session_a_slot", type_="unique")
        sessions.create_unique_constraint("one_session_a_week", ["series_id", "due_on"])
        sessions.drop_column("slot")
