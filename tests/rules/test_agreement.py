"""Which of several cells that should be equal is the odd one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.rules.agreement import odd_rows


@pytest.mark.parametrize(
    ("values", "odd"),
    [("", []), ("a", []), ("aaa", []), ("aab", [2]), ("abb", [0]), ("ab", [1]), ("abc", [1, 2]), ("aabb", [2, 3])],
)
def test_the_odd_ones_are_those_that_most_contradict(values: str, odd: list[int]) -> None:
    assert [row for row, _, _ in odd_rows((row, "key", value) for row, value in enumerate(values))] == odd


def test_the_usual_value_and_its_first_row_come_along() -> None:
    assert list(odd_rows([(1, "k", "b"), (2, "k", "a"), (3, "other", "c"), (4, "k", "a")])) == [(1, "a", 2)]


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("ab"))))
def test_without_the_odd_rows_all_rows_of_a_key_agree(pairs: list[tuple[str, str]]) -> None:
    rows = [(number, key, value) for number, (key, value) in enumerate(pairs)]
    odd = {row for row, _, _ in odd_rows(rows)}
    left = {(key, value) for row, key, value in rows if row not in odd}
    assert len(left) == len({key for key, _ in pairs})
    assert all(value != usual for row, usual, _ in odd_rows(rows) for value in [rows[row][2]])
