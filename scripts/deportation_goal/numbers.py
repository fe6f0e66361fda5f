"""Numbers as people print them: `1.4 million`, `34,000`, `two`, `hundreds`, `a million`.

English words; digits of any language that groups by comma, point, space or not at all.
"""

from __future__ import annotations

import contextlib
import re
from decimal import Decimal, InvalidOperation
from typing import Final

_UNITS: Final = {
    name: number
    for number, name in enumerate(
        [
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
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    name: 10 * number
    for number, name in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_MULTIPLES: Final[dict[str, int | Decimal]] = {
    "a": 1,
    "an": 1,
    "single": 1,
    "half": Decimal("0.5"),
    "double": 2,
    "doubling": 2,
    "doubled": 2,
    "twice": 2,
    "triple": 3,
    "tripling": 3,
    "tripled": 3,
    "both": 2,
    "once": 1,
    "dozen": 12,
}
_SCALES: Final = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 1000,
    "m": 10**6,
    "bn": 10**9,
}
_MAGNITUDES: Final = {
    "dozens": 10,
    "tens": 10,
    "scores": 10,
    "hundreds": 100,
    "thousands": 1000,
    "millions": 10**6,
    "billions": 10**9,
}
_TOKEN: Final = re.compile(
    r"[0-9]+(?:[,. \u00a0\u202f'’][0-9]{3})+(?:[.,][0-9]+)?(?![0-9])|[0-9]+(?:[.,][0-9]+)?|[a-z]+",
    re.IGNORECASE,
)
_GROUPED: Final = re.compile(r"([0-9]{1,3})((?:([,. \u00a0\u202f'’])[0-9]{3})(?:\3[0-9]{3})*)(?:[.,]([0-9]+))?")


def _digit_readings(token: str) -> set[Decimal]:
    """Every number that a run of digits can mean: `1,234` is 1234, `1.234` is 1.234 or, in other languages, 1234."""
    readings = set()
    grouped = _GROUPED.fullmatch(token)
    if grouped:
        whole = re.sub(r"[^0-9]", "", grouped[1] + grouped[2])
        readings.add(Decimal(f"{whole}.{grouped[4] or 0}"))
    if not grouped or grouped[3] == ".":
        with contextlib.suppress(InvalidOperation):
            readings.add(Decimal(token.replace(",", ".")))
    return readings


def numbers_in(text: str) -> set[Decimal]:
    """Return every number that a printed expression can be read as.

    A run of digits or number words together with the scale words after it is one number; each part is offered as
    well, so `one officer for every 7,000 cases` holds 1 and 7000. Percent signs and currencies are passed over.
    """
    found: set[Decimal] = set()
    running: set[Decimal] = set()
    for match in _TOKEN.finditer(text.lower()):
        token = match.group()
        if token[0].isdigit():
            running = _digit_readings(token)
            found |= running
        elif token in _MAGNITUDES:
            magnitude = Decimal(_MAGNITUDES[token])
            found |= {magnitude} | {value * magnitude for value in running}
            running = {magnitude}
        elif token in _SCALES:
            running = {value * _SCALES[token] for value in running or {Decimal(1)}}
            found |= running
        elif token in _UNITS:
            value = Decimal(_UNITS[token])
            running = {value} | {have + value for have in running if have >= 20 > value > 0}
            found |= running
        elif token in _MULTIPLES:
            running = {Decimal(_MULTIPLES[token])}
            found |= running
        elif token not in ("and", "of"):
            running = set()
    return found


def parse_number(text: str) -> Decimal | None:
    """Return the one number that a cell such as `1,000,000`, `1.4 million` or `70 %` seems to mean, or None."""
    cleaned = text.strip().strip("$£€%").strip()
    if not re.fullmatch(
        r"-?[0-9][0-9,.' \u00a0\u202f]*(?: ?(?:thousand|million|billion|bn|k|m))?", cleaned, re.IGNORECASE
    ):
        return None
    readings = numbers_in(cleaned.lstrip("-"))
    if not readings:
        return None
    value = max(readings)
    return -value if cleaned.startswith("-") else value


def plain(value: Decimal) -> str:
    """Return a number as the tables write it: no exponent, no group marks, no needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
