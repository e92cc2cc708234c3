"""A form with a mistake in it comes back as it was typed, the sentences beside its fields."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import ValidationError

from shared.db import Session, undo
from shared.errors import DomainError
from shared.web.forms import errors_of

T = TypeVar("T")
Mistakes = dict[str, tuple[str, str]]


def at_its_field(error: DomainError) -> Mistakes:
    """What a refusal says, beside the field it names."""
    return {error.field or "": (error.title_ja, error.message)}


async def attempted(
    tx: Session, do: Callable[[], Awaitable[T]], *, said: Callable[[DomainError], Mistakes] = at_its_field
) -> tuple[T | None, Mistakes]:
    """Do what a form asks for: its result, or what is wrong by field (Japanese, English) and nothing half-written.

    `do` reads the form and calls the action; `said` puts a refusal into the page's own words. An error that belongs to
    no field goes on to the page for errors.
    """
    try:
        return await do(), {}
    except ValidationError as error:
        await undo(tx)
        return None, errors_of(error)
    except DomainError as error:
        if error.field is None:
            raise
        await undo(tx)
        return None, said(error)
