"""Tables of the receiving side: what was handled, what could not be, which stream was seen."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text

from shared.db.columns import UTCDateTime
from shared.db.plumbing import plumbing

inbox = Table(
    "inbox",
    plumbing,
    Column("consumer", String(100), primary_key=True),
    Column("event_id", String(100), primary_key=True),
    Column("handled_at", UTCDateTime, nullable=False),
    sqlite_with_rowid=False,  # one tree instead of a table and an index
)

dead_letters = Table(
    "dead_letters",
    plumbing,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("consumer", String(100), nullable=False),
    Column("stream", String(100), nullable=False),
    Column("stream_seq", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
    Column("event_id", String(100), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("reason", String(200), nullable=False),  # an exception's class and a field's path, never a value
    Column("attempts", Integer, nullable=False),
    Column("buried_at", UTCDateTime, nullable=False),
    Column("resolved_at", UTCDateTime),
    Index("dead_letters_event", "consumer", "event_id", unique=True),
)

stream_epochs = Table(
    "stream_epochs",
    plumbing,
    Column("stream", String(100), primary_key=True),
    Column("created_at", String(40), nullable=False),  # the server's own text: compared, never computed with
)
