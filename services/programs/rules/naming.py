"""A sentence that somebody writes about the town must name nobody; what gives people away by its shape is found."""

import re
import unicodedata
from enum import StrEnum

CASE = re.compile(r"(?<![A-Z0-9])(?:C-?\d{4}-?\d{3,}|K-?(?=[0-9A-Z]*\d)[0-9A-Z]{4})(?![0-9A-Z])")
TELEPHONE = re.compile(r"(?<!\d)(?:0|\+81[- (]*)\d(?:[- ().]*\d){7,10}(?!\d)")
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－", "-"))


class Naming(StrEnum):
    """What in a sentence points at somebody."""

    CASE = "names_a_case"
    TELEPHONE = "names_a_telephone"
    MAIL = "names_a_mail_address"


def names_somebody(text: str) -> Naming | None:
    """The first thing in `text` that points at a person or a case, full-width letters and dashes read as plain ones."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(DASHES)
    shapes = ((Naming.CASE, CASE), (Naming.MAIL, MAIL), (Naming.TELEPHONE, TELEPHONE))
    return next((naming for naming, shape in shapes if shape.search(plain)), None)
