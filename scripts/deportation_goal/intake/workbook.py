"""Reads the rows of a workbook: the template filled in, or a sheet of somebody's own.

Bad content never raises: it becomes findings that name sheet and cell.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Final

from deportation_goal.evidence.locator import WORDS
from deportation_goal.findings import Finding, Level
from deportation_goal.intake.submitted_rows import Place, Remark, Submission, SubmittedRow, finding_at
from deportation_goal.intake.xlsx.workbook_cells import CellText, cell_text, shown_text
from deportation_goal.intake.xlsx.workbook_safety import MAXIMUM_FILE, WorkbookRefusedError
from deportation_goal.intake.xlsx.workbook_sheets import (
    Cell,
    Sheet,
    SheetCells,
    Workbook,
    column_name,
    open_workbook,
)
from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.rules.submission import OLD_TEMPLATE, SPREADSHEET, UNKNOWN_COLUMN, UNSAFE_WORKBOOK, WHICH_TABLE
from deportation_goal.template.template_marks import (
    EXAMPLE,
    FIRST_CELLS,
    LISTS,
    LOCATOR,
    WORDS_FIELD,
    Marks,
    is_example_row,
    read_marks,
    row_fingerprint,
    schema_fingerprint,
)
from deportation_goal.wording import listed, nearest

Schemas = Mapping[str, TableSchema]

_HEADER_ROW: Final = 1
_SEARCHED_ROWS: Final = 20
_MOST_FINDINGS: Final = 1_000


def read_workbook(path: Path, shown_path: str, schemas: Schemas, table: str | None) -> Submission:
    """Read the rows of a workbook.

    Args:
        path: The file.
        shown_path: Its name in findings, as the contributor gave it.
        schemas: Schema of every table.
        table: Name of the table, or None where the names of the sheets decide.

    Returns:
        The rows, findings and remarks; bad content never raises.

    Raises:
        OSError: If the file cannot be read at all.
    """
    with path.open("rb") as file:
        content = file.read(MAXIMUM_FILE + 1)
    return read_workbook_content(content, shown_path, schemas, table)


def read_workbook_content(content: bytes, shown_path: str, schemas: Schemas, table: str | None) -> Submission:
    """Read the rows of a workbook from its bytes; as `read_workbook`."""
    try:
        return _WorkbookReader(open_workbook(content, shown_path), shown_path, schemas, table).submission()
    except WorkbookRefusedError as refusal:
        return Submission((), (finding_at(Place(shown_path), refusal.rule.id, str(refusal)),))


class _CellPlaces(Mapping[str, Place]):
    """The places of the cells of a row, made when they are asked for."""

    def __init__(self, row: Place, sheet: str, columns: Mapping[str, int]) -> None:
        self._row, self._sheet, self._columns = row, sheet, columns

    def __getitem__(self, name: str) -> Place:
        return _place(self._row.path, self._sheet, self._row.line, self._columns[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def _place(path: str, sheet: str, row: int, column: int, end: str = "") -> Place:
    quoted = sheet if sheet.replace("_", "").isalnum() else f"'{sheet}'"
    return Place(path, row, column, column + 1, f"{quoted}!{column_name(column)}{row}{end}")


class _WorkbookReader:
    """Collects rows, findings and remarks over the sheets of a workbook."""

    def __init__(self, book: Workbook, path: str, schemas: Schemas, table: str | None) -> None:
        self.book, self.path, self.schemas, self.table = book, path, schemas, table
        self.rows: list[SubmittedRow] = []
        self.findings: list[Finding] = []
        self.remarks: list[Remark] = []
        self.marks = self._stored_marks()

    def _stored_marks(self) -> Marks | None:
        for sheet in self.book.sheets:
            if sheet.name == LISTS:
                rows = self.book.read(sheet).rows
                return read_marks(_first_three(rows[number]) for number in sorted(rows))
        return None

    def submission(self) -> Submission:
        """Read all sheets and return what was found."""
        others: list[tuple[Sheet, SheetCells]] = []
        filled = False
        for sheet in self.book.sheets:
            if sheet.name == LISTS and self.marks:
                continue
            cells = self.book.read(sheet)
            if not cells.rows and not cells.formulas:
                continue
            if self._made_by_template(sheet, cells):
                continue
            if sheet.hidden:
                self._report(UNSAFE_WORKBOOK.id, sheet, "the sheet is hidden and holds cells: show it, or delete it")
                continue
            name = sheet.name.strip().casefold()
            if name not in self.schemas:
                others.append((sheet, cells))
            elif self._read_rows(name, sheet, cells):
                filled = True
        if self.table is not None and self.table in self.schemas and len(others) == 1 and not filled:
            ((sheet, cells),) = others
            self._read_rows(self.table, sheet, cells)
        else:
            for sheet, _ in others:
                self._unknown_sheet(sheet)
        return Submission(tuple(self.rows), tuple(self.findings), tuple(self.remarks))

    def _made_by_template(self, sheet: Sheet, cells: SheetCells) -> bool:
        first = cells.rows.get(1, {}).get(1)
        return first is not None and first.text == FIRST_CELLS.get(sheet.name)

    def _report(self, rule: str, sheet: Sheet, message: str, row: int = 1, column: int = 1, **more: str) -> None:
        """Add a finding, unless there are so many that nobody reads on."""
        end = more.pop("end", "")
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(finding_at(_place(self.path, sheet.name, row, column, end), rule, message, **more))  # type: ignore[arg-type]

    def _unknown_sheet(self, sheet: Sheet) -> None:
        near = nearest(sheet.name.strip().casefold(), self.schemas)
        message = (
            f'the sheet "{sheet.name}" is named after no table: name it one of {", ".join(self.schemas)}, '
            "delete it, or keep it alone in the workbook and write `add TABLE`"
        )
        self._report(WHICH_TABLE.id, sheet, message, value=sheet.name, suggestion=near)

    def _read_rows(self, table: str, sheet: Sheet, cells: SheetCells) -> bool:
        """Read the rows of a sheet, and return whether there are any."""
        schema = self.schemas[table]
        rows = [number for number in sorted(cells.rows) if number > _HEADER_ROW]
        rows = [number for number in rows if not self._is_example(schema, cells, number)]
        if not rows and not cells.formulas and not cells.merged:
            return False
        if self.table in self.schemas and self.table != table and sheet.name.strip().casefold() == table:
            message = f"the sheet holds rows of {table}, but the command names {self.table}: leave the table out, and each sheet goes to its own"
            self._report(WHICH_TABLE.id, sheet, message, table=table)
            return True
        self._check_sheet(table, sheet, cells)
        columns = self._header(schema, sheet, cells)
        self._compare_template(schema, sheet)
        if columns:
            for number in rows:
                self._row(schema, sheet, columns, number, cells.rows[number])
        return True

    def _is_example(self, schema: TableSchema, cells: SheetCells, number: int) -> bool:
        if all(cell.text.strip() != EXAMPLE for cell in cells.rows[number].values()):
            return False
        header = {column: cell.text.strip() for column, cell in cells.rows.get(_HEADER_ROW, {}).items()}
        values = {header[column]: shown_text(cell) for column, cell in cells.rows[number].items() if header.get(column)}
        mark = self.marks.tables.get(schema.name) if self.marks else None
        return is_example_row(schema, values) or (mark is not None and mark.example == row_fingerprint(values))

    def _check_sheet(self, table: str, sheet: Sheet, cells: SheetCells) -> None:
        """Add findings on formulas, merged cells, and on what is filled but hidden."""
        for column, group in itertools.groupby(sorted(cells.formulas, key=itemgetter(1, 0)), key=itemgetter(1)):
            places = [row for row, _ in group]
            more = f" (and {len(places) - 1:,} more in this column, to row {places[-1]})" if len(places) > 1 else ""
            message = f"the cell holds a formula{more}: copy the column and paste it as values only"
            self._report(UNSAFE_WORKBOOK.id, sheet, message, places[0], column, table=table)
        for row, column, last in cells.merged:
            message = (
                f"the cells {column_name(column)}{row} to {last} are merged, and only the first holds a value: "
                "unmerge them and fill each"
            )
            self._report(UNSAFE_WORKBOOK.id, sheet, message, row, column, table=table, end=f":{last}")
        hidden = sorted(cells.hidden_rows & cells.rows.keys())
        if hidden:
            rows = listed([str(row) for row in hidden], 1)
            self._warn(table, sheet, f"row {rows} is filled but hidden, and is sent with the others", hidden[0])
        self._check_hidden_columns(table, sheet, cells)

    def _check_hidden_columns(self, table: str, sheet: Sheet, cells: SheetCells) -> None:
        first_filled: dict[int, int] = {}
        for row, found in sorted(cells.rows.items()):
            for column in found:
                first_filled.setdefault(column, row)
        filled = sorted(first_filled)
        for low, high in cells.hidden_columns:
            position = bisect.bisect_left(filled, low)
            if position < len(filled) and filled[position] <= high:
                column = filled[position]
                message = f"column {column_name(column)} is filled but hidden, and is sent with the others"
                self._warn(table, sheet, message, first_filled[column], column)

    def _warn(self, table: str, sheet: Sheet, message: str, row: int, column: int = 1) -> None:
        if len(self.findings) < _MOST_FINDINGS:
            place = _place(self.path, sheet.name, row, column)
            self.findings.append(finding_at(place, UNSAFE_WORKBOOK.id, message, table=table, level=Level.WARNING))

    def _compare_template(self, schema: TableSchema, sheet: Sheet) -> None:
        mark = self.marks.tables.get(schema.name) if self.marks else None
        if mark is None or self.marks is None or mark.schema == schema_fingerprint(schema):
            return
        message = (
            f"this template was made for version {self.marks.version} of the dataset, and {schema.name} has other "
            "columns or codes now: the rows are read as they are; for the next ones write a new template with "
            "`deportation-goal template`"
        )
        place = _place(self.path, sheet.name, 1, 1)
        self.findings.append(finding_at(place, OLD_TEMPLATE.id, message, table=schema.name, level=OLD_TEMPLATE.level))

    def _header(self, schema: TableSchema, sheet: Sheet, cells: SheetCells) -> dict[int, str]:
        """Return the names of the columns by position, empty if the first row is no header."""
        known = {*schema.columns, WORDS} if schema.has_evidence else set(schema.columns)
        header = {column: cell.text.strip() for column, cell in sorted(cells.rows.get(_HEADER_ROW, {}).items())}
        if not known & set(header.values()):
            self._no_header(schema, sheet, cells, known)
            return {}
        columns: dict[int, str] = {}
        for column, name in header.items():
            if name in columns.values():
                message = f'the column "{name}" stands twice: keep one'
                self._report(UNKNOWN_COLUMN.id, sheet, message, 1, column, table=schema.name, value=name)
            elif name in known:
                columns[column] = name
            else:
                self._unknown_column(schema, sheet, column, name)
        nameless = {column for row in cells.rows.values() for column in row} - header.keys()
        for column in sorted(nameless):
            row = min(number for number, filled in cells.rows.items() if column in filled)
            message = "the cell is filled, but its column has no name in row 1"
            self._report(UNKNOWN_COLUMN.id, sheet, message, row, column, table=schema.name)
        return columns

    def _no_header(self, schema: TableSchema, sheet: Sheet, cells: SheetCells, known: set[str]) -> None:
        message = f"row 1 must hold the names of the columns of {schema.name}: {', '.join(schema.columns)}"
        for number in sorted(cells.rows)[:_SEARCHED_ROWS]:
            if len(known & {cell.text.strip() for cell in cells.rows[number].values()}) > 1:
                message = (
                    f"the names of the columns stand in row {number}, and have to stand in row 1: delete the rows above"
                )
        self._report(UNKNOWN_COLUMN.id, sheet, message, table=schema.name)

    def _unknown_column(self, schema: TableSchema, sheet: Sheet, column: int, name: str) -> None:
        titles = {field.title.casefold(): field.name for field in schema.fields}
        suggestion = titles.get(name.casefold()) or nearest(name.casefold().replace(" ", "_"), schema.columns)
        since = f"; the template is for version {self.marks.version}" if self.marks else ""
        message = f'{schema.name} has no column "{name}"{since}; its columns are {", ".join(schema.columns)}'
        self._report(UNKNOWN_COLUMN.id, sheet, message, 1, column, table=schema.name, value=name, suggestion=suggestion)

    def _row(
        self, schema: TableSchema, sheet: Sheet, columns: Mapping[int, str], number: int, cells: Mapping[int, Cell]
    ) -> None:
        values: dict[str, str] = {}
        known = False
        for column, cell in cells.items():
            name = columns.get(column)
            if name is None:
                continue
            known = True
            read = cell_text(_field(schema, name), cell, since_1904=self.book.since_1904)
            if read.value:
                values[name] = read.value
            if read.message:
                self._tell(schema.name, name, _place(self.path, sheet.name, number, column), read)
        if known:
            place = replace(_place(self.path, sheet.name, number, 1), end_column=max(columns) + 1)
            # Empty cells have a place too, so that a missing value is told where it is missing. An empty locator has
            # none: what is wrong with it is wrong with the words.
            where = {
                name: column for column, name in columns.items() if name not in LOCATOR or any(map(values.get, LOCATOR))
            }
            self.rows.append(SubmittedRow(schema.name, values, _CellPlaces(place, sheet.name, where), place))

    def _tell(self, table: str, column: str, place: Place, read: CellText) -> None:
        """Add a remark where the value was set right, a finding where it could not be."""
        if read.value != read.before and not read.lost:
            self.remarks.append(Remark(place, table, column, read.before, read.value, read.message))
        elif len(self.findings) < _MOST_FINDINGS:
            level = Level.ERROR if read.lost else SPREADSHEET.level
            self.findings.append(
                finding_at(
                    place, SPREADSHEET.id, read.message, table=table, column=column, value=read.before, level=level
                )
            )


def _field(schema: TableSchema, name: str) -> Field | None:
    return WORDS_FIELD if name == WORDS else schema.by_name.get(name)


def _first_three(row: Mapping[int, Cell]) -> tuple[str, str, str]:
    first, second, third = (row[column].text if column in row else "" for column in (1, 2, 3))
    return first, second, third
