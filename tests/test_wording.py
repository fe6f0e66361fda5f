"""Small pieces of sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.wording import alike, and_more, counted, in_lines, listed, nearest, short


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


@pytest.mark.parametrize(
    ("value", "name"),
    [("figures", "figures"), ("figurs", "figures"), ("qoutes", "quotes"), ("", ""), ("zzz", ""), ("areas", "")],
)
def test_a_slip_has_a_nearest_name_and_another_word_has_none(value: str, name: str) -> None:
    assert nearest(value, {"figures": 1, "quotes": 2}) == name


def test_alike_names_come_with_the_nearest_first() -> None:
    assert alike("removal", ["removals", "remand", "arrests", "removal-goal"], 2) == ["removals", "removal-goal"]


@given(st.text(), st.lists(st.text(), max_size=5))
def test_the_nearest_name_is_a_known_one_or_none(value: str, known: list[str]) -> None:
    assert nearest(value, known) in {"", *known}
    assert value not in known or nearest(value, known) == value


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a, b"),
        (["a", "b", "c"], "a, b and 1 more"),
        (["x"] * 1_002, "x, x and 1,000 more"),
    ],
)
def test_a_sentence_lists_the_first_items_and_counts_the_others(items: list[str], sentence: str) -> None:
    assert listed(items, 2) == sentence


def test_lines_list_the_first_items_and_count_the_others() -> None:
    assert in_lines([], 2) == ""
    assert in_lines(["a", "b"], 2) == "\n  a\n  b"
    assert in_lines(["a", "b", "c", "d"], 2) == "\n  a\n  b\n  and 2 more"


@given(st.lists(st.integers()), st.integers(0, 9))
def test_only_what_is_left_out_is_counted(items: list[int], most: int) -> None:
    assert bool(and_more(items, most)) == (len(items) > most)
