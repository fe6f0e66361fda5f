"""Columns of a large table: sequences of strings that also answer questions about all rows at once.

A column with few distinct values is coded: the values once, and for each row the number of its value (`CodedColumn`). A
question is then asked once for each value, and the answer looked up by row. A column whose values are nearly all
different is kept as text (`TextColumn`), and questions are answered from its bytes.

An answer for all rows is a numpy array, one item a row, in the order of the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, overload

import numpy as np
import pyarrow as pa

from deportation_goal.table_files.arrays import (
    Bytes,
    hashes_of,
    in_threads,
    numbers_of,
    rows_among,
    texts_of,
)
from deportation_goal.table_files.distinct_values import DistinctValues
from deportation_goal.table_files.text_bytes import (
    filled,
    holding,
    joined_digits,
    longer,
    short_words,
    steps,
    unlike,
    unusual,
    zeroed,
)
from deportation_goal.table_files.text_parts import TextPart, values_where

Rows = Bytes | slice
"""Numbers of rows, or a part of them."""
ALL: Final = slice(None)
"""All rows."""

_DIGIT: Final = re.compile("[0-9]")


@dataclass(frozen=True)
class CodedPart:
    """A coded column of one block: its distinct values (an array of pyarrow), and the number of the value of each row."""

    values: Any
    codes: Bytes

    @classmethod
    def of(cls, cells: Any) -> CodedPart:
        """Return the column of a block that pyarrow has coded, in as few bytes as its values need."""
        small = np.min_scalar_type(max(len(cells.dictionary) - 1, 0))
        return cls(cells.dictionary, numbers_of(cells.indices).astype(small))


class CodedColumn(Sequence[str]):
    """The cells of a column as numbers of its distinct values.

    Attributes:
        values: The values.
        codes: The number of the value of each row.
    """

    def __init__(self, values: Sequence[str], codes: Bytes) -> None:
        self.values = values
        self.codes = codes

    @classmethod
    def joined(cls, parts: Sequence[CodedPart]) -> CodedColumn:
        """Return the column of blocks that are coded each for itself."""
        # Coded together, the chunks have one dictionary: each value is looked up once, however many blocks there are.
        coded = pa.chunked_array([part.values for part in parts]).dictionary_encode().chunks
        values = coded[-1].dictionary
        small = np.min_scalar_type(max(len(values) - 1, 0))
        codes = [numbers_of(one.indices).astype(small).take(part.codes) for one, part in zip(coded, parts, strict=True)]
        return cls(values.to_pylist(), np.concatenate(codes))

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        if isinstance(row, slice):
            return [self.values[code] for code in self.codes[row].tolist()]
        return self.values[int(self.codes[row])]

    def __iter__(self) -> Iterator[str]:
        return map(self.values.__getitem__, self.codes.tolist())

    def distinct(self) -> frozenset[str]:
        """Return the distinct values."""
        return frozenset(self.values)

    def distinct_values(self) -> DistinctValues:
        """Return the distinct values, to ask them questions."""
        return DistinctValues(self.values)

    def rows_of(self, values: Collection[str]) -> Bytes:
        """Return the rows that have one of some values."""
        return np.flatnonzero(self.per_row(values.__contains__))

    def per_row(self, question: Callable[[str], object]) -> Bytes:
        """Return the answer to a question about each cell; it is asked once for each value."""
        # `take` is twice as fast as an index in brackets.
        return np.array([question(value) for value in self.values]).take(self.codes)

    def mapped(self, change: Callable[[str], Any]) -> CodedColumn:
        """Return the column with each value changed; what is then equal has one number."""
        numbers: dict[Any, int] = {}
        changed = [numbers.setdefault(change(value), len(numbers)) for value in self.values]
        return CodedColumn([*numbers], np.array(changed, np.min_scalar_type(len(numbers))).take(self.codes))

    def without_none(self) -> CodedColumn:
        """Return the column with empty cells where it has none (`CheckedTables` joins such columns)."""
        return self.mapped(lambda value: value or "")

    def at(self, rows: Bytes | Sequence[int]) -> list[str]:
        """Return the cells of some rows."""
        return [self.values[code] for code in self.codes[np.asarray(rows, np.int64)].tolist()]

    def filled(self) -> Bytes:
        """Return which cells are not empty."""
        return self._filled

    @cached_property
    def _filled(self) -> Bytes:
        return self.per_row(bool)

    def wording(self) -> CodedColumn:
        """Return the texts with a zero in place of each digit."""
        return self.mapped(lambda text: _DIGIT.sub("0", text))

    def digits(self) -> Bytes:
        """Return the digits of each text as one whole number (`text_bytes.joined_digits`)."""
        return joined_digits(texts_of(self.values)).take(self.codes)

    def hashes(self, rows: Rows = ALL) -> Bytes:
        """Return a hash of each cell, or of those of some rows: equal cells of any column have equal ones."""
        return hashes_of(texts_of(self.values)).take(self.codes[rows])

    def steps(self, rows: Bytes, key: Callable[[str], Any] | None) -> tuple[Bytes, Bytes]:
        """Return for each row but the first whether it belongs before the row above, and whether it is equal to that row.

        Args:
            rows: Which rows are looked at.
            key: What cells are compared by; none for their code points.
        """
        keys = list(map(key, self.values)) if key else list(self.values)
        ranks = {rank: number for number, rank in enumerate(sorted(set(keys)))}
        found = np.array([ranks[value] for value in keys]).take(self.codes)[rows]
        return found[1:] < found[:-1], found[1:] == found[:-1]


class TextColumn(Sequence[str]):
    """The cells of a column as texts, block by block.

    Args:
        parts: The texts of each block, or arrays of pyarrow.
    """

    def __init__(self, parts: Iterable[Any]) -> None:
        self._parts = [part if isinstance(part, TextPart) else TextPart(part) for part in parts]
        self._starts = np.cumsum([0, *map(len, self._parts)])
        self._index: tuple[Bytes, Bytes] | None = None

    def __len__(self) -> int:
        return int(self._starts[-1])

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        if isinstance(row, slice):
            return self.at(range(*row.indices(len(self))))
        row = range(len(self))[row]
        block = int(np.searchsorted(self._starts, row, side="right")) - 1
        return self._parts[block][row - int(self._starts[block])]

    def __iter__(self) -> Iterator[str]:
        for part in self._parts:
            yield from part.texts().to_pylist()

    def _asked(self, question: Callable[..., Any], *about: Any) -> list[Any]:
        """Return the answer of each block to a question."""
        return in_threads(lambda part: part.ask(question, *about), self._parts)

    def _values_where(self, is_so: Callable[..., Bytes], *about: Any) -> frozenset[str]:
        return frozenset().union(*self._asked(values_where, is_so, *about))

    def distinct(self) -> Set[str]:
        """Return the distinct values, as a set that is made only where somebody goes through it."""
        return _DistinctTexts(self)

    def distinct_values(self) -> TextColumn:
        """Return the column itself, which answers the questions of `DistinctValues` from its bytes."""
        return self

    def rows_of(self, values: Collection[str]) -> Bytes:
        """Return the rows that have one of some values."""
        wanted = hashes_of(texts_of(values))
        if len(values) > 1:
            rows = rows_among(self.hashes(), wanted)
        else:
            # Where one value is asked for, others are: an index pays.
            if self._index is None:
                hashes = self.hashes()
                order = np.argsort(hashes)
                self._index = order, hashes[order]
            order, ordered = self._index
            first, last = (np.searchsorted(ordered, wanted, side=side) for side in ("left", "right"))
            rows = np.sort(order[slice(*first, *last)]) if len(values) else np.zeros(0, np.int64)
        return rows[[text in values for text in self.at(rows)]]

    def filled(self) -> Bytes:
        """Return which cells are not empty."""
        return np.concatenate(self._asked(filled))

    def per_row(self, question: Callable[[str], object]) -> Bytes:
        """Return the answer to a question about each cell."""
        return np.array([question(text) for text in self])

    def mapped(self, change: Callable[[str], Any]) -> CodedColumn:
        """Return the column with each value changed."""
        return self.coded().mapped(change)

    def without_none(self) -> TextColumn:
        """Return the column, in which no cell is None."""
        return self

    def at(self, rows: Bytes | Sequence[int]) -> list[str]:
        """Return the cells of some rows."""
        wanted = np.asarray(rows, np.int64)
        blocks = np.searchsorted(self._starts, wanted, side="right") - 1
        texts = np.empty(len(wanted), object)
        for block in np.flatnonzero(np.bincount(blocks)).tolist():
            own = np.flatnonzero(blocks == block)
            texts[own] = self._parts[block].at(wanted[own] - self._starts[block])
        found: list[str] = texts.tolist()
        return found

    def coded(self) -> CodedColumn:
        """Return the same cells as a coded column."""
        return CodedColumn.joined([CodedPart.of(part.texts().dictionary_encode()) for part in self._parts])

    def blank(self) -> Collection[str]:
        """Return the empty value, if a cell is empty."""
        return () if self.filled().all() else ("",)

    def among(self, values: Collection[str]) -> Collection[str]:
        """Return the distinct values that are some given ones, and perhaps some others."""
        return frozenset(self.at(rows_among(self.hashes(), hashes_of(texts_of(values)))))

    def other_than(self, values: Collection[str]) -> Collection[str]:
        """Return the distinct values that are not some given ones."""
        return self.distinct() - frozenset(values)

    def holding(self, characters: str) -> Collection[str]:
        """Return the distinct values that hold one of some characters of ASCII."""
        return self._values_where(holding, characters.encode())

    def longer_than(self, length: int) -> Collection[str]:
        """Return the distinct values of more code points than a length, and perhaps some others."""
        return self._values_where(longer, length)

    def short_words(self, longest: int) -> Collection[str]:
        """Return the distinct values without a space that are not longer than a length, and perhaps some others."""
        return self._values_where(short_words, longest)

    def unlike(self, pattern: str, longest: int) -> Collection[str]:
        """Return the distinct values that do not match a pattern as a whole, or are longer than it is asked about."""
        return self._values_where(unlike, pattern, longest)

    @property
    def unusual(self) -> Collection[str]:
        """All values that are unusual (`DistinctValues.unusual`), and perhaps some others."""
        return self._values_where(unusual)

    def hashes(self, rows: Rows = ALL) -> Bytes:
        """As `CodedColumn.hashes`."""
        hashes: Bytes = np.concatenate(self._asked(hashes_of))[rows]
        return hashes

    def wording(self) -> CodedColumn:
        """Return the texts with a zero in place of each digit: most texts then have the words of many others."""
        return self._wording

    @cached_property
    def _wording(self) -> CodedColumn:
        return CodedColumn.joined(self._asked(_wording))

    def digits(self) -> Bytes:
        """As `CodedColumn.digits`."""
        return np.concatenate(self._asked(joined_digits))

    def foresee(self, *, is_ordered: bool, is_worded: bool) -> None:
        """Find beforehand, while the texts are at hand, what is needed of all rows.

        Args:
            is_ordered: Whether rows are ordered by the column.
            is_worded: Whether its words and digits are asked for.
        """
        questions = [filled, hashes_of, *[steps] * is_ordered, *[_wording, joined_digits] * is_worded]
        for question in questions:
            self._asked(question)

    def steps(self, rows: Bytes, key: Callable[[str], Any] | None) -> tuple[Bytes, Bytes]:
        """As `CodedColumn.steps`."""
        if key is not None:
            return self.coded().steps(rows, key)
        # No block compares its first text with the last one of the block above.
        unknown = np.zeros(1, bool)
        less, equal = (
            np.concatenate([cells for part in self._asked(steps) for cells in (unknown, part[place])])
            for place in (0, 1)
        )
        kept = np.flatnonzero(rows)
        less, equal = less[kept[1:]], equal[kept[1:]]
        begins = np.zeros(len(self) + 1, bool)
        begins[self._starts] = True
        apart = np.flatnonzero((np.diff(kept) > 1) | begins[kept[1:]])
        for place, above, below in zip(apart, self.at(kept[apart]), self.at(kept[apart + 1]), strict=True):
            less[place], equal[place] = below < above, below == above
        return less, equal


BlockColumn = CodedColumn | TextColumn


def _wording(texts: Any) -> CodedPart:
    return CodedPart.of(zeroed(texts).dictionary_encode())


class _DistinctTexts(Set[str]):
    """The distinct values of a column of texts."""

    def __init__(self, column: TextColumn) -> None:
        self._column = column

    @classmethod
    def _from_iterable(cls, values: Iterable[str]) -> frozenset[str]:  # type: ignore[override]
        return frozenset(values)

    def __contains__(self, value: object) -> bool:
        return len(self._column.rows_of((str(value),))) > 0

    def __iter__(self) -> Iterator[str]:
        return iter(frozenset(self._column))

    def __len__(self) -> int:
        return len(frozenset(self._column))

    def __sub__(self, others: Set[object]) -> frozenset[str]:
        own = frozenset(self._column)
        return others.__rsub__(own) if isinstance(others, _DistinctTexts) else own.difference(others)

    def __rsub__(self, others: Set[str]) -> frozenset[str]:
        return frozenset(others).difference(self._column.at(self._column.rows_of(others)))
