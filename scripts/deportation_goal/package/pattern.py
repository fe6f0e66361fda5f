"""Patterns of Table Schemas that cannot hang: read, checked and compiled before a cell meets them.

A pattern may come with a package from anywhere, and Python's `re` can take years over `(a+)+`. Accepted is what can be
matched in one way only: inside a repeat the next character alone decides how to go on, and which repeat it belongs to
(strong one-unambiguity: Koch and Scherzinger, Attribute grammars for scalable query processing on XML streams, 2007).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final, NamedTuple

from deportation_goal.errors import UserError

LONGEST_CELL: Final = 10_000
"""A longer cell is not matched, unless the `maxLength` of its column allows it, as that of a list of many ids does."""

_MOST_POSITIONS: Final = 2_000
_DEEPEST: Final = 50
_LAST: Final = 0x10FFFF
_META: Final = frozenset("\\^$.|?*+()[]{}")
_COUNT: Final = re.compile(r"\{([0-9]{1,4})(,([0-9]{1,4})?)?\}")

Characters = tuple[tuple[int, int], ...]
"""A set of characters as ranges of code points, both ends included."""


class PatternError(UserError):
    """A pattern that is not accepted; the message says why, as the end of a sentence."""


def _complement(characters: Characters) -> Characters:
    ranges, start = [], 0
    for low, high in sorted(characters):
        if low > start:
            ranges.append((start, low - 1))
        start = max(start, high + 1)
    return (*ranges, (start, _LAST)) if start <= _LAST else tuple(ranges)


_DIGIT: Final[Characters] = ((48, 57),)
_WORD: Final[Characters] = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE: Final[Characters] = ((9, 13), (32, 32))
_LINE_FEED: Final[Characters] = ((10, 10),)
_CLASSES: Final = {
    "d": _DIGIT,
    "w": _WORD,
    "s": _SPACE,
    "D": _complement(_DIGIT),
    "W": _complement(_WORD),
    "S": _complement(_SPACE),
}
_DELETE: Final = 0x7F
_FORMULA: Final = tuple(map(ord, "=+-@"))
_CONTROLS: Final = {"n": 10, "t": 9, "r": 13, "f": 12, "v": 11}


class _Part(NamedTuple):
    """A part of a pattern: whether it matches nothing, and the positions it can begin and end with."""

    empty: bool
    first: frozenset[int]
    last: frozenset[int]


_NOTHING: Final = _Part(True, frozenset(), frozenset())


class _Reader:
    """Reads a pattern into positions and what can follow each (the automaton of Glushkov)."""

    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.place = 0
        self.depth = 0
        self.characters: list[Characters] = []
        self.follow: list[Counter[int]] = []
        self.repeated: set[int] = set()

    def read(self) -> _Part:
        part = self._alternatives()
        if self.place < len(self.text):
            raise PatternError("has a bracket that is never opened")
        return part

    def _peek(self) -> str:
        return self.text[self.place : self.place + 1]

    def _alternatives(self) -> _Part:
        part = self._sequence()
        while self._peek() == "|":
            self.place += 1
            other = self._sequence()
            part = _Part(part.empty or other.empty, part.first | other.first, part.last | other.last)
        return part

    def _sequence(self) -> _Part:
        part = _NOTHING
        while self._peek() not in ("", "|", ")"):
            part = self._followed_by(part, self._repeat())
        return part

    def _followed_by(self, part: _Part, after: _Part) -> _Part:
        self._lead(part, after)
        first = part.first | after.first if part.empty else part.first
        last = part.last | after.last if after.empty else after.last
        return _Part(part.empty and after.empty, first, last)

    def _lead(self, part: _Part, after: _Part) -> None:
        """Let a part lead to another; each way from one position to another counts."""
        for position in part.last:
            self.follow[position].update(after.first)

    def _repeat(self) -> _Part:
        start = self.place
        part = self._atom()
        source = self.text[start : self.place]
        least, most = self._count()
        if (least, most) == (1, 1):
            return part
        if self._peek() in ("?", "*", "+", "{") and self._peek():
            raise PatternError("repeats a repeat without brackets, or is not greedy")
        return self._copies(source, part, least, most)

    def _count(self) -> tuple[int, int | None]:
        mark = self._peek()
        if mark and mark in "?*+":
            self.place += 1
            return {"?": (0, 1), "*": (0, None), "+": (1, None)}[mark]
        found = _COUNT.match(self.text, self.place)
        if found is None:
            return 1, 1
        self.place = found.end()
        least = int(found[1])
        most = least if found[2] is None else int(found[3]) if found[3] else None
        if most is not None and most < max(least, 1):
            raise PatternError("repeats something less than once")
        return least, most

    def _copies(self, source: str, part: _Part, least: int, most: int | None) -> _Part:
        """Return a part as often as it is repeated, each round with positions of its own."""
        whole = part if least else _Part(True, part.first, part.last)
        for number in range(2, (most or max(least, 1)) + 1):
            again = self._again(source)
            if number <= least:
                whole = self._followed_by(whole, again)
            else:
                # A round that may be left out follows the round before it and no other: x(x(x)?)?
                self._lead(part, again)
                whole = _Part(whole.empty, whole.first, whole.last | again.last)
            part = again
        if most is None:
            self._lead(part, part)
            self.repeated |= self._reached(part)
        return whole

    def _again(self, source: str) -> _Part:
        if source[0] != "(":
            return self._position(self.characters[-1])
        place, self.text, self.place = self.place, self.text + source, len(self.text)
        part = self._atom()
        self.text, self.place = self.text[: -len(source)], place
        return part

    def _reached(self, part: _Part) -> set[int]:
        reached, waiting = set(part.first), list(part.first)
        while waiting:
            for after in self.follow[waiting.pop()].keys() - reached:
                reached.add(after)
                waiting.append(after)
        return reached

    def _atom(self) -> _Part:
        mark = self._peek()
        self.place += 1
        if mark == "(":
            return self._group()
        if mark == "[":
            return self._position(self._set())
        if mark == ".":
            return self._position(_complement(_LINE_FEED))
        if mark == "\\":
            return self._position(self._escape())
        if mark in _META:
            where = " in its middle" if mark in "^$" else ""
            raise PatternError(f'has "{mark}"{where}, which is not accepted there')
        return self._position(((ord(mark), ord(mark)),))

    def _group(self) -> _Part:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise PatternError(f"has more than {_DEEPEST} brackets inside each other")
        if self._peek() == "?":
            if self.text[self.place : self.place + 2] != "?:":
                raise PatternError("looks around, refers back or sets an option, which is not accepted")
            self.place += 2
        part = self._alternatives()
        if self._peek() != ")":
            raise PatternError("has a bracket that is never closed")
        self.place += 1
        self.depth -= 1
        return part

    def _position(self, characters: Characters) -> _Part:
        if len(self.characters) == _MOST_POSITIONS:
            raise PatternError(f"is longer than {_MOST_POSITIONS:,} characters, repeats counted")
        self.characters.append(characters)
        self.follow.append(Counter())
        here = frozenset({len(self.characters) - 1})
        return _Part(False, here, here)

    def _escape(self) -> Characters:
        mark = self._peek()
        self.place += 1
        if mark in _CLASSES:
            return _CLASSES[mark]
        if mark in _CONTROLS:
            return ((_CONTROLS[mark], _CONTROLS[mark]),)
        if not mark or mark.isalnum() or not mark.isascii():
            raise PatternError(f'has "\\{mark}", which is not accepted')
        return ((ord(mark), ord(mark)),)

    def _set(self) -> Characters:
        negated = self._peek() == "^"
        self.place += negated
        ranges: list[tuple[int, int]] = []
        while self._peek() != "]" or not ranges:
            if not self._peek() or self._peek() in "[]":
                raise PatternError("has a class that is not closed, or holds an unescaped bracket")
            low = self._set_member()
            if self._peek() == "-" and self.text[self.place + 1 : self.place + 2] not in ("", "]"):
                self.place += 1
                high = self._set_member()
                if len(low) > 1 or len(high) > 1 or low[0][0] != low[0][1] or low[0][0] > high[0][1]:
                    raise PatternError("has a class with a range that does not run from a lower to a higher character")
                low = ((low[0][0], high[0][1]),)
            ranges.extend(low)
        self.place += 1
        return _complement(tuple(ranges)) if negated else tuple(ranges)

    def _set_member(self) -> Characters:
        mark = self._peek()
        self.place += 1
        return self._escape() if mark == "\\" else ((ord(mark), ord(mark)),)

    def is_clear(self, whole: _Part) -> bool:
        """Whether in every repeat the next character alone decides how to go on."""
        return not self.repeated or not any(
            self._clashes(together) for together in (Counter(whole.first), *self.follow)
        )

    def is_plain(self, whole: _Part) -> bool:
        """Whether no position matches anything but printable ASCII, and none of the first a sign of a formula."""
        spans = [span for characters in self.characters for span in characters]
        begins = [span for position in whole.first for span in self.characters[position]]
        return all(_SPACE[-1][1] < low and high < _DELETE for low, high in spans) and not any(
            low <= sign <= high for low, high in begins for sign in _FORMULA
        )

    def matches(self, character: int) -> bool:
        """Whether a position matches a character."""
        return any(low <= character <= high for characters in self.characters for low, high in characters)

    def _clashes(self, together: Counter[int]) -> bool:
        """Whether two ways lead to positions in a repeat that one character matches."""
        if any(ways > 1 and position in self.repeated for position, ways in together.items()):
            return True
        reach, holder = -1, -1
        for low, high, position in sorted((*span, place) for place in together for span in self.characters[place]):
            if low <= reach and position != holder and {position, holder} & self.repeated:
                return True
            if high > reach:
                reach, holder = high, position
        return False


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    r"""Return a pattern that matches a whole cell, with its anchors at both ends taken off.

    Classes such as `\d` mean ASCII, as in the regular expressions of XML Schema's users and of JavaScript.

    Raises:
        PatternError: If it is not a pattern, or matching it could backtrack.
    """
    return re.compile(f"(?:{_read(pattern).bare})", re.ASCII)


def compile_lines(pattern: str) -> re.Pattern[str] | None:
    """Return a pattern that matches many cells at once, one a line, each of them empty or matched by a pattern.

    None if the pattern may match the end of a line.

    Raises:
        PatternError: As `compile_pattern`.
    """
    read = _read(pattern)
    return read.lines if read.is_one_line else None


def is_plain(pattern: str) -> bool:
    """Whether a pattern matches printable ASCII only, without spaces, and no sign at the beginning that a formula has.

    Raises:
        PatternError: As `compile_pattern`.
    """
    return _read(pattern).is_plain


def takes_empty(pattern: str) -> bool:
    """Whether a pattern matches an empty cell.

    Raises:
        PatternError: As `compile_pattern`.
    """
    return _read(pattern).takes_empty


class _Read(NamedTuple):
    """A pattern that is accepted, without anchors, and what is known of it."""

    bare: str
    lines: re.Pattern[str]
    is_one_line: bool
    is_plain: bool
    takes_empty: bool


@lru_cache(maxsize=1024)
def _read(pattern: str) -> _Read:
    bare = pattern.removeprefix("^")
    if bare.endswith("$") and not bare.endswith("\\$"):
        bare = bare[:-1]
    reader = _Reader(bare)
    whole = reader.read()
    if not reader.is_clear(whole):
        raise PatternError(
            "could take for ever: inside a repeat one character can be matched in two ways; between the rounds "
            "put a character that the inner part cannot match"
        )
    try:
        # A line that is matched is never looked at again: the next one begins where it ends.
        lines = re.compile(f"(?:(?:{bare})?\n)*+", re.ASCII)
    except (re.error, OverflowError, RecursionError):
        raise PatternError("is not a regular expression") from None
    return _Read(bare, lines, not reader.matches(_LINE_FEED[0][0]), reader.is_plain(whole), whole.empty)
