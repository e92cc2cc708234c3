"""Papers: A4 PDFs made in a process of their own, so that a town at rest doesn't carry the library that draws them."""

from shared.paper.press import CannotPrint, Press
from shared.paper.sheet import Paper, Paragraph

__all__ = ["CannotPrint", "Paper", "Paragraph", "Press"]
