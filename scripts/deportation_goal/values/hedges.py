"""Words of hedging around a printed number, read as the qualifier that they stand for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_HEDGES: Final = tuple(
    (qualifier, re.compile(pattern))
    for qualifier, pattern in (
        ("nearly", r"\b(?:nearly|almost|close to|(?:just|slightly|a little) under|slightly (?:fewer|less) than)\b"),
        ("just_over", r"\b(?:(?:just|slightly|a little) (?:over|above|more than))\b"),
        ("at_least", r"\b(?:at least|(?:no|not) (?:fewer|less) than|minimum of|or more)\b|#\+"),
        ("up_to", r"\b(?:up to|at most|as many as|(?:no|not|never) (?:\w+ )?more than|maximum of|or less|or fewer)\b"),
        ("more_than", r"\b(?:more than|over|exceeding|above|in excess of)\b"),
        ("fewer_than", r"\b(?:fewer than|less than|under|below)\b"),
        ("about", r"\b(?:about|around|roughly|approximately|approx|some|circa)\b"),
    )
)
_NUMBER: Final = re.compile(r"[0-9][0-9.,]*")
_MAGNITUDE: Final = re.compile(r"\b(?:dozens|tens|scores|hundreds|thousands|millions|billions)\b", re.IGNORECASE)


def hedge_in(text: str) -> str:
    """Return the qualifier that the words of hedging in a text stand for, or an empty text where there are none."""
    return _hedge_of(_NUMBER.sub("#", text.lower()))


@lru_cache(maxsize=4096)
def _hedge_of(wording: str) -> str:
    # Without their digits most texts are alike, so the patterns run over few of them.
    return next((qualifier for qualifier, pattern in _HEDGES if pattern.search(wording)), "")


def names_magnitude(text: str) -> bool:
    """Whether a text prints a word for an order of magnitude, such as hundreds or thousands."""
    return _MAGNITUDE.search(text) is not None
