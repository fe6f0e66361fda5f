"""Questions about the rows of large tables, across columns and tables; see `table_files.block_columns`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from typing import Any, Final

import numpy as np

from deportation_goal.table_files.arrays import Bytes, hashes_of, joined_hash, texts_of
from deportation_goal.table_files.block_columns import ALL, BlockColumn, CodedColumn, Rows, TextColumn

_LARGEST_TABLE: Final = 1 << 22
"""Up to this size, filling a table with the numbers is faster than sorting them."""


def alike_rows(tables: Sequence[Sequence[Sequence[Sequence[str]]]], sizes: Sequence[int]) -> Iterator[list[int]]:
    """Yield of each table the rows whose cells in some columns are those of another row, even of another table.

    Args:
        tables: Of each table the columns whose cells are the same, and those of which one differs; where there are none
            of these, any other row counts.
        sizes: Number of rows of each table.
    """
    rows = _perhaps_alike([same for same, _ in tables], sizes)
    same = _joined_hashes([same for same, _ in tables], rows)
    if any(other for _, other in tables):
        others = _joined_hashes([other for _, other in tables], rows)
        different = _number_of_distinct(joined_hash(same, others))
    else:
        others, different = np.arange(len(same)), len(same)
    # Hashes are sorted faster than their places, and most tables have no such row.
    if _number_of_distinct(same) == different:
        yield from ([] for _ in sizes)
        return
    order = np.argsort(same)
    differs = same[order[1:]] != same[order[:-1]]
    groups = np.concatenate(([0], np.cumsum(differs)))
    mixed = np.zeros(int(groups[-1]) + 1, bool)
    mixed[groups[1:][~differs & (others[order[1:]] != others[order[:-1]])]] = True
    found = np.zeros(len(same), bool)
    found[order] = mixed[groups]
    all_rows = [np.arange(size)[own] for own, size in zip(rows, sizes, strict=True)]
    for own, part in zip(all_rows, np.split(found, np.cumsum([*map(len, all_rows)])[:-1]), strict=True):
        yield own[part].tolist()


def _perhaps_alike(tables: Sequence[Sequence[Sequence[str]]], sizes: Sequence[int]) -> Sequence[Rows]:
    """Return of each table the rows whose texts are those of another row: in most tables few, if there are texts."""
    texts = [
        place
        for place, cells in enumerate(zip(*tables, strict=True))
        if any(isinstance(one, TextColumn) for one in cells)
    ]
    if not texts:
        return [ALL] * len(sizes)
    hashes = _joined_hashes([[columns[place] for place in texts] for columns in tables], [ALL] * len(sizes))
    ordered = np.sort(hashes)
    again = ordered[1:] == ordered[:-1]
    repeated = np.zeros(0, np.int64)
    if again.any():
        repeated = np.sort(np.argsort(hashes)[np.append(again, False) | np.append(False, again)])
    starts = np.cumsum([0, *sizes])
    parts = np.split(repeated, np.searchsorted(repeated, starts[1:-1]))
    return [part - start for part, start in zip(parts, starts[:-1], strict=True)]


def _number_of_distinct(hashes: Bytes) -> int:
    ordered = np.sort(hashes)
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + min(len(ordered), 1)


def _joined_hashes(tables: Sequence[Sequence[Sequence[str]]], rows: Sequence[Rows]) -> Bytes:
    """Return a hash of the cells of some rows of each table, whose columns may be lists: equal cells have equal ones."""
    return np.concatenate([_joined_hash(columns, own) for columns, own in zip(tables, rows, strict=True)])


def _joined_hash(columns: Iterable[Sequence[str]], rows: Rows) -> Bytes:
    hashes = (
        cells.hashes(rows) if isinstance(cells, BlockColumn) else hashes_of(texts_of(cells))[rows] for cells in columns
    )
    return reduce(joined_hash, hashes, np.zeros((), np.uint64))


def shared_hashes(several: Sequence[Bytes]) -> Bytes:
    """Return the hashes that more than one of several lists of different hashes has."""
    hashes, times = np.unique(np.concatenate([np.empty(0, np.uint64), *several]), return_counts=True)
    shared: Bytes = hashes[times > 1]
    return shared


def key_hashes(columns: Iterable[Sequence[str]]) -> Bytes:
    """Return the different hashes of the filled cells of some columns, which are the same in every process."""
    found = [np.unique(_key_hashes(cells)[1]) for cells in columns]
    return np.unique(np.concatenate([np.empty(0, np.uint64), *found]))


def rows_of_hashes(cells: Sequence[str], hashes: Bytes) -> list[int]:
    """Return the rows whose filled cell has one of some hashes, as `key_hashes` makes them."""
    rows, own = _key_hashes(cells)
    found: list[int] = rows[np.isin(own, hashes)].tolist()
    return found


def _key_hashes(cells: Sequence[str]) -> tuple[Bytes, Bytes]:
    """Return the rows that are filled, and a hash of the cell of each."""
    # Python's own hash differs from process to process.
    from pandas.util import hash_array

    if isinstance(cells, CodedColumn):
        rows = np.flatnonzero(cells.filled())
        return rows, hash_array(np.array(cells.values, object), categorize=False)[cells.codes[rows]]
    texts = np.array(cells, object)
    rows = np.flatnonzero(texts != "")
    return rows, hash_array(texts[rows], categorize=False)


def are_sorted(
    columns: Sequence[BlockColumn], keys: Sequence[Callable[[str], Any] | None], without: Sequence[int]
) -> bool:
    """Whether the rows of a table surely follow each other in order.

    Args:
        columns: The columns that they are ordered by.
        keys: What the cells of each are compared by; None for their code points.
        without: Rows that are left out.
    """
    rows = np.ones(len(columns[0]), bool)
    rows[list(without)] = False
    tied = np.ones(max(int(rows.sum()) - 1, 0), bool)
    for column, key in zip(columns, keys, strict=True):
        before, equal = column.steps(rows, key)
        if np.any(tied & before):
            return False
        tied &= equal
    return True


def rows_where(
    columns: Sequence[BlockColumn], is_asked_for: Callable[[tuple[str, ...]], bool], never: Bytes | None = None
) -> list[int]:
    """Return the rows whose cells are asked for, in their order.

    Each distinct tuple of cells is looked at once. Columns are joined one after the other: the number of a pair of
    values is its place among the pairs that rows have.

    Args:
        columns: The columns.
        is_asked_for: Whether rows with some cells are wanted.
        never: Which rows are not wanted, whatever is in their cells; the others are then looked at one by one.
    """
    if never is not None:
        rows = np.flatnonzero(~never)
        cells = zip(*(column.at(rows) for column in columns), strict=True)
        return [row for row, one in zip(rows.tolist(), cells, strict=True) if is_asked_for(one)]
    tuples: list[tuple[str, ...]] = [()]
    numbers: Bytes = np.zeros(len(columns[0]), np.int64)
    for column in map(_coded, columns):
        pairs = numbers * len(column.values) + column.codes
        there, numbers = _renumbered(pairs, len(tuples) * len(column.values))
        before, own = np.divmod(there, len(column.values))
        tuples = [(*tuples[b], column.values[o]) for b, o in zip(before.tolist(), own.tolist(), strict=True)]
    wanted = np.array([is_asked_for(cells) for cells in tuples], bool)
    return np.flatnonzero(wanted[numbers]).tolist() if wanted.any() else []


def _coded(column: BlockColumn) -> CodedColumn:
    return column if isinstance(column, CodedColumn) else column.coded()


def _renumbered(numbers: Bytes, size: int) -> tuple[Bytes, Bytes]:
    """Return the distinct numbers, all below a size, in order, and for each number its place among them."""
    if size > _LARGEST_TABLE:
        return np.unique(numbers, return_inverse=True)
    table = np.zeros(size, np.int32)
    table[numbers] = 1
    there = np.flatnonzero(table)
    table[there] = np.arange(len(there))
    return there, table.take(numbers)
