"""Numbers as people print them: `1.4 million`, `34,000`, `two`, `hundreds`, `a million`.

English words; digits of any language that groups by comma, point, space or not at all.
"""

from __future__ import annotations

import contextlib
import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS: Final = {name: number for number, name in enumerate(_SMALL.split())} | {
    name: 10 * number for number, name in enumerate(_TENS.split(), start=2)
}
_WORDS: Final = {
    "a": 1,
    "an": 1,
    "single": 1,
    "once": 1,
    "both": 2,
    "double": 2,
    "doubling": 2,
    "doubled": 2,
    "twice": 2,
    "triple": 3,
    "tripling": 3,
    "tripled": 3,
}
_PRINTED_SCALES: Final = ("thousand", "million", "billion")
_FACTORS: Final = {"hundred": 100, "dozen": 12}
_SCALES: Final = {
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
_GROUP_MARKS: Final = ",.' "
_LAKHS: Final = r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?![0-9,])"
"""Digits grouped as in India: 2,61,000."""
_LAKHS_ALONE: Final = re.compile(_LAKHS)
_DIGITS: Final = rf"{_LAKHS}|[0-9]{{1,3}}(?P<mark>[{_GROUP_MARKS}])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*(?:[.,][0-9]+)?(?![0-9])|[0-9]+(?:[.,][0-9]+)?"
_TOKEN: Final = re.compile(rf"[a-z]+|(?<![0-9])(?:{_DIGITS})|[-‐‑–—]")
_GROUPED: Final = re.compile(rf"([1-9][0-9]{{0,2}})([{_GROUP_MARKS}])((?:[0-9]{{3}}\2)*[0-9]{{3}})(?:[.,]([0-9]+))?")
_GLUED: Final = re.compile(r"(thousand|million|billion|trillion)(?!aires?$|ths?$|s$|fold$)")
"""A scale word to which the next word is glued, as in "11.4 millionunauthorized immigrants"."""
_ONE_NUMBER: Final = rf"(?P<sign>-?)(?P<digits>{_DIGITS}) ?(?P<scale>thousand|million|billion|bn|k|m)?"
_CELL: Final = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
_DIGIT: Final = re.compile(r"\d")
_APART: Final = re.compile(r" \(?[A-Za-z]")
_SMALL_DECIMAL: Final = re.compile(r"[0-9]{1,3}\.[0-9]{1,2}")
_GOES_ON: Final = re.compile("hundred|dozen|tens|scores|thousand|illion|half")
"""What may turn the digits before it into another number, even as a part of a word."""
_GOES_ON_ALONE: Final = frozenset(("k", "m", "bn", *_UNITS))
"""What may do so only as a word of its own."""
_LETTERS: Final = re.compile(r"[a-z]+")
_LONGEST_POSITION: Final = 18
_LINKS: Final = frozenset({"and", "to", "or", "of", "-", "‐", "‑", "–", "—"})
_ONE_MARK: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'"})
_HALF: Final = Decimal("0.5")


def _digit_readings(token: str) -> set[Decimal]:
    """Every number that a run of digits can mean: `1,234` is 1234, `1.234` is 1.234 or, in other languages, 1234."""
    readings = set()
    if _LAKHS_ALONE.fullmatch(token):
        return {Decimal(token.replace(",", ""))}
    grouped = _GROUPED.fullmatch(token)
    if grouped:
        whole = grouped[1] + grouped[3].replace(grouped[2], "")
        readings.add(Decimal(f"{whole}.{grouped[4]}" if grouped[4] else whole))
    if not grouped or grouped[2] == ".":
        with contextlib.suppress(InvalidOperation):
            readings.add(Decimal(token.replace(",", ".")))
    return readings


