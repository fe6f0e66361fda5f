"""Words of hedging around a printed number, and the qualifier that they mean."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_ENDS: Final = ("", "ed", "ing", "es", "s")
_SURPASS: Final = " ".join(f"exceed{end} surpass{end}" for end in _ENDS)
_TOP: Final = " ".join(f"top{end} topp{end}" for end in _ENDS)
_HEDGES: Final = tuple(
    (qualifier, frozenset(told_by.split()), re.compile(pattern))
    for qualifier, told_by, pattern in (
        (
            "nearly",
            "nearly almost close neared nearing shy just slightly little",
            r"\b(?:nearly|almost|close to|near(?:ed|ing)|shy of"
            r"|(?:just|slightly|a little) (?:under|below|short of|fewer than|less than))\b",
        ),
        ("just_over", "just slightly little", r"\b(?:(?:just|slightly|a little) (?:over|above|more than))\b"),
        (
            "up_to",
            f"up most as maximum less fewer than {_SURPASS}",
            r"\b(?:up to|at most|as (?:many|much|high) as|maximum|or (?:less|fewer)|(?:no|not|never) (?:\w+ )?(?:more|higher) than"
            r"|(?:no|not|never) (?:\w+ )?(?:exceed|surpass)(?:ed|ing|es|s)?)\b",
        ),
        (
            "at_least",
            "least than minimum more as plus +",
            r"\b(?:at least|(?:no|not) (?:fewer|less) than|minimum|or more|as (?:few|little|low) as)\b|#k?\+|-plus\b|\b# plus\b",
        ),
        (
            "more_than",
            f"than over above excess upward upwards north past {_SURPASS} {_TOP}",
            r"\b(?:more than|over|above|in excess of|higher than|upwards? of|north of|(?:exceed|surpass|top)(?:ed|ing|es|s)?|topp(?:ed|ing))\b|(?<!the )\bpast #",
        ),
        ("fewer_than", "than under below", r"\b(?:fewer than|less than|under|below)\b"),
        (
            "about",
            "about around roughly approximately approx some circa closer ballpark so",
            r"\b(?:about|around|roughly|approximately|approx|some|circa|closer to|ballpark|or so)\b",
        ),
    )
)
"""Qualifiers, the words of which each hedge holds one (or a plus sign), and the hedges; the first that is found counts."""
_WORD: Final = re.compile(r"[^\W0-9]+")
_TELLING: Final = frozenset[str]().union(*(words for _, words, _ in _HEDGES))
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


@lru_cache(maxsize=16_384)
def hedge_in(text: str) -> str:
    """Return the qualifier that the words of hedging in a text mean; an empty text if there are none."""
    lower = text.lower()
    # Most texts have no hedge, which their words show much sooner than the patterns do.
    if "+" not in lower and _TELLING.isdisjoint(_WORD.findall(lower)):
        return ""
    return _hedge_of(_NUMBER.sub("#", lower))


@lru_cache(maxsize=4096)
def _hedge_of(wording: str) -> str:
    # Without their digits many texts are alike, so the patterns run over few of them.
    telling = _TELLING.intersection([*_WORD.findall(wording), "+" if "+" in wording else ""])
    hedges = (qualifier for qualifier, words, pattern in _HEDGES if words & telling and pattern.search(wording))
    return next(hedges, "")


def opposite(qualifier: str) -> str:
    """Return the qualifier that says the same of a number with a minus sign: "a fall of at least 5" is at most -5."""
    return _OPPOSITE.get(qualifier, qualifier)


def names_magnitude(text: str) -> bool:
    """Whether a text prints a word for an order of magnitude, such as hundreds or thousands."""
    return _MAGNITUDE.search(text) is not None


def hedge_words(qualifier: str) -> str:
    """Return a qualifier (a code of figures.qualifier) in words: exact is "unhedged", at_least "at least"."""
    return "unhedged" if qualifier == "exact" else qualifier.replace("_", " ")
