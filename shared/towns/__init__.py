"""The demo towns as data (the slides' facts; what they leave open is marked "assumed" in the files)."""

from shared.towns.town import (
    Agency,
    Area,
    Body,
    Post,
    Program,
    Recurrence,
    Town,
    Venue,
    Weekly,
    demo_towns,
    known_towns,
    load_town,
)

__all__ = [
    "Agency", "Area", "Body", "Post", "Program", "Recurrence", "Town", "Venue", "Weekly", "demo_towns",
    "known_towns", "load_town",
]  # fmt: skip
