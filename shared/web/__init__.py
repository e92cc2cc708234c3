"""The HTTP doors' common parts: transactions, errors, body limit, health, metrics, request log."""

from shared.web.doors import Keys, Now, Read, Tx
from shared.web.problems import add_error_answers
from shared.web.service import add_operations, build_app
from shared.web.text import LongText, Reference, ShortText

__all__ = [
    "Keys",
    "LongText",
    "Now",
    "Read",
    "Reference",
    "ShortText",
    "Tx",
    "add_error_answers",
    "add_operations",
    "build_app",
]
