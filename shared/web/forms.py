"""HTML forms into the same shapes the JSON doors take; what was typed is kept when something is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, get_origin

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile

from shared.ui.words import CHOOSE_SOME, FILL_IN

M = TypeVar("M", bound=BaseModel)

SENTENCES = {
    "missing": FILL_IN,
    "too_short": CHOOSE_SOME,
    "control_character": ("使えない文字が入っています", "A character here can't be used"),
    "string_too_short": FILL_IN,
    "string_too_long": ("もう少し短くしてください", "Please make this shorter"),
    "upside_down": ("小さい数から大きい数の順にしてください", "The first must not be the larger one"),
    "year_missing": ("生まれた年も入れてください", "Give the year of birth, too"),
    "names_a_case": ("事案の番号は書かないでください", "Leave out the number of a case"),
    "names_a_telephone": ("電話番号は書かないでください", "Leave out telephone numbers"),
    "names_a_mail_address": ("メールアドレスは書かないでください", "Leave out mail addresses"),
    "date_has_passed": ("これからの日付を選んでください", "Choose a date from today on"),
}
OTHERWISE = ("この欄を見直してください", "Please look at this again")


@dataclass(frozen=True)
class Sent:
    """What a browser sent: each field's values, and the field errors once it was read."""

    values: dict[str, list[str]]

    def one(self, name: str, default: str = "") -> str:
        return (self.values.get(name) or [default])[-1]

    def all(self, name: str) -> list[str]:
        return self.values.get(name, [])


async def sent(request: Request) -> Sent:
    """The written fields of a form, without the CSRF token; files are read by `sent_file`."""
    form = await request.form()
    texts = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name != "csrf_token"]
    names = dict.fromkeys(name for name, _ in texts)
    return Sent({name: [value for key, value in texts if key == name] for name in names})


async def sent_file(request: Request, name: str) -> bytes | None:
    """What is in the file that was chosen for a field; None when there was none."""
    chosen = (await request.form()).get(name)
    octets = await chosen.read() if isinstance(chosen, UploadFile) and chosen.filename else None
    await request.close()
    return octets


def read_form(values: Sent, shape: type[M], *, groups: Iterable[str] = ()) -> M:
    """Build `shape` from a form; `person.name` fills the `name` of `person`. Raises pydantic.ValidationError.

    Empty fields count as not filled in; a list takes all values of its name, and is empty when nothing was ticked.
    """
    filled: dict[str, Any] = {group: {} for group in groups}
    filled |= {name: [] for name in shape.model_fields if _is_list(shape, name)}
    for name, texts in values.values.items():
        group, _, inner = name.partition(".")
        target, key = (filled.setdefault(group, {}), inner) if inner else (filled, name)
        texts = [text for text in texts if text != ""]
        if texts:
            target[key] = texts if _is_list(shape, name) else texts[-1]
    return shape.model_validate(filled)


def errors_of(error: ValidationError) -> dict[str, tuple[str, str]]:
    """Field name → (sentence in Japanese, in English); nothing of what was typed is in it."""
    found: dict[str, tuple[str, str]] = {}
    for item in error.errors():
        name = ".".join(str(part) for part in item["loc"] if isinstance(part, str))
        if not name or item["type"] == "extra_forbidden":  # a field the sender invented may be called anything
            name = "form"
        found.setdefault(name, SENTENCES.get(item["type"], OTHERWISE))
    return found


def _is_list(shape: type[BaseModel], name: str) -> bool:
    field = shape.model_fields.get(name)
    return field is not None and get_origin(field.annotation) is list
