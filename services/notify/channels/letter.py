"""What every mail's text is made of, and made from."""

from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]  # codes and dates of the fact that is told
Letter = tuple[str, tuple[list[str], list[str]]]  # the subject; the lines in Japanese, in English
