"""Small pieces of sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.wording import counted, short, shortened, visible


@given(st.text(max_size=200))
def test_a_short_value_is_its_beginning(value: str) -> None:
    shortened = short(value)
    assert len(shortened) <= 60
    assert shortened == value or (shortened.endswith("…") and value.startswith(shortened[:-1]) and len(value) > 60)


@pytest.mark.parametrize(
    ("text", "most", "beginning"),
    [
        ("one two", 7, "one two"),
        ("one two three", 9, "one two…"),
        ("one, two", 7, "one…"),
        ("onetwothree", 4, "one…"),
    ],
)
def test_a_long_text_ends_with_a_whole_word(text: str, most: int, beginning: str) -> None:
    assert shortened(text, most) == beginning


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1_000, "1,000 rows"), (21, "21 rows")]
)
def test_a_noun_is_counted(number: int, words: str) -> None:
    assert counted(number, "row") == words


@pytest.mark.parametrize(
    ("text", "shown"), [("née", "née"), ("a\nb", "a\\u000ab"), ("\u202etxt", "\\u202etxt"), ("\ud800", "\\ud800")]
)
def test_what_cannot_be_seen_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_a_visible_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    assert visible(text).isprintable()
    assert visible(visible(text)) == visible(text)
