"""Time doors of notify: messages leave when their moment has come, replies are read when they came."""

from services.notify.timers.messages import AT_ONCE, Rounds
from services.notify.timers.replies import ReplyRounds

__all__ = ["AT_ONCE", "ReplyRounds", "Rounds"]