class _Reader:
    """Reads number words and digits from left to right.

    A number in progress is a pair: what is settled ("two million" in "two million five hundred"), and what a scale
    word still to come would multiply. Numbers linked by "to", "and" or a dash share that scale word: "10 to 15 million".
    The readings of a number count once it ends: "4.5" in "4.5 million" is not a number of its own.
    """

    def __init__(self) -> None:
        self._ended: set[Decimal] = set()
        self._readings: set[Decimal] = set()
        self.running: set[tuple[Decimal, Decimal]] = set()
        self.linked: set[Decimal] = set()

    @property
    def found(self) -> set[Decimal]:
        """Return the numbers read so far."""
        return self._ended | self._readings

    def _begin(self, running: set[tuple[Decimal, Decimal]]) -> None:
        self._ended |= self._readings
        self._go_on(running)

    def _go_on(self, running: set[tuple[Decimal, Decimal]]) -> None:
        self.running = running
        self._readings = {settled + current for settled, current in running}

    def digits(self, token: str) -> None:
        """Take a run of digits."""
        self._begin({(Decimal(0), value) for value in _digit_readings(token)})

    def add(self, value: Decimal) -> None:
        """Take a word below a hundred: it joins the tens, hundreds or scale before it, or begins a number."""
        joined = {(settled, current + value) for settled, current in self.running if _has_room(settled, current, value)}
        if joined:
            self._go_on(joined)
        else:
            self._begin({(Decimal(0), value)})

    def multiply(self, factor: Decimal) -> None:
        """Take a word such as hundred or dozen."""
        self._go_on({(settled, (current or Decimal(1)) * factor) for settled, current in self.running or {_NOTHING}})

    def scale(self, factor: Decimal) -> None:
        """Take a word such as million, which settles the number before it and those linked to it."""
        numbers = self.running or {(Decimal(0), Decimal(1))}
        most = max(current for _, current in numbers)
        # In "10 to 15 million" nobody means ten; in "800 to 1 million" the first number stands for itself.
        self._ended -= {value for value in self.linked if value <= most}
        self._ended |= {value * factor for value in self.linked}
        self._go_on({(settled + current * factor, Decimal(0)) for settled, current in numbers})

    def half(self) -> None:
        """Take "half": of what follows, or added to the number before "and a half"."""
        added = {(settled, current + _HALF) for settled, current in self.running if current}
        if added:
            self._go_on(added)
        else:
            self._begin({(Decimal(0), _HALF)})

    def word(self, value: Decimal) -> None:
        """Take "a", "single", "double": a number of its own, unless "half" or a number with "and" stands before it."""
        before = self.running if self.linked or any(current == _HALF for _, current in self.running) else set()
        if before:
            self.running = before | {(Decimal(0), value)}
        else:
            self._begin({(Decimal(0), value)})

    def magnitude(self, factor: Decimal) -> None:
        """Take a word such as thousands, which multiplies a magnitude before it: tens of thousands."""
        before = {total for settled, current in self.running if 0 < (total := settled + current) < factor}
        if before:
            self._go_on({(Decimal(0), value * factor) for value in before})
        else:
            self._begin({(Decimal(0), factor)})

    def link(self) -> None:
        """Take a word that links two numbers."""
        self.linked |= {current for _, current in self.running if current}

    def stop(self) -> None:
        """Take any other word."""
        if self._readings or self.running or self.linked:
            self._ended |= self._readings
            self._readings, self.running, self.linked = set(), set(), set()


_MEANINGS: Final = {
    word: (take, Decimal(number))
    for take, numbers in (
        (_Reader.word, _WORDS),
        (_Reader.magnitude, _MAGNITUDES),
        (_Reader.scale, _SCALES),
        (_Reader.multiply, _FACTORS),
        (_Reader.add, _UNITS),
    )
    for word, number in numbers.items()
}
"""What the reader does at a word, and with which number."""

_NOTHING: Final = (Decimal(0), Decimal(0))
_NO_WORDS_FOR: Final = Decimal(10) ** 20


