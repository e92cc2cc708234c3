"""What the doctor says: Japanese first, English second."""

from typing import NamedTuple

from services.running import NOTHING, Running, Said, plain

__all__ = ["NOTHING", "Finding", "Running", "Said", "of_part", "plain"]

PARTS_JA = {
    "auth": "アカウント", "intake": "相談", "meetings": "会議", "programs": "プログラム", "notify": "連絡",
}  # fmt: skip


class Finding(NamedTuple):
    """One thing looked at; `remedy` is empty when all is well, `is_seen` false when it can't be looked at from here."""

    what: Said
    found: Said
    remedy: Said = NOTHING
    is_seen: bool = True


def of_part(name: str, ja: str, en: str) -> Said:
    """相談のデータベース, intake database."""
    return Said(f"{PARTS_JA[name]}の{ja}", f"{name} {en}")
