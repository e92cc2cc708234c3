"""The outbox: the record of every fact this service told, kept after it was published."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text

from shared.db.columns import UTCDateTime
from shared.db.plumbing import plumbing

outbox = Table(
    "outbox",
    plumbing,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("event_id", String(100), nullable=False, unique=True),
    Column("subject", String(200), nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("published_at", UTCDateTime),
    sqlite_autoincrement=True,  # a number is never given twice, so "later" stays later after pruning
)

Index(
    "outbox_unpublished",
    outbox.c.seq,
    sqlite_where=outbox.c.published_at.is_(None),
    postgresql_where=outbox.c.published_at.is_(None),
)
