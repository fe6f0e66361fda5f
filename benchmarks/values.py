"""Invented values as print gives them: a number, its hedge, its noun."""

from __future__ import annotations

import random
from typing import Final

from benchmarks.documents import GeneratedRow
from benchmarks.vocabulary import Indicator

_HEDGES: Final = {
    "exact": ("", "", "a total of "),
    "about": ("about ", "around ", "roughly ", "approximately ", "some "),
    "nearly": ("nearly ", "almost ", "close to "),
    "just_over": ("just over ", "slightly more than "),
    "at_least": ("at least ", "no fewer than "),
    "more_than": ("more than ", "over "),
    "up_to": ("up to ", "as many as "),
    "fewer_than": ("fewer than ", "less than "),
}
_QUALIFIERS: Final = (
    *["exact"] * 12,
    *["about", "nearly", "at_least", "more_than", "up_to"] * 3,
    *["just_over", "fewer_than", "between", "between", "magnitude"],
)
_MAGNITUDES: Final = (
    ("dozens", 10),
    ("hundreds", 100),
    ("thousands", 1000),
    ("tens of thousands", 10_000),
    ("hundreds of thousands", 100_000),
    ("millions", 1_000_000),
)
_WORDS: Final = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def _amount(rng: random.Random, indicator: Indicator) -> int:
    """Return a number with as many digits as the indicator has, rounded more often than not."""
    digits = rng.randint(*indicator.digits)
    significant = min(digits, rng.choice((1, 2, 2, 3, 3, digits)))
    # Whole numbers only: no rounding of floats that a platform could do in its own way.
    leading = rng.randint(int(10 ** (significant - 1)), int(10**significant) - 1)
    return leading * int(10 ** (digits - significant))


def _printed(rng: random.Random, number: int) -> str:
    for scale, word in ((10**9, "billion"), (10**6, "million")):
        if number >= scale and number % (scale // 10) == 0 and rng.randrange(4):
            whole, tenth = divmod(number, scale)
            if not tenth and whole < len(_WORDS) and rng.randrange(2):
                return f"{_WORDS[whole]} {word}"
            return f"{whole}.{tenth * 10 // scale} {word}" if tenth else f"{whole} {word}"
    if number < len(_WORDS) and rng.randrange(2):
        return _WORDS[number]
    return f"{number:,}"


def _with_unit(indicator: Indicator, number: str) -> str:
    if indicator.form == "money":
        return f"${number} {indicator.noun}".strip()
    if indicator.form == "percent":
        return f"{number} percent {indicator.noun}"
    return f"{number} {indicator.noun}"


def _digits(rng: random.Random, indicator: Indicator, number: int) -> str:
    """Return a number as printed; money has a sign before it, so it is never a word."""
    text = _printed(rng, number)
    return text if indicator.form != "money" or text[0].isdigit() else f"{number:,}"


def value_cells(rng: random.Random, indicator: Indicator) -> GeneratedRow:
    """Return value, value_max, qualifier, approximate and value_text of a figure."""
    number = _amount(rng, indicator)
    if indicator.form == "percent" and rng.randrange(3) == 0:
        tenth = rng.randint(1, 9)
        text = f"{number}.{tenth} percent {indicator.noun}"
        return {"value": f"{number}.{tenth}", "qualifier": "exact", "value_text": text}
    qualifier = rng.choice(_QUALIFIERS)
    if indicator.measure == "limit":
        return {"value": str(number), "qualifier": "exact", "value_text": f"within {number} {indicator.noun}"}
    if qualifier == "between":
        return _range(rng, indicator, number)
    if qualifier == "magnitude":
        if indicator.form != "count":
            return _range(rng, indicator, number)
        word, power = rng.choice(_MAGNITUDES)
        return {"value": str(power), "qualifier": "magnitude", "value_text": f"{word} of {indicator.noun}"}
    text = _with_unit(indicator, _digits(rng, indicator, number))
    if qualifier == "at_least" and indicator.form == "count" and rng.randrange(3) == 0:
        text = f"{number:,}+ {indicator.noun}"
    else:
        text = rng.choice(_HEDGES[qualifier]) + text
    return {"value": str(number), "qualifier": qualifier, "value_text": text}


def _range(rng: random.Random, indicator: Indicator, low: int) -> GeneratedRow:
    high = low + max(1, low * rng.randint(5, 60) // 100)
    first, last = f"{low:,}", _with_unit(indicator, f"{high:,}")
    first = f"${first}" if indicator.form == "money" else first
    cells = {"value": str(low), "value_max": str(high), "qualifier": "between"}
    if rng.randrange(3) == 0:
        return cells | {"approximate": "true", "value_text": f"about {first} to {last}"}
    wording = f"between {first} and {last}" if rng.randrange(2) else f"{first} to {last}"
    return cells | {"value_text": wording}
