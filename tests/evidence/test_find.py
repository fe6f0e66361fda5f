"""An excerpt is found by its hash: at its place, at a known shift, else wherever it is."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.evidence.find import Found, Search, Stream
from deportation_goal.evidence.locator import Locator

TEXT = "abcdefghijklmnopqrstuvwxyz0123456789"


def _locator(excerpt: str, start: int) -> Locator:
    return Locator(start, start + len(excerpt), hashlib.sha256(excerpt.encode()).hexdigest())


@pytest.mark.parametrize(
    ("start", "shifts", "expected"),
    [
        (3, [], Found(3, Search.PLACE)),
        (3, [5], Found(3, Search.PLACE)),
        (1, [9, 2], Found(3, Search.SHIFT)),
        (1, [9, -5], Found(3, Search.SLIDE)),
        (30, [], Found(3, Search.SLIDE)),
        (400, [], Found(3, Search.SLIDE)),
    ],
)
def test_the_order_of_the_search(start: int, shifts: list[int], expected: Found) -> None:
    assert Stream(TEXT).find(_locator("defgh", start), shifts) == expected


def test_of_several_places_the_nearest_is_taken() -> None:
    assert Stream("xxabcxxxxxxabcxx").find(_locator("abc", 9), ()) == Found(11, Search.SLIDE)


@given(st.text(min_size=1, max_size=60), st.data(), st.integers(0, 80))
def test_what_is_there_is_found_from_anywhere(text: str, data: st.DataObject, stored: int) -> None:
    text = text.encode(errors="ignore").decode() or "a"
    start = data.draw(st.integers(0, len(text) - 1))
    excerpt = text[start : data.draw(st.integers(start + 1, len(text)))]
    found = Stream(text).find(_locator(excerpt, stored), ())
    assert found is not None
    assert text[found.start : found.start + len(excerpt)] == excerpt


@given(st.text(alphabet="abc", max_size=40), st.integers(0, 50))
def test_what_is_not_there_is_not_found(text: str, stored: int) -> None:
    assert Stream(text).find(_locator("d", stored), (1, -1)) is None


@given(st.text("abé", max_size=60), st.text("abé", min_size=1, max_size=3), st.integers(0, 3), st.integers(-5, 70))
def test_around_words_every_window_is_tried(text: str, words: str, room: int, stored: int) -> None:
    length = len(words) + room
    windows = [text[start : start + length] for start in range(len(text) - length + 1)]
    for excerpt in {window for window in windows if words in window}:
        starts = [start for start, window in enumerate(windows) if window == excerpt]
        nearest = min(starts, key=lambda start: (abs(start - stored), start))
        assert Stream(text).find_around(_locator(excerpt, stored), words) == Found(nearest, Search.SLIDE)


@given(st.text("abé", min_size=1, max_size=40), st.integers(1, 4), st.integers(0, 60), st.integers(1, 20))
def test_the_nearest_places_are_tried(text: str, length: int, stored: int, half: int) -> None:
    def distance(start: int) -> tuple[int, int]:
        return abs(start - stored), start

    places = sorted(range(len(text) - length + 1), key=distance)
    for most in (2 * half, None):
        for excerpt in {text[start : start + length] for start in places}:
            found = Stream(text).find_anywhere(_locator(excerpt, stored), most)
            start = next((place for place in places[:most] if text[place : place + length] == excerpt), None)
            assert found == (None if start is None else Found(start, Search.SLIDE))


@pytest.mark.parametrize("stored", [0, 300, 1_000, 5_000])
def test_places_far_away_are_tried_too(stored: int) -> None:
    text = "".join(f"{number:04}" for number in range(500))
    assert Stream(text).find_anywhere(_locator("02500251", stored)) == Found(1_000, Search.SLIDE)
