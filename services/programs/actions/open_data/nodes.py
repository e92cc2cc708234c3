"""What every node of an HSDS document is made with."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

Node = dict[str, Any]
IDS = uuid5(NAMESPACE_URL, "urn:yui:open-data")  # HSDS wants UUIDs; the same row has the same one in every export


def identifier(*parts: str) -> str:
    """The UUID of something, by what it is and its own id."""
    return str(uuid5(IDS, "/".join(parts)))


def said(**fields: object) -> Node:
    """Only what is known: HSDS leaves out what nobody said."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [])}


def phones(number: str, *of: str) -> list[Node]:
    """A telephone number, when there is one."""
    return [{"id": identifier("phone", *of), "number": number, "type": "voice"}] if number else []
