"""Papers and posters: PDFs made in a child process; a town at rest does not carry the library that draws them."""

from shared.paper.poster import Chip, Day, Entry, Poster, Shape, Size
from shared.paper.press import CannotPrint, Press
from shared.paper.sheet import Paper, Paragraph

__all__ = ["CannotPrint", "Chip", "Day", "Entry", "Paper", "Paragraph", "Poster", "Press", "Shape", "Size"]
