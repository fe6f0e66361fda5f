"""Words of hedging around a printed number, and the qualifier that they mean."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_HEDGES: Final = tuple(
    (qualifier, re.compile(pattern))
    for qualifier, pattern in (
        (
            "nearly",
            r"\b(?:nearly|almost|close to|near(?:ed|ing)|shy of"
            r"|(?:just|slightly|a little) (?:under|below|short of|fewer than|less than))\b",
        ),
        ("just_over", r"\b(?:(?:just|slightly|a little) (?:over|above|more than))\b"),
        (
            "up_to",
            r"\b(?:up to|at most|as (?:many|much|high) as|maximum|or (?:less|fewer)|(?:no|not|never) (?:\w+ )?(?:more|higher) than"
            r"|(?:no|not|never) (?:\w+ )?(?:exceed|surpass)(?:ed|ing|es|s)?)\b",
        ),
        (
            "at_least",
            r"\b(?:at least|(?:no|not) (?:fewer|less) than|minimum|or more|as (?:few|little|low) as)\b|#k?\+|-plus\b|\b# plus\b",
        ),
        (
            "more_than",
            r"\b(?:more than|over|above|in excess of|higher than|upwards? of|north of|(?:exceed|surpass|top)(?:ed|ing|es|s)?|topp(?:ed|ing))\b|(?<!the )\bpast #",
        ),
        ("fewer_than", r"\b(?:fewer than|less than|under|below)\b"),
        ("about", r"\b(?:about|around|roughly|approximately|approx|some|circa|closer to|ballpark|or so)\b"),
    )
)
_WORD: Final = re.compile(r"[^\W0-9]+")
_TOLD_BY: Final = (
    "nearly almost close closer near neared nearing shy just slightly little under below short fewer less than over above "
    "up most as maximum minimum more least plus excess upward upwards north past about around roughly approximately approx "
    "some circa ballpark so"
)
_WORDS: Final = frozenset(_TOLD_BY.split()) | {
    verb + end for verb in ("exceed", "surpass", "top", "topp") for end in ("", "ed", "ing", "es", "s")
}
"""Each hedge holds one of these words, or a plus sign."""
_OPPOSITE: Final = {
    "nearly": "just_over",
    "just_over": "nearly",
    "at_least": "up_to",
    "up_to": "at_least",
    "more_than": "fewer_than",
    "fewer_than": "more_than",
}
_NUMBER: Final = re.compile(r"[0-9][0-9.,]*")
_MAGNITUDE: Final = re.compile(r"\b(?:dozens|tens|scores|hundreds|thousands|millions|billions)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def hedge_in(text: str) -> str:
    """Return the qualifier that the words of hedging in a text mean; an empty text if there are none."""
    lower = text.lower()
    # Most texts have no hedge, which their words show much sooner than seven patterns do.
    if "+" not in lower and _WORDS.isdisjoint(_WORD.findall(lower)):
        return ""
    return _hedge_of(_NUMBER.sub("#", lower))


@lru_cache(maxsize=4096)
def _hedge_of(wording: str) -> str:
    # Without their digits many texts are alike, so the patterns run over few of them.
    return next((qualifier for qualifier, pattern in _HEDGES if pattern.search(wording)), "")


def opposite(qualifier: str) -> str:
    """Return the qualifier that says the same of a number with a minus sign: "a fall of at least 5" is at most -5."""
    return _OPPOSITE.get(qualifier, qualifier)


def names_magnitude(text: str) -> bool:
    """Whether a text prints a word for an order of magnitude, such as hundreds or thousands."""
    return _MAGNITUDE.search(text) is not None


def hedge_words(qualifier: str) -> str:
    """Return a qualifier (a code of figures.qualifier) in words: exact is "unhedged", at_least "at least"."""
    return "unhedged" if qualifier == "exact" else qualifier.replace("_", " ")
