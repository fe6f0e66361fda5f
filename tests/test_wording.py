"""Small pieces of sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.wording import counted, short


@given(st.text(max_size=200))
def test_a_short_value_is_its_beginning(value: str) -> None:
    shortened = short(value)
    assert len(shortened) <= 60
    assert shortened == value or (shortened.endswith("…") and value.startswith(shortened[:-1]) and len(value) > 60)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1_000, "1,000 rows"), (21, "21 rows")]
)
def test_a_noun_is_counted(number: int, words: str) -> None:
    assert counted(number, "row") == words
