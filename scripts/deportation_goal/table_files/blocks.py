"""Reads a large canonical table in blocks, into columns that answer for millions of rows at once.

Each block of some megabytes is proved to be canonical on its bytes and parsed by pyarrow. What is kept of a column is one
of two things (`table_files.block_columns`): the distinct values and a small number a row, or the texts one after the other.
A table that is not canonical, or has another header than its schema, is refused: `table_files.read` says what is wrong with
it, and where.

This module, `block_columns` and `block_rows` alone know pyarrow and numpy; they are loaded for large tables only.
"""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
from pyarrow import csv

from deportation_goal.table_files.arrays import Bytes, in_threads
from deportation_goal.table_files.block_columns import BlockColumn, CodedColumn, CodedPart, TextColumn
from deportation_goal.table_files.scan import Cell, scan_records
from deportation_goal.table_files.text_bytes import holding

BLOCK: Final = 4 << 20
"""Bytes of a block: enough for pyarrow to be fast, few enough for several to be in memory at once."""

_WORKERS: Final = 2
_MOSTLY_DISTINCT: Final = 0.5
"""A column with more distinct values than this share of the rows of the first block is kept as texts."""

_NUL, _LF, _CR, _SPACE, _QUOTE, _COMMA = b'\0\n\r ",'


class _NotCanonicalError(Exception):
    """A block is not the canonical rendering of its cells."""


@dataclass(frozen=True)
class BlockTable:
    """A large table, read.

    Attributes:
        names: The columns, in the order of the header.
        columns: Their cells.
        source: The file, or its bytes.
        ends: Where each line ends (the place of its LF), the header first.
    """

    names: tuple[str, ...]
    columns: dict[str, BlockColumn]
    source: Path | bytes
    ends: Bytes

    def cells(self, row: int) -> Sequence[Cell]:
        """Return the cells of a row, counted from 0 without the header, with their places: its line is read again."""
        start = int(self.ends[row]) + 1
        with _opened(self.source) as file:
            file.seek(start)
            line = file.read(int(self.ends[row + 1]) - start).decode("utf-8")
        (record,) = scan_records(line)
        return [Cell(cell.text, row + 2, cell.column, cell.end_column, cell.flaw) for cell in record]


def _opened(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb", buffering=0)


def read_blocks(source: Path | bytes, names: Sequence[str]) -> BlockTable | None:
    """Read a table, if it is canonical.

    Args:
        source: The file, or its bytes.
        names: The columns that its header must have, in this order.

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
            parsed = list(_parsed(_blocks(file), names))
        except (_NotCanonicalError, pa.ArrowInvalid):
            return None
    if not parsed:
        return None
    ends, start = [np.array([len(header) - 1])], len(header)
    for block in parsed:
        ends.append(block.ends + start)
        start += block.size
    columns = in_threads(lambda name: _column([block.columns.pop(name) for block in parsed]), names)
    return BlockTable(tuple(names), dict(zip(names, columns, strict=True)), source, np.concatenate(ends))


def _column(parts: list[Any]) -> BlockColumn:
    return CodedColumn.joined(parts) if isinstance(parts[0], CodedPart) else TextColumn(parts)


@dataclass(frozen=True)
class _Parsed:
    columns: dict[str, Any]
    ends: Bytes
    size: int


def _blocks(file: BinaryIO) -> Iterator[Bytes]:
    """Yield the file from where it is in blocks of whole lines; what follows the last LF is a block too."""
    size = BLOCK
    while block := file.read(size):
        end = block.rfind(b"\n") + 1
        if not end and len(block) == size:
            # A line is longer than the block.
            size *= 2
        else:
            end = end or len(block)
            yield np.frombuffer(block, np.uint8)[:end]
        # To read some bytes again is faster than to move a block to where they are.
        file.seek(end - len(block), os.SEEK_CUR)


def _parsed(blocks: Iterator[Bytes], names: Sequence[str]) -> Iterator[_Parsed]:
    """Parse blocks in threads, few at a time; the first one tells how each column is kept."""
    first = next(blocks, None)
    if first is None:
        return
    kinds = dict.fromkeys(names, pa.string())
    parsed = _block(first, kinds)
    for name, cells in parsed.columns.items():
        coded = cells.dictionary_encode()
        if len(coded.dictionary) <= _MOSTLY_DISTINCT * len(cells):
            kinds[name], parsed.columns[name] = coded.type, CodedPart.of(coded)
    yield parsed
    waiting: deque[Future[_Parsed]] = deque()
    with ThreadPoolExecutor(_WORKERS) as pool:
        for block in blocks:
            waiting.append(pool.submit(_block, block, kinds))
            if len(waiting) > _WORKERS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _block(data: Bytes, kinds: dict[str, Any]) -> _Parsed:
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
    return _Parsed(columns, ends, len(data))


def _table(data: Bytes, kinds: dict[str, Any]) -> Any:
    return csv.read_csv(
        pa.py_buffer(data),
        read_options=csv.ReadOptions(column_names=list(kinds), block_size=2 * len(data) + 1, use_threads=False),
        parse_options=csv.ParseOptions(ignore_empty_lines=False),
        convert_options=csv.ConvertOptions(column_types=kinds, strings_can_be_null=False),
        # The allocator of pyarrow gives memory back so soon that much time goes into taking it again.
        memory_pool=pa.system_memory_pool(),
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
