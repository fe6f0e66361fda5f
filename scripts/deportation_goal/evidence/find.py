"""Finds an excerpt in a stream by its length and its hash alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
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
"""Most windows around words that are tried: words that are everywhere in a text lead nowhere."""
_RING: Final = 256
"""Places on either side that are tried before those farther away."""


class Stream:
    """A stream to search in."""

    def __init__(self, text: str) -> None:
        """Prepare the stream of a text."""
        self.text = text

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
        start = next((place for shift in shifts if self._is_at(place := locator.start + shift, locator)), None)
        return None if start is None else Found(start, Search.SHIFT)

    def is_at_its_place(self, locator: Locator) -> bool:
        """Whether the excerpt is at the stored place."""
        return self._is_at(locator.start, locator)

    def _is_at(self, start: int, locator: Locator) -> bool:
        end = start + locator.length
        if start < 0 or end > len(self.text):
            return False
        return hashlib.sha256(self.text[start:end].encode()).hexdigest() == locator.sha256

    def find_around(self, locator: Locator, words: str) -> Found | None:
        """Look where the text has words that the excerpt should hold; of several places the nearest is taken."""
        room = locator.length - len(words)
        if not words or room < 0:
            return None
        ranges: list[range] = []
        windows = 0
        place = self.text.find(words)
        while place >= 0 and windows < _MOST_WINDOWS:
            # Ranges that overlap are one, so that no window is tried twice.
            begin, tried = place - room, ranges[-1] if ranges else range(-1, -1)
            if ranges and begin <= tried.stop:
                ranges[-1] = range(tried.start, place + 1)
                windows += place + 1 - tried.stop
            else:
                ranges.append(range(begin, place + 1))
                windows += room + 1
            place = self.text.find(words, place + 1)
        return self._nearest(locator, ranges)

    def find_anywhere(self, locator: Locator, most: int | None = None) -> Found | None:
        """Try every place, or at most `most`, the nearest to the stored one first: boilerplate moves a text only a little."""
        places = max(len(self.text) - locator.length + 1, 0)
        middle = min(locator.start, places)
        if most is not None:
            begin = max(min(middle - most // 2, places - most), 0)
            return self._nearest(locator, [range(begin, begin + most)])
        for distance in range(0, max(middle, places - middle), _RING):
            above, below = middle + distance, middle - distance
            if found := self._nearest(locator, [range(above, above + _RING), range(below - _RING, below)]):
                return found
        return None

    def _nearest(self, locator: Locator, ranges: Iterable[range]) -> Found | None:
        """Return the place nearest to the stored one at which the excerpt is, the first of two that are equally near."""
        starts = (start for places in ranges for start in self._starts(locator, places))
        nearest = min(starts, key=lambda start: (abs(start - locator.start), start), default=None)
        return None if nearest is None else Found(nearest, Search.SLIDE)

    def _starts(self, locator: Locator, places: range) -> list[int]:
        """Return those of the places at which the excerpt begins."""
        begin, length = max(places.start, 0), locator.length
        part = self.text[begin : places.stop - 1 + length] if begin < places.stop else ""
        content, wanted, sha256 = part.encode(), bytes.fromhex(locator.sha256), hashlib.sha256
        ends: Sequence[int] = range(len(part) + 1)
        if len(content) > len(part):
            ends = list(accumulate((len(character.encode()) for character in part), initial=0))
        windows = zip(range(begin, places.stop), ends, ends[length:], strict=False)
        return [start for start, first, last in windows if sha256(content[first:last]).digest() == wanted]
