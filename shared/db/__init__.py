"""Engine, transactions and column types; `commit` is called in this package alone."""

from shared.db.columns import Coded, UTCDateTime
from shared.db.database import AfterCommit, BeforeCommit, Database, Session, undo

__all__ = ["AfterCommit", "BeforeCommit", "Coded", "Database", "Session", "UTCDateTime", "undo"]
