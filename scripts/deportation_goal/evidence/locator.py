"""Locators: made from the words of a passage, found again in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deportation_goal.evidence import MINIMUM_LENGTH
from deportation_goal.evidence.stream import evidence_stream, stream_sha256

WORDS: Final = "words"
"""A column that contributors may send and no table has: the passage of the text, from which the locator is made."""


@dataclass(frozen=True)
class Locator:
    """Where an excerpt is in the evidence stream of a text.

    Attributes:
        start: First code point, counted from 0, included (W3C TextPositionSelector).
        end: Code point after the last one, excluded.
        sha256: SHA-256 of the excerpt's stream, lower-case hexadecimal.
    """

    start: int
    end: int
    sha256: str

    @property
    def length(self) -> int:
        """Length of the excerpt's stream in code points."""
        return self.end - self.start


@dataclass(frozen=True)
class Located:
    """A passage looked up in a text.

    Attributes:
        locator: The locator of the first occurrence, or None where the text does not hold the passage.
        occurrences: How often the text has the passage.
        length: Length of the passage's stream in code points.
    """

    locator: Locator | None
    occurrences: int
    length: int

    @property
    def long_enough(self) -> bool:
        """Whether the passage reaches the shortest length that a locator may have."""
        return self.length >= MINIMUM_LENGTH


def locate(text: str, words: str) -> Located:
    """Find a passage in a text.

    Args:
        text: The source text.
        words: The passage, in any quotation marks, dashes, case and white space.

    Returns:
        The first occurrence and the number of all of them, overlapping ones included.
    """
    return locate_in_stream(evidence_stream(text), words)


def locate_in_stream(stream: str, words: str) -> Located:
    """Find a passage in a text whose evidence stream is already made; see `locate`."""
    excerpt = evidence_stream(words)
    if not excerpt:
        return Located(None, 0, 0)
    start = stream.find(excerpt)
    if start < 0:
        return Located(None, 0, len(excerpt))
    occurrences, position = 0, start
    while position >= 0:
        occurrences += 1
        position = stream.find(excerpt, position + 1)
    return Located(Locator(start, start + len(excerpt), stream_sha256(excerpt)), occurrences, len(excerpt))
