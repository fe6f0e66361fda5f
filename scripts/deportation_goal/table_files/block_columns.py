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
import pyarrow.compute as pc

from deportation_goal.table_files.arrays import (
    Bytes,
    bytes_of,
    hashes_of,
    in_threads,
    numbers_of,
    places,
    rows_among,
    texts_of,
)
from deportation_goal.table_files.distinct_values import DistinctValues
from deportation_goal.table_files.text_bytes import holding, joined_digits, matching, unusual, zeroed

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
    """The cells of a column as texts, block by block."""

    def __init__(self, chunks: Iterable[Any]) -> None:
        self._chunks = list(chunks)
        self._starts = np.cumsum([0, *map(len, self._chunks)])
        self._hashes: Bytes | None = None
        self._index: tuple[Bytes, Bytes] | None = None
        self._wording: CodedColumn | None = None
        self._unlike: dict[tuple[str, int], Collection[str]] = {}

    def __len__(self) -> int:
        return int(self._starts[-1])

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        if isinstance(row, slice):
            return [self[number] for number in range(*row.indices(len(self)))]
        row = range(len(self))[row]
        block = int(np.searchsorted(self._starts, row, side="right")) - 1
        text: str = self._chunks[block][int(row - self._starts[block])].as_py()
        return text

    def __iter__(self) -> Iterator[str]:
        for chunk in self._chunks:
            yield from chunk.to_pylist()

    def distinct(self) -> Set[str]:
        """Return the distinct values, as a set that is made only where somebody goes through it."""
        return _DistinctTexts(self)

    def distinct_values(self) -> TextColumn:
        """Return the column itself, which answers the questions of `DistinctValues` from its bytes."""
        return self

    def rows_of(self, values: Collection[str]) -> Bytes:
        """Return the rows that have one of some values."""
        if self._index is None:
            order = np.argsort(self.hashes())
            self._index = order, self.hashes()[order]
        order, ordered = self._index
        wanted = hashes_of(texts_of(values))
        first, last = (np.searchsorted(ordered, wanted, side=side) for side in ("left", "right"))
        found = [order[one:end] for one, end in zip(first.tolist(), last.tolist(), strict=True) if one < end]
        rows = np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)
        return rows[[text in values for text in self.at(rows)]]

    def filled(self) -> Bytes:
        """Return which cells are not empty."""
        there: Bytes = self.sizes() > 0
        return there

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
        # pyarrow would join all blocks first.
        for block in np.flatnonzero(np.bincount(blocks)).tolist():
            own = np.flatnonzero(blocks == block)
            texts[own] = self._chunks[block].take(places(wanted[own] - self._starts[block])).to_pylist()
        found: list[str] = texts.tolist()
        return found

    def coded(self) -> CodedColumn:
        """Return the same cells as a coded column."""
        return CodedColumn.joined([CodedPart.of(chunk.dictionary_encode()) for chunk in self._chunks])

    def sizes(self) -> Bytes:
        """Return the length of each cell in bytes: its characters, or more."""
        return np.concatenate([np.diff(bytes_of(chunk)[1]) for chunk in self._chunks])

    def holds(self, characters: bytes) -> Bytes:
        """Return which cells hold one of some ASCII characters."""
        return np.concatenate(in_threads(lambda chunk: holding(chunk, characters), self._chunks))

    def matches(self, pattern: str) -> Bytes:
        """Return which cells match a pattern (RE2) as a whole."""
        return np.concatenate(in_threads(lambda chunk: matching(chunk, pattern), self._chunks))

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
        return self.but_for(~self.holds(characters.encode()))

    def longer_than(self, length: int) -> Collection[str]:
        """Return the distinct values of more code points than a length, and perhaps some others."""
        return self.but_for(self.sizes() <= length)

    def short_words(self, longest: int) -> Collection[str]:
        """Return the distinct values without a space that are not longer than a length, and perhaps some others."""
        # A code point has four bytes at most.
        return self.but_for(self.holds(b" ") | (self.sizes() > 4 * longest))

    def unlike(self, pattern: str, longest: int) -> Collection[str]:
        """Return the distinct values that do not match a pattern as a whole, or are longer than it is asked about."""
        asked = (pattern, longest)
        if asked not in self._unlike:
            self._unlike[asked] = self.but_for(self.matches(pattern) & (self.sizes() <= longest))
        return self._unlike[asked]

    def hashes(self, rows: Rows = ALL) -> Bytes:
        """As `CodedColumn.hashes`."""
        if self._hashes is None:
            self._hashes = np.concatenate(in_threads(hashes_of, self._chunks))
        return self._hashes[rows]

    @cached_property
    def unusual(self) -> Collection[str]:
        """All values that are unusual (`DistinctValues.unusual`), and perhaps some others."""
        return self.but_for(~np.concatenate(in_threads(unusual, self._chunks)))

    def but_for(self, sure: Bytes) -> Collection[str]:
        """Return the distinct values of all rows but some."""
        return frozenset(self.at(np.flatnonzero(~sure)))

    def wording(self) -> CodedColumn:
        """Return the texts with a zero in place of each digit: most texts then have the words of many others."""
        if self._wording is None:
            self._wording = CodedColumn.joined(in_threads(_wording, self._chunks))
        return self._wording

    def digits(self) -> Bytes:
        """As `CodedColumn.digits`."""
        return np.concatenate(in_threads(joined_digits, self._chunks))

    def steps(self, rows: Bytes, key: Callable[[str], Any] | None) -> tuple[Bytes, Bytes]:
        """As `CodedColumn.steps`."""
        if key is not None:
            return self.coded().steps(rows, key)
        found = pa.chunked_array(self._chunks).take(places(np.flatnonzero(rows))).combine_chunks()
        above, below = found[:-1], found[1:]
        return numbers_of(pc.less(below, above)), numbers_of(pc.equal(below, above))


BlockColumn = CodedColumn | TextColumn


def _wording(chunk: Any) -> CodedPart:
    return CodedPart.of(zeroed(chunk).dictionary_encode())


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
