"""Reads what a contributor sends as CSV, JSON or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from deportation_goal.evidence.locator import WORDS
from deportation_goal.findings import Finding, Level
from deportation_goal.intake.spreadsheet_values import restore_value
from deportation_goal.intake.submitted_rows import (
    TABLE_KEY,
    Place,
    Remark,
    Submission,
    SubmittedRow,
    finding_at,
)
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.structure import BROKEN_QUOTES, RAGGED_ROW
from deportation_goal.rules.submission import SPREADSHEET, UNKNOWN_COLUMN, UNREADABLE, WHICH_TABLE
from deportation_goal.table_files.read import BYTE_ORDER_MARK, UndecodableError, decode
from deportation_goal.table_files.scan import Cell, scan_records
from deportation_goal.wording import counted, nearest, short

_BROKEN: Final = ("unclosed", "text_after_quote")
MAXIMUM_BYTES: Final = 64 * 1024 * 1024
"""Largest file that is read: far above any honest contribution."""

Schemas = Mapping[str, TableSchema]


def refused(path: str, message: str, line: int = 1) -> Submission:
    """Return a submission that is nothing but one finding on the file."""
    return Submission((), (finding_at(Place(path, line), UNREADABLE.id, message),))


def _text(content: bytes, path: str) -> str | Submission:
    if len(content) > MAXIMUM_BYTES:
        return refused(
            path, f"the file has {len(content):,} bytes; at most {MAXIMUM_BYTES:,} are read: send it in parts"
        )
    try:
        text = decode(content).removeprefix(BYTE_ORDER_MARK)
    except UndecodableError as error:
        hint = "save it as “CSV UTF-8 (comma delimited)”, or send the workbook itself (.xlsx)"
        return refused(path, f"the file is not UTF-8 (it looks like {error.guess}): {hint}", error.line)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_csv(content: bytes, path: str, schemas: Schemas, table: str | None) -> Submission:
    """Read rows from a CSV with some or all columns of a table, in any order.

    Args:
        content: The bytes.
        path: The file as the contributor named it.
        schemas: Schema of every table.
        table: Name of the table, or None where a column `table` or the name of the file decides.

    Returns:
        The rows, or findings on the file; bad content never raises.
    """
    text = _text(content, path)
    if isinstance(text, Submission):
        return text
    records = (record for record in scan_records(text) if any(cell.text for cell in record))
    header = next(records, None)
    if header is None:
        return refused(path, "the file is empty: it needs a header with the names of the columns, and rows below it")
    names = [cell.text.strip() for cell in header]
    if len(names) == 1 and any(mark in names[0] for mark in ";\t"):
        word = "semicolons" if ";" in names[0] else "tabs"
        return refused(
            path, f"the cells are separated by {word}: save the file with commas, or send the workbook (.xlsx)"
        )
    stem = Path(path).stem
    default = table or (stem if stem in schemas else None)
    if default is None and TABLE_KEY not in names:
        return Submission((), (which_table(Place(path), None, schemas),))
    reader = _RowReader(path, schemas, default)
    for record in records:
        reader.take(names, header, record)
    return reader.submission()


class _RowReader:
    """Turns records of cells into submitted rows, collecting findings and remarks on the way."""

    def __init__(self, path: str, schemas: Schemas, table: str | None) -> None:
        self.path, self.schemas, self.table = path, schemas, table
        self.rows: list[SubmittedRow] = []
        self.findings: list[Finding] = []
        self.remarks: list[Remark] = []
        self.headers_seen: set[str] = set()

    def place(self, cell: Cell) -> Place:
        return Place(self.path, cell.line, cell.column, cell.end_column)

    def take(self, names: Sequence[str], header: Sequence[Cell], record: Sequence[Cell]) -> None:
        """Read one record."""
        line = Place(self.path, record[0].line, 1, record[-1].end_column)
        if len(record) != len(names):
            self._ragged(line, len(names), record)
            return
        cells = [(name, cell) for name, cell in zip(names, record, strict=True) if name or cell.text.strip()]
        named = next((cell.text.strip() for name, cell in cells if name == TABLE_KEY), "")
        table = named or self.table
        if table is None or table not in self.schemas:
            self.findings.append(which_table(line, table, self.schemas))
            return
        self._header(table, names, header)
        values, places = {}, {}
        for name, cell in cells:
            if not name:
                message = "the cell is filled, but its column has no name in the header"
                self.findings.append(
                    finding_at(self.place(cell), UNKNOWN_COLUMN.id, message, table=table, value=cell.text)
                )
            elif cell.flaw in _BROKEN:
                self._broken_quotes(cell, table, name)
            elif name != TABLE_KEY:
                places[name] = self.place(cell)
                value = self._restored(table, name, cell)
                if value:
                    values[name] = value
        if values:
            self.rows.append(SubmittedRow(table, values, places, line))

    def _ragged(self, line: Place, width: int, record: Sequence[Cell]) -> None:
        broken = next((cell for cell in record if cell.flaw in _BROKEN), None)
        if broken is not None:
            self._broken_quotes(broken, self.table or "", "")
            return
        reason = (
            "is there a comma in a text that is not in quotation marks?"
            if len(record) > width
            else "an empty cell needs its comma too"
        )
        message = f"the row has {counted(len(record), 'cell')} where the header has {width}: {reason}"
        self.findings.append(finding_at(line, RAGGED_ROW.id, message, table=self.table or ""))

    def _header(self, table: str, names: Sequence[str], header: Sequence[Cell]) -> None:
        if table in self.headers_seen:
            return
        self.headers_seen.add(table)
        for position, (name, cell) in enumerate(zip(names, header, strict=True)):
            if name in names[:position] and name:
                message = f'the column "{name}" stands twice: keep one'
                self.findings.append(finding_at(self.place(cell), UNKNOWN_COLUMN.id, message, table=table, value=name))
            elif name not in ("", TABLE_KEY):
                self.findings.extend(unknown_column(self.place(cell), self.schemas[table], name))

    def _broken_quotes(self, cell: Cell, table: str, name: str) -> None:
        message = "the quotation marks around the cell are broken: a mark that belongs to the text is doubled"
        self.findings.append(
            finding_at(self.place(cell), BROKEN_QUOTES.id, message, table=table, column=name, value=cell.text)
        )

    def _restored(self, table: str, name: str, cell: Cell) -> str:
        field = self.schemas[table].by_name.get(name)
        if field is None or not cell.text.strip():
            return cell.text.strip()
        value, message = restore_value(field, cell.text)
        if message and value != cell.text:
            self.remarks.append(Remark(self.place(cell), table, name, cell.text, value, message))
        elif message:
            level = Level.ERROR if value.startswith("#") else SPREADSHEET.level
            self.findings.append(
                finding_at(
                    self.place(cell), SPREADSHEET.id, message, table=table, column=name, value=cell.text, level=level
                )
            )
        return value

    def submission(self) -> Submission:
        """Return what was read."""
        return Submission(tuple(self.rows), tuple(self.findings), tuple(self.remarks))


def which_table(place: Place, table: object, schemas: Schemas) -> Finding:
    """Return the finding on a row whose table is not known."""
    value = table if isinstance(table, str) else ""
    tables = [name for name, schema in schemas.items() if not schema.written_by]
    wrong = f'"{short(value)}" is no table' if value else "no table is named"
    message = f"{wrong}: write `add TABLE`, or give each row a `{TABLE_KEY}`, one of {', '.join(tables)}"
    return finding_at(place, WHICH_TABLE.id, message, value=value, suggestion=nearest(value.lower(), tables))


def unknown_column(place: Place, schema: TableSchema, name: str) -> Iterator[Finding]:
    """Yield a finding if a name is no column of a table."""
    if name in schema.by_name or (name == WORDS and schema.has_evidence):
        return
    near = nearest(name.strip().lower().replace(" ", "_"), schema.columns)
    # The name that was meant says more than a list of twenty.
    columns = "" if near else f"; its columns are {', '.join(schema.columns)}"
    message = f'{schema.name} has no column "{name}"{columns}'
    yield finding_at(place, UNKNOWN_COLUMN.id, message, table=schema.name, value=name, suggestion=near)


def read_json(content: bytes, path: str, schemas: Schemas, table: str | None, *, lines: bool) -> Submission:
    """Read rows from JSON (a list of objects, or an object of lists by table) or JSON Lines.

    Args:
        content: The bytes.
        path: The file as the contributor named it.
        schemas: Schema of every table.
        table: Name of the table, or None where the keys or a member `table` decide.
        lines: Whether each line is a document of its own.

    Returns:
        The rows, or findings on the file; bad content never raises.
    """
    text = _text(content, path)
    if isinstance(text, Submission):
        return text
    collected = _ObjectReader(path, schemas, by_line=lines)
    numbered = enumerate(text.split("\n"), start=1) if lines else [(1, text)]
    for line, document_text in numbered:
        if not document_text.strip():
            continue
        try:
            document = json.loads(
                document_text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_pairs
            )
        except (ValueError, RecursionError) as error:
            where = line if lines else getattr(error, "lineno", 1)
            return refused(path, f"this is not valid JSON: {_json_trouble(error)}", where)
        collected.take(document, table, line, "")
    return collected.submission()


def _json_trouble(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "its lists are nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return str(error)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        twice = next(name for position, (name, _) in enumerate(pairs) if name in dict(pairs[:position]))
        raise ValueError(f'"{twice}" stands twice in one object')
    return dict(pairs)


class _ObjectReader:
    """Turns JSON objects into submitted rows."""

    def __init__(self, path: str, schemas: Schemas, *, by_line: bool) -> None:
        self.path, self.schemas, self.by_line = path, schemas, by_line
        self.rows: list[SubmittedRow] = []
        self.findings: list[Finding] = []

    def place(self, line: int, pointer: str) -> Place:
        """Return the place of a value: its line where each has one, else its JSON Pointer (RFC 6901)."""
        return Place(self.path, line) if self.by_line else Place(self.path, line, cell=pointer)

    def take(self, document: object, table: str | None, line: int, pointer: str) -> None:
        """Read a document: a row, a list of rows, or lists of rows by table."""
        if isinstance(document, dict) and document and all(isinstance(rows, list) for rows in document.values()):
            for name, rows in document.items():
                self._list(rows, name, line, f"{pointer}/{_escaped(name)}")
        elif isinstance(document, list):
            self._list(document, table, line, pointer)
        else:
            self._row(document, table, line, pointer)

    def _list(self, items: Sequence[object], table: str | None, line: int, pointer: str) -> None:
        for position, item in enumerate(items):
            self._row(item, table, line, f"{pointer}/{position}")

    def _row(self, document: object, table: str | None, line: int, pointer: str) -> None:
        place = self.place(line, pointer)
        if not isinstance(document, dict):
            message = "a row is a JSON object of columns and values"
            self.findings.append(finding_at(place, UNREADABLE.id, message, value=json.dumps(document)[:60]))
            return
        name = document.get(TABLE_KEY) or table
        if not isinstance(name, str) or name not in self.schemas:
            self.findings.append(which_table(place, name, self.schemas))
            return
        values, places = {}, {}
        for column, value in document.items():
            if column == TABLE_KEY:
                continue
            at = self.place(line, f"{pointer}/{_escaped(column)}")
            self.findings.extend(unknown_column(at, self.schemas[name], column))
            if isinstance(value, dict | list):
                message = "a cell is one text, number or truth value, no list or object"
                self.findings.append(finding_at(at, UNREADABLE.id, message, table=name, column=column))
            elif value is not None and value != "":
                values[column] = str(value).lower() if isinstance(value, bool) else str(value)
            places[column] = at
        if values:
            self.rows.append(SubmittedRow(name, values, places, place))

    def submission(self) -> Submission:
        """Return what was read."""
        return Submission(tuple(self.rows), tuple(self.findings))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
