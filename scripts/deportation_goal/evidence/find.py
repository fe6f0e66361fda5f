"""Finds an excerpt in a stream by its length and its hash alone."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from deportation_goal.evidence.locator import Locator


class Search(StrEnum):
    """How an excerpt was found.

    PLACE: at the stored place. SHIFT: as far from it as an excerpt found before. SLIDE: elsewhere in the text.
    """

    PLACE = "place"
    SHIFT = "shift"
    SLIDE = "slide"


@dataclass(frozen=True)
class Found:
    """Where an excerpt begins in a stream, and how it was found."""

    start: int
    search: Search


_MOST_WINDOWS: Final = 100_000
"""Windows around words that are tried: words that are everywhere in a text lead nowhere."""


class Stream:
    """A stream to search in: its windows as bytes, without making them anew for each where one byte is one character."""

    def __init__(self, text: str) -> None:
        """Prepare the stream of a text."""
        self.text = text
        self._bytes = text.encode() if text.isascii() else None

    def find(self, locator: Locator, shifts: Iterable[int], words: str = "") -> Found | None:
        """Find an excerpt: near its place, then around its words, then everywhere.

        Args:
            locator: The stored place, whose length and hash tell the excerpt.
            shifts: How far from their stored places other excerpts were found in this text.
            words: A stream that the excerpt should hold; "" if none is known.
        """
        return self.find_near(locator, shifts) or self.find_around(locator, words) or self.find_anywhere(locator)

    def find_near(self, locator: Locator, shifts: Iterable[int]) -> Found | None:
        """Look at the stored place, then at shifts already found in this text."""
        if self.is_at_its_place(locator):
            return Found(locator.start, Search.PLACE)
        for start in self._hits(locator, (locator.start + shift for shift in shifts)):
            return Found(start, Search.SHIFT)
        return None

    def is_at_its_place(self, locator: Locator) -> bool:
        """Whether the excerpt is at the stored place."""
        start, end = locator.start, locator.end
        if end > len(self.text):
            return False
        window = self._bytes[start:end] if self._bytes is not None else self.text[start:end].encode()
        return hashlib.sha256(window).hexdigest() == locator.sha256

    def find_around(self, locator: Locator, words: str) -> Found | None:
        """Look where the text has words that the excerpt should hold; of several places the nearest is taken."""
        room = locator.length - len(words)
        if not words or room < 0:
            return None
        places: dict[int, None] = {}
        place = self.text.find(words)
        while place >= 0 and len(places) < _MOST_WINDOWS:
            places.update(dict.fromkeys(range(place - room, place + 1)))
            place = self.text.find(words, place + 1)
        starts = self._hits(locator, places)
        nearest = min(starts, key=lambda start: (abs(start - locator.start), -start), default=None)
        return None if nearest is None else Found(nearest, Search.SLIDE)

    def find_anywhere(self, locator: Locator, most: int | None = None) -> Found | None:
        """Try every place, or as many as told, the nearest to the stored place first: boilerplate moves a text by little."""
        places = _outwards(locator.start, len(self.text) - locator.length)
        for start in self._hits(locator, itertools.islice(places, most)):
            return Found(start, Search.SLIDE)
        return None

    def _hits(self, locator: Locator, places: Iterable[int]) -> Iterator[int]:
        """Yield the places at which the excerpt is."""
        length, wanted, sha256 = locator.length, bytes.fromhex(locator.sha256), hashlib.sha256
        last = len(self.text) - length
        if self._bytes is not None:
            content = self._bytes
            for start in places:
                if 0 <= start <= last and sha256(content[start : start + length]).digest() == wanted:
                    yield start
        else:
            for start in places:
                if 0 <= start <= last and sha256(self.text[start : start + length].encode()).digest() == wanted:
                    yield start


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
