"""Engine, transactions and column types; `commit` is called in this package alone."""

from shared.db.columns import UTCDateTime
from shared.db.database import AfterCommit, BeforeCommit, Database, Session

__all__ = ["AfterCommit", "BeforeCommit", "Database", "Session", "UTCDateTime"]
