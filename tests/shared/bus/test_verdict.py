"""What a failure means, and that its reason tells no values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from shared.bus.metrics import type_of
from shared.bus.verdict import is_final, reason_for, retry_delay
from shared.errors import Conflict, Invalid, NotFound


class Household(BaseModel):
    ages: dict[str, int]


def test_only_what_cannot_get_better_is_final() -> None:
    assert all(is_final(error) for error in (Conflict(), NotFound(), Invalid("x", field="y")))
    assert not any(is_final(error) for error in (OSError(), RuntimeError(), KeyError("x")))


def test_a_reason_names_the_field_and_never_what_was_in_it() -> None:
    with pytest.raises(ValidationError) as caught:
        Household.model_validate({"ages": {"Yamada Taro": "eighty"}})
    assert is_final(caught.value)
    assert reason_for(caught.value) == "ValidationError ages.?"
    assert reason_for(Invalid("山田太郎", field="name")) == "Invalid name"
    assert reason_for(KeyError("山田太郎")) == "KeyError"


@given(attempt=st.integers(1, 10_000))
def test_delays_double_and_stay_below_ten_minutes(attempt: int) -> None:
    assert 0.8 <= retry_delay(attempt, 1, 600) <= 600
    assert retry_delay(attempt, 1, 600) <= 2.0 ** min(attempt - 1, 10)


def test_labels_hold_no_municipality() -> None:
    assert type_of("intake.case_proposed.v1.39401") == "intake.case_proposed.v1"
    assert type_of("intake.case_proposed.v1") == "intake.case_proposed.v1"
