"""The book of words for shared codes: complete, and put together as people say it."""

from collections.abc import Mapping
from enum import StrEnum

import pytest

from shared.contracts.words import CallReason, Capacity, Field, IssueCategory, TaskKind
from shared.ui import words


@pytest.mark.parametrize(
    ("codes", "book"),
    [
        (IssueCategory, words.CATEGORIES),
        (Field, words.FIELDS),
        (TaskKind, words.TASKS),
        (CallReason, words.CALL_REASONS),
        (Capacity, words.CAPACITIES),
    ],
)
def test_every_code_has_words_of_its_own(codes: type[StrEnum], book: Mapping[StrEnum, words.Words]) -> None:
    assert list(book) == list(codes)
    for language in zip(*book.values(), strict=True):
        assert all(language)
        assert len(set(language)) == len(book)


def test_reasons_are_joined_and_end_in_the_capacity() -> None:
    assert words.because([CallReason.REQUIRED, CallReason.HEALTH_ITEM], Capacity.HEALTH_NURSE) == (
        "この会議の構成員のため、保健の議題があるため（保健師の立場）",
        "because of a seat in this meeting and a health item (as public-health nurse)",
    )


def test_words_in_a_row_can_be_told_apart() -> None:
    issues = [words.CATEGORIES[IssueCategory.HEALTH], words.CATEGORIES[IssueCategory.DEBT]]
    assert words.listed(issues, "ja") == "病気・健康・障害、債務"
    assert words.listed(issues, "en") == "Health, disability; Debt"
