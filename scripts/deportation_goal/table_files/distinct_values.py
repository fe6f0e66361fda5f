"""The distinct values of a column, and which of them a rule has to be asked about.

Most rules on single cells find something in few values only: in an empty one, a long one, one with a certain character. To
look for these in all values at once takes far less time than to ask the rule about each. The columns of text of a large
table answer the same questions from their bytes (`table_files.block_columns.TextColumn`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Set
from functools import cached_property
from itertools import filterfalse
from typing import TYPE_CHECKING, Final, TypeAlias

from deportation_goal.package.pattern import compile_lines, compile_pattern, takes_empty

if TYPE_CHECKING:
    from deportation_goal.table_files.block_columns import TextColumn

    Values: TypeAlias = "DistinctValues | TextColumn"

MAXIMUM_CELL: Final = 20_000
"""Longest cell of a column without a limit of its own, in code points (a spreadsheet cell holds 32,767)."""

_PRINTABLE: Final = bytes(range(0x20, 0x7F))
_FIRST: Final = ("=", "+", "-", "@", " ")
"""First characters of cells that a spreadsheet may take for a formula, and of those that begin with a space."""
_BEGINS_SO: Final = re.compile(rf"\n[{re.escape(''.join(_FIRST))}]")


class DistinctValues:
    """The distinct values of a column; an empty cell is the value ''."""

    def __init__(self, cells: Iterable[str]) -> None:
        self._values = frozenset(cells)
        self._unlike: dict[tuple[str, int], Collection[str]] = {}

    def distinct(self) -> Set[str]:
        """Return all values."""
        return self._values

    @cached_property
    def _together(self) -> str:
        return _lines(self._values)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._values), default=0)

    def blank(self) -> Collection[str]:
        """Return the empty value, if it is there."""
        return self._values & {""}

    def among(self, values: Collection[str]) -> Collection[str]:
        """Return the values that are some given ones."""
        return self._values.intersection(values)

    def other_than(self, values: Collection[str]) -> Collection[str]:
        """Return the values that are not some given ones."""
        return self._values.difference(values)

    def holding(self, characters: str) -> Collection[str]:
        """Return the values that hold one of some characters of ASCII."""
        there = [character for character in characters if character in self._together]
        return [value for value in self._values if any(map(value.__contains__, there))] if there else ()

    def longer_than(self, length: int) -> Collection[str]:
        """Return the values of more code points than a length."""
        return [value for value in self._values if len(value) > length] if self._longest > length else ()

    def short_words(self, longest: int) -> Collection[str]:
        """Return the values without a space that are not longer, in code points, than a length."""
        return [value for value in self._values if len(value) <= longest and " " not in value]

    def unlike(self, pattern: str, longest: int) -> Collection[str]:
        """Return the values that do not match a pattern as a whole, or are longer than it is asked about."""
        asked = (pattern, longest)
        if asked not in self._unlike:
            long = self.longer_than(longest)
            matched: Collection[str] = self._values.difference(long) if long else self._values
            if not long and self._are_lines(compile_lines(pattern)):
                # The pattern of lines takes an empty one too. The other one takes long to compile.
                unlike: Iterable[str] = () if takes_empty(pattern) else self.blank()
            else:
                unlike = filterfalse(compile_pattern(pattern).fullmatch, matched)
            self._unlike[asked] = [*unlike, *long]
        return self._unlike[asked]

    def _are_lines(self, lines: re.Pattern[str] | None) -> bool:
        """Whether all values, one a line, surely match a pattern of lines."""
        together = self._together
        return lines is not None and together.count("\n") == len(self._values) + 1 and bool(lines.fullmatch(together))

    @cached_property
    def unusual(self) -> Collection[str]:
        """The values that may have a flaw in their characters.

        A usual value holds printable ASCII characters only, no space at either end and no two in a row; it does not
        begin with a sign of a formula, and is not longer than `MAXIMUM_CELL`.
        """
        # With a sign in the place of all that is beyond ASCII, most columns show that nothing else in them is unusual.
        together = self._together if self._together.isascii() else self._together.encode("ascii", "replace").decode()
        if self._longest <= MAXIMUM_CELL and _are_usual(together, len(self._values)):
            return () if together is self._together else list(filterfalse(str.isascii, self._values))
        usual = [value for value in filter(str.isascii, self._values) if len(value) <= MAXIMUM_CELL]
        if not _are_usual(_lines(usual), len(usual)):
            usual = [value for value in usual if not value.startswith(_FIRST)]
            if not _are_usual(_lines(usual), len(usual)):
                usual = [value for value in usual if _are_usual(_lines((value,)), 1)]
        return self._values.difference(usual)


def _lines(values: Iterable[str]) -> str:
    """Return values one a line, with a line end before the first and after the last."""
    return "\n".join(("", *values, ""))


def _are_usual(lines: str, number: int) -> bool:
    """Whether a number of values, one a line and none too long, are all usual."""
    return (
        lines.isascii()
        # To look for one character takes far less time than to look for two.
        and (" " not in lines or ("  " not in lines and " \n" not in lines))
        and not _BEGINS_SO.search(lines)
        # What is left without printable characters is the ends of the lines.
        and len(lines.encode().translate(None, _PRINTABLE)) == number + 1
    )
