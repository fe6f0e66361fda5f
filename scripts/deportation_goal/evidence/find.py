"""Finds an excerpt in a stream by its length and its hash alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from deportation_goal.evidence.locator import Locator


class Search(StrEnum):
    """How an excerpt was found.

    PLACE: at the stored place. SHIFT: as far from it as an excerpt found before. SLIDE: by trying every place.
    """

    PLACE = "place"
    SHIFT = "shift"
    SLIDE = "slide"


@dataclass(frozen=True)
class Found:
    """Where an excerpt begins in a stream, and how it was found."""

    start: int
    search: Search


class Stream:
    """A stream to search in: its windows as bytes, without making them anew for each where one byte is one character."""

    def __init__(self, text: str) -> None:
        """Prepare the stream of a text."""
        self.text = text
        self._bytes = text.encode() if text.isascii() else None

    def window(self, start: int, length: int) -> bytes:
        """Return some code points as UTF-8."""
        if self._bytes is not None:
            return self._bytes[start : start + length]
        return self.text[start : start + length].encode()

    def find(self, locator: Locator, shifts: Iterable[int]) -> Found | None:
        """Look at the stored place, then at shifts already found in this text, then everywhere, near places first.

        Boilerplate moves a text by little, so the place is mostly found long before the whole text was tried.
        """
        length, last = locator.length, len(self.text) - locator.length
        wanted = bytes.fromhex(locator.sha256)
        sha256 = hashlib.sha256
        if 0 <= locator.start <= last and sha256(self.window(locator.start, length)).digest() == wanted:
            return Found(locator.start, Search.PLACE)
        for shift in shifts:
            start = locator.start + shift
            if 0 <= start <= last and sha256(self.window(start, length)).digest() == wanted:
                return Found(start, Search.SHIFT)
        for start in _outwards(locator.start, last):
            if sha256(self.window(start, length)).digest() == wanted:
                return Found(start, Search.SLIDE)
        return None


def _outwards(start: int, last: int) -> Iterator[int]:
    """Yield every place from 0 to the last one, the nearest to the stored place first."""
    middle = min(start, last + 1)
    below, above = middle - 1, middle
    while below >= 0 or above <= last:
        if above <= last:
            yield above
            above += 1
        if below >= 0:
            yield below
            below -= 1
