"""Which rows are out of order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.rules.order import out_of_place


def _late(keys: list[int]) -> list[int]:
    return out_of_place([(key, row) for row, key in enumerate(keys)])


@pytest.mark.parametrize(
    ("keys", "late"),
    [
        ([], []),
        ([1, 2, 2, 3], []),
        # One row that moved is the one that is named, whichever way it went.
        ([1, 9, 2, 3, 4], [1]),
        ([1, 2, 3, 0, 4], [3]),
        ([3, 2, 1], [1, 2]),
        ([1, 3, 2], [2]),
    ],
)
def test_the_rows_that_must_move(keys: list[int], late: list[int]) -> None:
    assert _late(keys) == late


@given(st.lists(st.integers(0, 20)))
def test_without_them_the_others_are_in_order(keys: list[int]) -> None:
    left = [key for row, key in enumerate(keys) if row not in set(_late(keys))]
    assert left == sorted(left)


@given(st.lists(st.integers(0, 99), min_size=3, unique=True), st.data())
def test_one_row_that_moved_is_one_row_out_of_place(keys: list[int], data: st.DataObject) -> None:
    keys = sorted(keys)
    key = keys.pop(data.draw(st.integers(0, len(keys) - 1)))
    keys.insert(data.draw(st.integers(0, len(keys))), key)
    assert len(_late(keys)) <= 1
