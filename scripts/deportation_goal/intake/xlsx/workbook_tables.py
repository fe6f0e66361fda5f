"""Reads the sheets of a workbook as tables of cells, and tells what a reader of the cells alone would miss.

Bad content never raises: it becomes findings that name sheet and cell. What the cells should hold is not known here.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import Final

from deportation_goal.findings import Finding, Level
from deportation_goal.intake.submitted_rows import Place, finding_at
from deportation_goal.intake.submitted_table import SubmittedFile, SubmittedRecord, SubmittedTable
from deportation_goal.intake.xlsx.sheet_cells import SheetCells, cell_address, column_name
from deportation_goal.intake.xlsx.workbook_cells import submitted_cell
from deportation_goal.intake.xlsx.workbook_safety import WorkbookRefusedError
from deportation_goal.intake.xlsx.workbook_sheets import Sheet, Workbook, open_workbook
from deportation_goal.rules.submission import UNSAFE_WORKBOOK
from deportation_goal.wording import listed

_MOST_FINDINGS: Final = 1_000


def read_workbook(content: bytes, path: str) -> SubmittedFile:
    """Read a workbook.

    Args:
        content: Its bytes.
        path: The file as the contributor named it.

    Returns:
        A table for each sheet that holds something, or a finding.
    """
    try:
        book = open_workbook(content, path)
        return SubmittedFile(tuple(_tables(book, path)))
    except WorkbookRefusedError as refusal:
        return SubmittedFile((), (finding_at(Place(path), refusal.rule.id, str(refusal)),))


def _tables(book: Workbook, path: str) -> Iterator[SubmittedTable]:
    for sheet in book.sheets:
        cells = book.read(sheet)
        if cells.rows or cells.formulas or cells.merged:
            yield _table(sheet, cells, path, book)


def _table(sheet: Sheet, cells: SheetCells, path: str, book: Workbook) -> SubmittedTable:
    place_at = partial(sheet_place, path, sheet.name)
    records = [
        SubmittedRecord(
            {column: submitted_cell(cell, since_1904=book.since_1904) for column, cell in sorted(filled.items())},
            place_at(number, 1)._replace(end_column=max(filled) + 1),
        )
        for number, filled in sorted(cells.rows.items())
    ]
    header = records[0] if records else SubmittedRecord({}, place_at(1, 1))
    told = itertools.chain(_flaws(sheet.name, cells, path), _marks(sheet.name, cells, path, book.commented(sheet)))
    findings = itertools.islice(told, _MOST_FINDINGS)
    return SubmittedTable(
        sheet.name, header, records[1:], place_at(1, 1), place_at, hidden=sheet.hidden, findings=tuple(findings)
    )


def sheet_place(path: str, sheet: str, row: int, column: int, end: str = "") -> Place:
    """Return the place of a cell, or of the range that begins there."""
    quoted = sheet if sheet.replace("_", "").isalnum() else f"'{sheet}'"
    return Place(path, row, column, column + 1, f"{quoted}!{column_name(column)}{row}{end}")


def _flaws(sheet: str, cells: SheetCells, path: str) -> Iterator[Finding]:
    """Yield findings on formulas, merged cells, and on what is filled but hidden."""
    place_at = partial(sheet_place, path, sheet)
    for column, group in itertools.groupby(sorted(cells.formulas, key=itemgetter(1, 0)), key=itemgetter(1)):
        rows = [row for row, _ in group]
        more = f" (and {len(rows) - 1:,} more in this column, to row {rows[-1]})" if len(rows) > 1 else ""
        message = f"the cell holds a formula{more}: copy the column and paste it as values only"
        yield finding_at(place_at(rows[0], column), UNSAFE_WORKBOOK.id, message)
    for row, column, last in cells.merged:
        message = (
            f"the cells {column_name(column)}{row} to {last} are merged, and only the first holds a value: "
            "unmerge them and fill each"
        )
        yield finding_at(place_at(row, column, f":{last}"), UNSAFE_WORKBOOK.id, message)
    hidden = sorted(cells.hidden_rows & cells.rows.keys())
    if hidden:
        numbers = listed([str(row) for row in hidden], 1)
        yield _warning(place_at(hidden[0], 1), f"row {numbers} is filled but hidden, and is sent with the others")
    for row, column in _hidden_columns(cells):
        message = f"column {column_name(column)} is filled but hidden, and is sent with the others"
        yield _warning(place_at(row, column), message)


def _warning(place: Place, message: str) -> Finding:
    return finding_at(place, UNSAFE_WORKBOOK.id, message, level=Level.WARNING)


def _hidden_columns(cells: SheetCells) -> Iterator[tuple[int, int]]:
    """Yield the first filled cell of each run of hidden columns."""
    first_filled: dict[int, int] = {}
    for row, found in sorted(cells.rows.items()):
        for column in found:
            first_filled.setdefault(column, row)
    filled = sorted(first_filled)
    for low, high in cells.hidden_columns:
        position = bisect.bisect_left(filled, low)
        if position < len(filled) and filled[position] <= high:
            yield first_filled[filled[position]], filled[position]


def _marks(sheet: str, cells: SheetCells, path: str, commented: Sequence[str]) -> Iterator[Finding]:
    """Yield warnings on what people mark in a sheet and nothing reads: cells struck through, and comments."""
    place_at = partial(sheet_place, path, sheet)
    header = min(cells.rows, default=1)
    struck = sorted(where for where in cells.struck if where[0] > header)
    if struck:
        more = f" (and {len(struck) - 1:,} more)" if len(struck) > 1 else ""
        message = f"the text of the cell is struck through{more}, but is sent like any other: delete it if it should not be sent"
        yield _warning(place_at(*struck[0]), message)
    places = sorted(found for found in map(cell_address, commented) if found is not None and found[0] > header)
    if places:
        more = f" (and {len(places) - 1:,} more)" if len(places) > 1 else ""
        message = f"the cell has a comment{more}, which is not sent: write into notes what others should know"
        yield _warning(place_at(*places[0]), message)
