"""Engine, transactions and column types; `commit` is called in this package alone."""

from shared.db.columns import Coded, UTCDateTime
from shared.db.database import AfterCommit, BeforeCommit, Database, Session, undo
from shared.db.turns import is_my_turn, take_turn

__all__ = [
    "AfterCommit",
    "BeforeCommit",
    "Coded",
    "Database",
    "Session",
    "UTCDateTime",
    "is_my_turn",
    "take_turn",
    "undo",
]
