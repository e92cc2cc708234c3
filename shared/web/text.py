"""Text that people type: what may be in it and how long it may be."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

ALLOWED_CONTROLS = frozenset("\n\t")
FORBIDDEN = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def plain_text(text: str) -> str:
    """NFC text without control characters, line separators or direction overrides: they break feeds, forge lines."""
    for character in text:
        if character in FORBIDDEN or (
            unicodedata.category(character) in {"Cc", "Cs"} and character not in ALLOWED_CONTROLS
        ):
            raise PydanticCustomError("control_character", "Control characters are not accepted")
    return unicodedata.normalize("NFC", text)


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise PydanticCustomError("control_character", "Control characters are not accepted")
    return text


_NORMAL_LINES = AfterValidator(plain_text)
ShortText = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200), _NORMAL_LINES, AfterValidator(_one_line)
]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), _NORMAL_LINES]
Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,63}$")]
