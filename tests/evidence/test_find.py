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
