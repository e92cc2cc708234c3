"""One cell as text: without what a spreadsheet would run, and without what can't be seen."""

import unicodedata

from services.programs.rules.importing.mistakes import Wrong

LONGEST = 200
FORMULA = ("=", "+", "-", "@")
DASHES = frozenset({"-", "--", "+"})  # a dash for "nothing"
BREAKS = frozenset("\n\r\t")
UNSEEN = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def text_of(cell: str) -> tuple[str, Wrong | None]:
    """The text, its lines joined, and what is wrong. An apostrophe before a formula's sign is a spreadsheet's own."""
    text = unicodedata.normalize("NFC", cell.strip())
    if text.startswith("'") and text[1:].startswith(FORMULA):
        text = text[1:]
    elif text in DASHES:
        return "", None
    elif text.startswith(FORMULA):
        return "", Wrong.FORMULA
    if any(_is_unseen(character) for character in text):
        return "", Wrong.CONTROL_CHARACTER
    text = " ".join(text.split())
    return (text, None) if len(text) <= LONGEST else ("", Wrong.TOO_LONG)


def plain(name: str) -> str:
    """A name as people mean it: カフェ･ド･ポム and カフェ・ド・ポム, with a space or without, are one."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _is_unseen(character: str) -> bool:
    if character in BREAKS:
        return False
    return character in UNSEEN or unicodedata.category(character) in {"Cc", "Cs"}
