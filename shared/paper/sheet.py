"""What a paper says, before anybody draws it."""

from typing import Literal

from pydantic import BaseModel

Style = Literal["heading", "text", "soft", "line"]


class Paragraph(BaseModel):
    """Some words in one style: a heading, plain text, small soft text, or the head of an agenda's line."""

    style: Style
    text: str


class Paper(BaseModel):
    """A document for A4: a title, the mark that stands on every page (取扱注意), its paragraphs, what the foot says."""

    form: Literal["paper"] = "paper"
    title: str
    mark: str
    foot: str
    lang: Literal["ja", "en"] = "ja"
    paragraphs: list[Paragraph]
