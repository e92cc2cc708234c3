"""Papers, posters and lists as PDFs, from a child process: a town at rest does not carry the library that draws."""

from shared.paper.checklist import CheckGroup, Checklist, CheckRow
from shared.paper.poster import Chip, Day, Entry, Poster, Shape, Size
from shared.paper.press import CannotPrint, Press
from shared.paper.sheet import Paper, Paragraph

__all__ = [
    "CannotPrint",
    "CheckGroup",
    "CheckRow",
    "Checklist",
    "Chip",
    "Day",
    "Entry",
    "Paper",
    "Paragraph",
    "Poster",
    "Press",
    "Shape",
    "Size",
]
