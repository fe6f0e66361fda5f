"""Locators: made from words, found again in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.evidence import MINIMUM_LENGTH
from deportation_goal.evidence.locator import Located, Locator, locate, locate_in_stream
from deportation_goal.evidence.stream import evidence_stream, stream_sha256

WORDS = st.lists(
    st.one_of(
        st.text("abcdeÉ", min_size=1, max_size=7),
        st.from_regex(r"[1-9][0-9]{0,2}(,[0-9]{3})?%?", fullmatch=True),
        st.sampled_from(["—", "“so", "said,”", "-5", "$998", "1.4"]),
    ),
    min_size=1,
    max_size=40,
)
TEXT = "First a line. Second, the line that counts: 1,000 lines! Third a line."


@given(WORDS, st.data())
def test_any_passage_cut_from_a_text_is_found(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    text, passage = " ".join(words), " ".join(words[first:last])
    stream, excerpt = evidence_stream(text), evidence_stream(passage)
    located = locate(text, passage.upper().replace(" ", "\n"))
    if not excerpt:
        assert located == Located(None, 0, 0)
        return
    assert located.locator is not None
    assert stream[located.locator.start : located.locator.end] == excerpt
    assert located.locator.sha256 == stream_sha256(excerpt)
    assert located.locator.length == located.length == len(excerpt)
    # The first occurrence counts, and every one is counted.
    assert located.locator.start <= len(evidence_stream(" ".join(words[:first])))
    assert located.occurrences == sum(stream.startswith(excerpt, place) for place in range(len(stream)))


@given(WORDS, st.text("xyz", min_size=1))
def test_words_that_the_text_does_not_hold_are_not_found(words: list[str], other: str) -> None:
    assert locate(" ".join(words), f"{words[0]} {other}").locator is None


def test_a_locator_by_hand() -> None:
    located = locate(TEXT, "“Second, the LINE that counts”")
    excerpt = "secondthelinethatcounts"
    assert located == Located(Locator(10, 33, stream_sha256(excerpt)), 1, 23)
    assert evidence_stream(TEXT)[10:33] == excerpt


def test_the_first_of_several_occurrences_counts() -> None:
    assert locate(TEXT, "line").occurrences == 4
    assert locate(TEXT, "line").locator == Locator(6, 10, stream_sha256("line"))


def test_overlapping_occurrences_are_counted() -> None:
    assert locate("aaaa", "aa").occurrences == 3


@pytest.mark.parametrize("words", ["", " … ", "“—”"])
def test_words_without_a_letter_or_number_are_nowhere(words: str) -> None:
    assert locate(TEXT, words) == Located(None, 0, 0)


def test_words_that_are_not_there_keep_their_length() -> None:
    assert locate(TEXT, "Fourth, a line") == Located(None, 0, 11)


@pytest.mark.parametrize(("letters", "enough"), [(MINIMUM_LENGTH - 1, False), (MINIMUM_LENGTH, True)])
def test_an_excerpt_has_at_least_twenty_four_characters(letters: int, enough: bool) -> None:
    assert MINIMUM_LENGTH == 24
    assert locate("x" * 50, "x." * letters).long_enough is enough


def test_a_stream_made_before_gives_the_same() -> None:
    assert locate_in_stream(evidence_stream(TEXT), "1,000 lines") == locate(TEXT, "1,000 lines")
