"""Words of hedging and the qualifiers that they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.values.hedges import _HEDGES, _NUMBER, hedge_in, names_magnitude, opposite


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("1,000 people", ""),
        ("at least 1,000", "at_least"),
        ("no fewer than 1,000", "at_least"),
        ("a minimum of 1,000", "at_least"),
        ("as few as 1,000", "at_least"),
        ("1,000+", "at_least"),
        ("1,000-plus", "at_least"),
        ("1,000 or more", "at_least"),
        ("fewer than 1,000", "fewer_than"),
        ("less than 1,000", "fewer_than"),
        ("below 1,000", "fewer_than"),
        ("surpassing 1,000", "more_than"),
        ("to exceed 1,000", "more_than"),
        ("exceeded 1,000", "more_than"),
        ("topped 1,000", "more_than"),
        ("upwards of 1,000", "more_than"),
        ("higher than 1,000", "more_than"),
        ("past 1,000", "more_than"),
        ("100k+ people", "at_least"),
        ("at most 1,000", "up_to"),
        ("as high as 1,000", "up_to"),
        ("as many as 1,000", "up_to"),
        ("must not surpass 1,000", "up_to"),
        ("never exceeds 1,000", "up_to"),
        ("no more than 1,000", "up_to"),
        ("1,000 or fewer", "up_to"),
        ("just shy of 1,000", "nearly"),
        ("just fewer than 137,500", "nearly"),
        ("nearing 1,000", "nearly"),
        ("close to 1,000", "nearly"),
        ("slightly less than 1,000", "nearly"),
        ("closer to 1,000", "about"),
        ("in the ballpark of 1,000", "about"),
        ("1,000 or so", "about"),
        ("just over 1,000", "just_over"),
        ("a little more than 1,000", "just_over"),
        # Words that hold a hedge are none.
        ("1,000 moreover", ""),
        ("the 1,000 overseas", ""),
        ("a stop of 1,000", ""),
        ("sometimes 1,000", ""),
        ("the past 240 days", ""),
    ],
)
def test_words(words: str, qualifier: str) -> None:
    assert hedge_in(words) == qualifier
    assert hedge_in(words.upper()) == qualifier


@given(st.sampled_from([pattern for _, _, pattern in _HEDGES]).flatmap(st.from_regex))
def test_the_words_that_are_looked_for_first_miss_no_hedge(words: str) -> None:
    text = words.replace("#", "1,000")
    wording = _NUMBER.sub("#", text.lower())
    assert hedge_in(text) == next((qualifier for qualifier, _, pattern in _HEDGES if pattern.search(wording)), "")


@pytest.mark.parametrize("qualifier", ["nearly", "just_over", "at_least", "up_to", "more_than", "fewer_than"])
def test_the_opposite_of_the_opposite_is_the_same(qualifier: str) -> None:
    assert opposite(qualifier) != qualifier
    assert opposite(opposite(qualifier)) == qualifier


def test_exact_and_about_have_no_opposite() -> None:
    assert (opposite("exact"), opposite("about")) == ("exact", "about")


def test_a_magnitude_is_a_word_of_its_own() -> None:
    assert names_magnitude("Hundreds of people")
    assert not names_magnitude("often a thousand")
