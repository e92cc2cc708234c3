"""Structured logs that never carry a person: JSON lines, with values redacted before they are written.

Four places would print values if they were let: FastAPI's validation errors, FastStream's handler failures,
SQLAlchemy's statement errors and httpx's request lines (secret URLs). The first is closed in shared/web/problems.py,
the third by `hide_parameters`, the other two here.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from shared.bus.cause import present_cause

# A feed's secret stands in its path; a fingerprint is written instead.
SECRET_PATH = re.compile(r"(/feeds/)[A-Za-z0-9_-]{20,}")
QUIET = {
    "alembic": logging.WARNING,
    "aiosmtplib": logging.WARNING,
    "faststream": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "nats": logging.WARNING,
    "python_multipart": logging.WARNING,
    "uvicorn.access": logging.CRITICAL,
    "uvicorn.error": logging.WARNING,
}


def redact(text: str) -> str:
    """The same text without feed secrets."""
    return SECRET_PATH.sub(r"\1[secret]", text)


class SafeFormatter(logging.Formatter):
    """Lines of foreign libraries: their message redacted, an exception reduced to its type and the lines of code."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = {
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": redact(record.getMessage())
            if record.levelno >= logging.WARNING or not record.args
            else record.msg,
        }
        if record.exc_info and record.exc_info[0]:
            fields |= describe(record.exc_info[1])
        fields |= _ids(fields)
        return str(structlog.processors.JSONRenderer(ensure_ascii=False)(None, "", fields))


def describe(error: BaseException | None) -> dict[str, Any]:
    """An exception as its type and where it rose; its text may hold what somebody typed, so it stays out."""
    if error is None:
        return {}
    frames = []
    step = error.__traceback__
    while step:
        frames.append(f"{step.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{step.tb_lineno}")
        step = step.tb_next
    return {"error": type(error).__name__, "at": frames[-4:]}


def _safe_exception(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event.update(describe(error))
    return event


def _cause_ids(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event.update(_ids(event))
    return event


def _ids(said: Mapping[str, Any]) -> dict[str, str]:
    """The command that whatever is being done belongs to, unless the line names one itself."""
    cause = present_cause()
    ids = {} if "correlation_id" in said or not cause.correlation_id else {"correlation_id": cause.correlation_id}
    return ids | ({"trace_id": cause.traceparent[3:35]} if cause.traceparent else {})


def set_up_logs(level: str = "INFO") -> None:
    """Send our own and all libraries' lines to standard error as JSON."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _safe_exception,
            _cause_ids,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),  # one write a line: processes may share a file
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SafeFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelNamesMapping()[level]))