def _has_room(settled: Decimal, current: Decimal, value: Decimal) -> bool:
    """Whether a word below a hundred can follow: five after twenty, twenty after hundred, five after thousand."""
    if current == 0:
        return settled > 0
    if current >= _NO_WORDS_FOR:
        # Decimal refuses to compute the remainder of a number with more digits than it keeps.
        return False
    tens, hundreds = current % 100, current >= 100
    return (tens >= 20 and tens % 10 == 0 and value < 10) or (hundreds and tens == 0)


def numbers_in(text: str) -> set[Decimal]:
    """Return every number that a printed expression can be read as.

    A run of digits or number words is one number together with the scale words after it: `one officer for every
    7,000 cases` holds 1 and 7000, `4.5 million` only 4500000. Percent signs and currencies are passed over.
    """
    reader = _Reader()
    for match in _TOKEN.finditer(text.lower().translate(_ONE_MARK)):
        word = match.group()
        if word[0].isdigit():
            reader.digits(word)
        elif (meaning := _MEANINGS.get(word)) is not None:
            take, number = meaning
            take(reader, number)
        elif word == "half":
            reader.half()
        elif word in _LINKS:
            reader.link()
        else:
            if reader.running and (glued := _GLUED.match(word)):
                reader.scale(Decimal(_SCALES[glued[1]]))
            reader.stop()
    return reader.found


@lru_cache(maxsize=16_384)
def cell_position(cell: str) -> int | None:
    """Return a cell of a column of positions as a whole number; None if it is empty or written in another way."""
    return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) <= _LONGEST_POSITION else None


def prints_plainly(text: str, number: str) -> bool:
    """Whether a text prints one number, whole or before a scale word: `numbers_in` would find it too, at more cost."""
    whole = cell_position(number)
    if whole is None and not _SMALL_DECIMAL.fullmatch(number):
        return False
    before, found, after = text.partition(number if whole is None else f"{whole:,}")
    for word in () if found else _PRINTED_SCALES:
        if word in text:
            before, found, after = text.partition(f"{plain(Decimal(number) / _SCALES[word])} {word}")
            break
    # "millionaires" is no scale word.
    if not found or after[:1].isalpha() or (before and _DIGIT.search(before)):
        return False
    # Digits are apart where a word or a parenthesis is between: "1,000 in 2019".
    if _DIGIT.search(after) and not _APART.match(after):
        return False
    return not goes_on(after)


@lru_cache(maxsize=4096)
def goes_on(words: str) -> bool:
    """Whether words after some digits may turn them into another number: "million", "and a half", "five"."""
    lower = words.lower()
    return _GOES_ON.search(lower) is not None or not _GOES_ON_ALONE.isdisjoint(_LETTERS.findall(lower))


def cell_number(cell: str) -> Decimal | None:
    """Return a cell of a number column as a number; None if it is empty or written in another way."""
    return Decimal(cell) if _CELL.fullmatch(cell) else None


def parse_number(text: str) -> Decimal | None:
    """Return the one number that a cell such as `1,000,000`, `1.4 million` or `70 %` means; None if it has two readings."""
    bare = text.translate(_ONE_MARK).strip()
    match = re.fullmatch(_ONE_NUMBER, bare.strip("$£€%").strip(), re.IGNORECASE)
    if match is None:
        return None
    readings = _digit_readings(match["digits"])
    if match["scale"] or bare.endswith("%"):
        # 3.125 million and 1.234 % have a decimal point: nobody groups such a number by thousands.
        readings = {min(readings)}
    if len(readings) != 1:
        return None
    value = readings.pop() * (_SCALES[match["scale"].lower()] if match["scale"] else 1)
    return -value if match["sign"] else value


def plain(value: Decimal) -> str:
    """Return a number as the tables write it: no exponent, no group marks, no needless zeros."""
    text = str(value)
    if "E" in text:
        text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(value: Decimal) -> str:
    """Return a number as people read it: no needless zeros, thousands set apart by commas."""
    whole, point, fraction = plain(value).partition(".")
    return f"{int(whole):,}{point}{fraction}" if whole.lstrip("-") != "0" else plain(value)
