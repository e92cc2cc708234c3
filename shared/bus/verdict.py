"""What becomes of a message whose handling failed."""

import random
import re

from pydantic import ValidationError

from shared.errors import DomainError

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,39}", re.ASCII)


def is_final(error: BaseException) -> bool:
    """True when trying again cannot help: the fact breaks a rule or is not the fact it claims to be."""
    return isinstance(error, (DomainError, ValidationError))


def reason_for(error: BaseException) -> str:
    """The exception's class and the path of the field at fault; never a value, for people's data may be in it."""
    name = type(error).__name__
    if isinstance(error, DomainError):
        return f"{name} {error.field}" if error.field else name
    if isinstance(error, ValidationError):
        details = error.errors(include_url=False, include_context=False, include_input=False)
        return f"{name} {'.'.join(_step(step) for step in details[0]['loc'])}".strip()
    return name


def _step(step: int | str) -> str:
    """A key that does not look like a field's name could be what somebody typed."""
    return str(step) if isinstance(step, int) or _NAME.fullmatch(step) else "?"


def retry_delay(attempt: int, first: float, last: float) -> float:
    """Seconds until delivery `attempt` + 1: doubling from `first` to `last`, less up to a fifth.

    The jitter keeps neighbours that failed together from coming back together.
    """
    doubled: float = first * 2.0 ** min(attempt - 1, 30)
    return min(doubled, last) * random.uniform(0.8, 1.0)  # noqa: S311  # spreads load, guards nothing
