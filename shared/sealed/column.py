"""The column type: only a sealed value gets in, only a sealed value comes out."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator


@dataclass(frozen=True)
class Sealed:
    """Ciphertext of one value. It has no readable form; `open_sealed` gives the text and writes down who asked."""

    blob: bytes = field(repr=False)


class SealedColumn(TypeDecorator[Sealed]):
    """Stores `Sealed` values. A plain string is refused, so nothing personal can be written unsealed by mistake."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Sealed | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError("a sealed column takes sealed values only")
        return value.blob

    def process_result_value(self, value: Any, dialect: Dialect) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))
