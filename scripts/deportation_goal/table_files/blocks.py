"""Reads a large canonical table in blocks, into columns that answer for millions of rows at once.

Each block of some megabytes is proved to be canonical on its bytes and parsed by pyarrow. What is kept of a column is one
of two things (`table_files.block_columns`): the distinct values and a small number a row, or the texts of each block one
after the other. Of a very large table these texts are let go: only the answers to what will be asked of them are kept
(`table_files.text_parts`). A table that is not canonical, or has another header than its schema, is refused:
`table_files.read` says what is wrong with it, and where.

This module, `block_columns`, `block_rows`, `text_parts`, `text_bytes` and `arrays` alone know pyarrow and numpy; they are
loaded for large tables only.
"""

from __future__ import annotations

import io
from bisect import bisect
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
from pyarrow import csv

from deportation_goal.table_files.arrays import Bytes, in_threads
from deportation_goal.table_files.block_columns import BlockColumn, CodedColumn, CodedPart, TextColumn
from deportation_goal.table_files.canonical import cells_of, placed_cells
from deportation_goal.table_files.scan import Cell
from deportation_goal.table_files.text_bytes import holding
from deportation_goal.table_files.text_parts import TextPart

BLOCK: Final = 4 << 20
"""Bytes of a block: enough for pyarrow to be fast, few enough for several to be in memory at once."""

_WORKERS: Final = 2
VERY_LARGE: Final = 64 << 20
"""Of a table of so many bytes no texts are kept, only the answers to what is asked of them."""
_MOSTLY_DISTINCT: Final = 0.5
"""A column with more distinct values than this share of the rows of the first block is kept as texts."""

_NUL, _LF, _CR, _SPACE, _QUOTE, _COMMA = b'\0\n\r ",'


class _NotCanonicalError(Exception):
    """A block is not the canonical rendering of its cells."""


@dataclass(frozen=True)
class _Block:
    """A block of whole lines in the file.

    Attributes:
        source: The file, or its bytes.
        start: Where the block begins there.
        ends: Where each line ends (the place of its LF) in the block.
    """

    source: Path | bytes
    start: int
    ends: Bytes

    def lines(self, rows: Iterable[int]) -> list[str]:
        """Return the lines of some rows, without their ends."""
        found = []
        with _opened(self.source) as file:
            for row in rows:
                begin = int(self.ends[row - 1]) + 1 if row else 0
                file.seek(self.start + begin)
                found.append(file.read(int(self.ends[row]) - begin).decode("utf-8"))
        return found

    def column(self, names: Sequence[str], name: str) -> Any:
        """Return a column, as an array of pyarrow."""
        with _opened(self.source) as file:
            file.seek(self.start)
            data = np.frombuffer(file.read(int(self.ends[-1]) + 1), np.uint8)
        return _table(data, dict.fromkeys(names, pa.string()), [name]).column(0).chunk(0)


@dataclass(frozen=True)
class _InFile:
    """As `text_parts.InFile`."""

    block: _Block
    names: Sequence[str]
    name: str

    def texts(self) -> Any:
        return self.block.column(self.names, self.name)

    def at(self, rows: Iterable[int]) -> list[str]:
        place = self.names.index(self.name)
        return [cells_of(line)[place] for line in self.block.lines(rows)]


@dataclass(frozen=True)
class BlockTable:
    """A large table, read.

    Attributes:
        names: The columns, in the order of the header.
        columns: Their cells.
        blocks: The blocks of the file.
    """

    names: tuple[str, ...]
    columns: dict[str, BlockColumn]
    blocks: Sequence[_Block]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(block.ends) for block in self.blocks)]

    def cells(self, row: int) -> Sequence[Cell]:
        """Return the cells of a row, counted from 0 without the header, with their places: its line is read again."""
        block = bisect(self._starts, row) - 1
        (line,) = self.blocks[block].lines([row - self._starts[block]])
        return placed_cells(line, row + 2)


