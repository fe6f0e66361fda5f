"""The canonical form of a table: its bytes and its order. One table has exactly one canonical file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any, Final

from deportation_goal.package.schema import TableSchema
from deportation_goal.table_files import Row
from deportation_goal.table_files.scan import DELIMITER, QUOTE, Cell

_SPECIAL: Final = ',"\n\r'
_NEEDS_QUOTES: Final = re.compile(f"[{_SPECIAL}]")
_AT_ONCE: Final = 4_096
"""Rows that are written together."""


def quote(cell: str) -> str:
    """Return a cell as it is in the file: in quotes only if it holds a comma, a quote or a line break."""
    if _NEEDS_QUOTES.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def cells_of(line: str) -> Sequence[str]:
    """Return the cells of a line if it is the canonical rendering of them, otherwise none."""
    if QUOTE not in line:
        return line.split(DELIMITER)
    parts = line.split(QUOTE)
    # Of each cell in quotes the quotes that open its parts are left: one, and one for each quote inside.
    cells = QUOTE.join(parts[::2]).split(DELIMITER)
    quoted = parts[1::2]
    if cells.count(QUOTE) == len(quoted):
        for text in quoted:
            if DELIMITER not in text:
                return ()
            cells[cells.index(QUOTE)] = text
        return cells
    rest = iter(quoted)
    for place, cell in enumerate(cells):
        if QUOTE in cell:
            text = QUOTE.join(islice(rest, len(cell)))
            if cell.strip(QUOTE) or (len(cell) == 1 and DELIMITER not in text):
                return ()
            cells[place] = text
    return cells if len(parts) % 2 else ()


def placed_cells(line: str, number: int) -> list[Cell]:
    """Return the cells of a canonical line with their places, given its number in the file."""
    placed, column = [], 1
    for text in cells_of(line):
        # A cell is as long as it is written.
        end = column + len(quote(text))
        placed.append(Cell(text, number, column, end))
        column = end + len(DELIMITER)
    return placed


def csv_bytes(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return the CSV of rows: UTF-8, LF, comma, minimal quoting, a header."""
    waiting = iter(rows)
    # One character beyond ASCII makes the text around it two or four times as large: so it is never all one text.
    batches = iter(lambda: list(islice(waiting, _AT_ONCE)), [])
    lines = (_lines([[row.get(column, "") for row in batch] for column in columns]) for batch in batches)
    return b"".join(chain((_lines([(column,) for column in columns]),), lines))


def _lines(columns: Iterable[Sequence[str]]) -> bytes:
    """Return the lines of rows, given their columns."""
    return "".join(f"{line}\n" for line in map(",".join, zip(*map(_quoted, columns), strict=True))).encode()


def _quoted(cells: Sequence[str]) -> Iterable[str]:
    # Most columns have no cell to quote, which all of them at once show.
    together = "".join(cells)
    return map(quote, cells) if any(map(together.__contains__, _SPECIAL)) else cells


def sort_keys(schema: TableSchema, columns: Iterable[Sequence[str]]) -> list[Any]:
    """Return the sort key of each row from the columns that the schema names in `order`.

    Numbers sort by value and codes by their place in the code list, empty or wrong ones last; other cells sort by code
    point.
    """
    keys: list[Iterable[Any]] = []
    for cells, sorting in zip(columns, schema.sorting, strict=True):
        keys.append(cells if sorting is None else map({cell: sorting(cell) for cell in set(cells)}.__getitem__, cells))
    return list(zip(*keys, strict=True)) if len(keys) > 1 else list(keys[0])


def in_order(schema: TableSchema, rows: Iterable[Row]) -> list[Row]:
    """Return the rows in canonical order; rows with equal keys keep theirs."""
    unordered = list(rows)
    keys = sort_keys(schema, [[row.get(column, "") for row in unordered] for column in schema.order])
    return [unordered[place] for place in sorted(range(len(unordered)), key=keys.__getitem__)]
