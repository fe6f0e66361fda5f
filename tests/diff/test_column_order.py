"""Which columns stand elsewhere: those outside a longest run that kept its order."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.diff.schemas import longest_increasing


@given(st.permutations(range(7)))
def test_the_longest_run_is_increasing_and_none_is_longer(numbers: list[int]) -> None:
    found = longest_increasing(numbers)
    assert found == sorted(found)
    places = [numbers.index(number) for number in found]
    assert places == sorted(places)
    subsets = (subset for subset in itertools.combinations(numbers, len(found) + 1) if list(subset) == sorted(subset))
    assert next(subsets, None) is None


def test_nothing_has_no_run() -> None:
    assert longest_increasing([]) == []