def _opened(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb", buffering=0)


Prepare = Callable[[str, TextColumn], None]
"""Asks a column, by its name, what will be asked of it later; it has the texts of one block."""


def read_blocks(
    source: Path | bytes, names: Sequence[str], prepare: Prepare = lambda _name, _column: None
) -> BlockTable | None:
    """Read a table, if it is canonical.

    Args:
        source: The file, or its bytes.
        names: The columns that its header must have, in this order.
        prepare: Called with the texts of each block as long as they are in memory.

    Returns:
        The table; None if the file is not canonical (row order aside) or has another header.

    Raises:
        OSError: If the file cannot be read.
    """
    header = (",".join(names) + "\n").encode()
    with _opened(source) as file:
        if file.read(len(header)) != header:
            return None
        try:
            parsed = list(_parsed(source, _blocks(file), names, prepare))
        except (_NotCanonicalError, pa.ArrowInvalid):
            return None
    if not parsed:
        return None
    columns = in_threads(lambda name: _column([block.columns.pop(name) for block in parsed]), names)
    return BlockTable(tuple(names), dict(zip(names, columns, strict=True)), [block.place for block in parsed])


def _column(parts: list[Any]) -> BlockColumn:
    return CodedColumn.joined(parts) if isinstance(parts[0], CodedPart) else TextColumn(parts)


def _blocks(file: BinaryIO) -> Iterator[tuple[int, Bytes]]:
    """Yield the file from where it is in blocks of whole lines, with their places; what follows the last LF is one too."""
    size = BLOCK
    while True:
        start = file.tell()
        if not (block := file.read(size)):
            return
        end = block.rfind(b"\n") + 1
        if not end and len(block) == size:
            # A line is longer than the block.
            size *= 2
        else:
            end = end or len(block)
            yield start, np.frombuffer(block, np.uint8)[:end]
        # To read some bytes again is faster than to move a block to where they are.
        file.seek(start + end)


@dataclass(frozen=True)
class _Parsed:
    columns: dict[str, Any]
    place: _Block


def _parsed(
    source: Path | bytes, blocks: Iterator[tuple[int, Bytes]], names: Sequence[str], prepare: Prepare
) -> Iterator[_Parsed]:
    """Parse blocks in threads, few at a time; the first one tells how each column is kept."""
    kinds = dict.fromkeys(names, pa.string())
    size = len(source) if isinstance(source, bytes) else source.stat().st_size

    def prepared(block: _Parsed) -> _Parsed:
        return _with_parts(block, names, prepare, lets_go=size >= VERY_LARGE)

    def parsed(start: int, data: Bytes) -> _Parsed:
        return prepared(_block(source, start, data, kinds))

    for start, data in islice(blocks, 1):
        first = _block(source, start, data, kinds)
        for name, cells in first.columns.items():
            coded = cells.dictionary_encode()
            if len(coded.dictionary) <= _MOSTLY_DISTINCT * len(cells):
                kinds[name], first.columns[name] = coded.type, CodedPart.of(coded)
        yield prepared(first)
    waiting: deque[Future[_Parsed]] = deque()
    with ThreadPoolExecutor(_WORKERS) as pool:
        for start, data in blocks:
            waiting.append(pool.submit(parsed, start, data))
            if len(waiting) > _WORKERS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _with_parts(block: _Parsed, names: Sequence[str], prepare: Prepare, *, lets_go: bool) -> _Parsed:
    """Let the columns of texts of a block be asked what will be asked of them."""
    for name, cells in block.columns.items():
        if not isinstance(cells, CodedPart):
            part = block.columns[name] = TextPart(cells, _InFile(block.place, names, name))
            prepare(name, TextColumn([part]))
            if lets_go:
                part.let_go()
    return block


def _block(source: Path | bytes, start: int, data: Bytes, kinds: dict[str, Any]) -> _Parsed:
    """Parse a block and prove it canonical.

    Raises:
        _NotCanonicalError: If it is not the one way to write its cells.
        pyarrow.ArrowInvalid: If it is not UTF-8, or its rows differ in width.
    """
    ends = np.flatnonzero(data == _LF)
    if data[0] == _LF or data[-1] != _LF or np.any(np.diff(ends) == 1):
        raise _NotCanonicalError
    # Most blocks have no control character but the line ends.
    if np.count_nonzero(data < _SPACE) > len(ends) and np.any((data == _CR) | (data == _NUL)):
        raise _NotCanonicalError
    table = _table(data, kinds)
    if table.num_rows != len(ends):
        raise _NotCanonicalError
    columns: dict[str, CodedPart | pa.Array] = {}
    for name in kinds:
        cells = table.column(name).chunk(0)
        columns[name] = CodedPart.of(cells) if pa.types.is_dictionary(cells.type) else cells
    quotes = np.flatnonzero(data == _QUOTE)
    if len(quotes):
        _prove_quotes(data, quotes, sum(map(_cells_to_quote, columns.values())))
    return _Parsed(columns, _Block(source, start, ends.astype(np.uint32)))


def _table(data: Bytes, kinds: dict[str, Any], wanted: Sequence[str] = ()) -> Any:
    """Return the columns of a block as pyarrow reads them; all of them, or those that are wanted."""
    return csv.read_csv(
        pa.py_buffer(data),
        read_options=csv.ReadOptions(column_names=list(kinds), block_size=2 * len(data) + 1, use_threads=False),
        parse_options=csv.ParseOptions(ignore_empty_lines=False),
        convert_options=csv.ConvertOptions(
            column_types=kinds, strings_can_be_null=False, include_columns=list(wanted) or None
        ),
    )


def _prove_quotes(data: Bytes, quotes: Bytes, needed: int) -> None:
    """Prove that quotes stand around the cells that hold a comma or a quote, and nowhere but there.

    The quotes of a line come in pairs that open and close. One that opens follows a comma or a line end, one that closes
    stands before one; otherwise the two quotes of a pair that closes and one that opens touch: that is a quote inside a
    cell, doubled. If as many cells are quoted as need it, and each that needs it is (pyarrow would have split a cell
    with a comma), no other cell is.

    Args:
        data: The bytes of the block.
        quotes: The places of its quotes.
        needed: How many cells hold a comma or a quote.

    Raises:
        _NotCanonicalError: If the quotes stand otherwise.
    """
    if len(quotes) % 2:
        raise _NotCanonicalError
    opening, closing = quotes[0::2], quotes[1::2]
    before = np.where(opening > 0, data[opening - 1], _LF)
    after = data[closing + 1]
    touching = opening[1:] == closing[:-1] + 1
    goes_on = np.concatenate(([False], touching))
    went_on = np.concatenate((touching, [False]))
    if not np.all(goes_on | (before == _COMMA) | (before == _LF)) or not np.all(
        went_on | (after == _COMMA) | (after == _LF)
    ):
        raise _NotCanonicalError
    if len(opening) - np.count_nonzero(touching) != needed:
        raise _NotCanonicalError


def _cells_to_quote(cells: Any) -> int:
    """Return how many cells of a column hold a comma or a quote."""
    if isinstance(cells, CodedPart):
        odd = holding(cells.values, b',"')
        return int(np.count_nonzero(odd[cells.codes])) if odd.any() else 0
    return int(np.count_nonzero(holding(cells, b',"')))
