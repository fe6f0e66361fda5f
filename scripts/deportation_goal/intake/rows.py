"""Turns submitted tables into rows: the one place that judges headers, sets values right and says what is wrong.

Whatever the format of the file, the same mistake is reported in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from deportation_goal.evidence.locator import WORDS
from deportation_goal.findings import Finding, Level
from deportation_goal.intake.headers import Header, judge_header, names_of, repeats_header
from deportation_goal.intake.spreadsheet_values import ReadCell, read_cell
from deportation_goal.intake.submitted_rows import TABLE_KEY, Place, Remark, Submission, SubmittedRow, finding_at
from deportation_goal.intake.submitted_table import (
    Stored,
    SubmittedCell,
    SubmittedFile,
    SubmittedRecord,
    SubmittedTable,
)
from deportation_goal.intake.table_names import PlacedTables, place_tables, which_table
from deportation_goal.intake.text_remains import Remains, remains
from deportation_goal.package.clock import today
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.structure import BROKEN_QUOTES, RAGGED_ROW
from deportation_goal.rules.submission import (
    NOT_A_ROW,
    OLD_TEMPLATE,
    SPREADSHEET,
    TEXT_REMAINS,
    UNKNOWN_COLUMN,
    WHICH_TABLE,
)
from deportation_goal.template.template_marks import (
    EXAMPLE,
    WORDS_FIELD,
    is_example_row,
    row_fingerprint,
    schema_fingerprint,
)
from deportation_goal.wording import counted

Schemas = Mapping[str, TableSchema]

_MOST_FINDINGS: Final = 1_000
_FIRST_YEAR: Final = 2025
"""The year that the data is about."""
_TOTALS: Final = frozenset(
    ("total", "totals", "grand total", "sum", "subtotal", "average", "count", "summe", "gesamt", "somme", "suma")
)


def judge(file: SubmittedFile, schemas: Schemas, table: str | None) -> Submission:
    """Return the rows of a file, with findings on what is wrong and remarks on what was set right.

    Args:
        file: What a reader found.
        schemas: Schema of every table.
        table: Name of the table on the command line, or None where the file decides.
    """
    placed = place_tables(file.tables, schemas, table)
    judged = _Judge(schemas, table, placed)
    judged.findings += [*file.findings, *placed.findings]
    judged.remarks += file.remarks
    for submitted, name in placed.tables:
        judged.take(submitted, name)
    return Submission(tuple(judged.rows), tuple(judged.findings), tuple(judged.remarks))


class _CellPlaces(Mapping[str, Place]):
    """The places of the cells of a row, made when they are asked for."""

    def __init__(self, table: SubmittedTable, record: SubmittedRecord, columns: Mapping[str, int]) -> None:
        self._table, self._record, self._columns = table, record, columns

    def __getitem__(self, name: str) -> Place:
        return self._table.place_of(self._record, self._columns[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


class _Judge:
    """Collects rows, findings and remarks over the tables of a file."""

    def __init__(self, schemas: Schemas, wanted: str | None, placed: PlacedTables) -> None:
        self.schemas, self.wanted, self.marks = schemas, wanted, placed.marks
        self.rows: list[SubmittedRow] = []
        self.findings: list[Finding] = []
        self.remarks: list[Remark] = []
        self._read: dict[tuple[str, str, str, Stored], ReadCell] = {}
        self._remains: dict[tuple[str, str, str], Remains | None] = {}
        # If the clock is set back (SOURCE_DATE_EPOCH), dates of the data must not look like the future.
        self._year = max(today().year, _FIRST_YEAR)
        self._nameless_told: set[tuple[Place, int]] = set()

    def take(self, table: SubmittedTable, name: str | None) -> None:
        """Judge a table."""
        records = [
            record for record in table.rows if not (name and self._is_example(self.schemas[name], table, record))
        ]
        if table.place_at and not records and not table.findings:
            return
        own = name or ""
        if self.wanted and table.place_at and own != self.wanted:
            message = (
                f"the sheet holds rows of {own}, but the command names {self.wanted}: leave {self.wanted} out of "
                "the command, and each sheet goes to its own table"
            )
            self._add(finding_at(table.place, WHICH_TABLE.id, message, table=own))
            return
        self.findings += [replace(finding, table=own) for finding in table.findings]
        if TABLE_KEY in names_of(table.header).values():
            self._mixed(table, name, records)
        elif name is not None:
            header = self._header(table, name, None)
            for record in records if header.readable else ():
                self._record(table, name, header, record)

    def _mixed(self, table: SubmittedTable, name: str | None, records: list[SubmittedRecord]) -> None:
        """Read rows each of which names its table."""
        (position,) = [at for at, text in names_of(table.header).items() if text == TABLE_KEY][:1]
        named = [
            (record.cells[position].text.strip() if position in record.cells else "") or name or ""
            for record in records
        ]
        used: dict[str, set[int]] = {}
        for own, record in zip(named, records, strict=True):
            filled = record.cells if table.named else names_of(record)
            used.setdefault(own, set()).update(filled)
        headers: dict[str, Header] = {}
        for own, record in zip(named, records, strict=True):
            if own not in self.schemas:
                self._add(which_table(record.place, own, self.schemas))
                continue
            if own not in headers:
                headers[own] = self._header(table, own, used[own] if len(used) > 1 else None)
            if headers[own].readable:
                self._record(table, own, headers[own], record)

    def _header(self, table: SubmittedTable, name: str, used: set[int] | None) -> Header:
        mark = self.marks.tables.get(name) if self.marks else None
        since = self.marks.version if self.marks else ""
        header = judge_header(table, self.schemas[name], self.schemas, used=used, since=since)
        self.findings += header.findings
        if mark is not None and mark.schema != schema_fingerprint(self.schemas[name]):
            message = (
                f"this template was made for version {since} of the dataset, and {name} has other columns or codes "
                "now: the rows are read as they are; for the next ones write a new template with "
                "`deportation-goal template`"
            )
            place = table.place_of(table.header, 1)
            self._add(finding_at(place, OLD_TEMPLATE.id, message, table=name, level=OLD_TEMPLATE.level))
        return header

    def _is_example(self, schema: TableSchema, table: SubmittedTable, record: SubmittedRecord) -> bool:
        if all(cell.text.strip() != EXAMPLE for cell in record.cells.values()):
            return False
        header = names_of(table.header)
        values = {header[at]: cell.text for at, cell in record.cells.items() if at in header}
        mark = self.marks.tables.get(schema.name) if self.marks else None
        return is_example_row(schema, values) or (mark is not None and mark.example == row_fingerprint(values))

    def _record(self, table: SubmittedTable, name: str, header: Header, record: SubmittedRecord) -> None:
        schema = self.schemas[name]
        not_a_row = self._not_a_row(table, schema, header, record)
        if not_a_row is not None:
            self._add(not_a_row)
            return
        values: dict[str, str] = {}
        where: dict[str, int] = {}
        for position, cell in record.cells.items():
            column = header.columns.get(position)
            if column is None:
                self._nameless(table, name, record, position, cell)
            elif column != TABLE_KEY:
                where[column] = position
                value = self._value(table, schema, column, record, position, cell)
                if value:
                    values[column] = value
        if not values:
            return
        if table.place_at:
            where = {column: position for position, column in header.columns.items() if column != TABLE_KEY}
        if not any(map(values.get, schema.locator)):
            # What is wrong with an empty locator is the fault of the words, so the locator gets no place.
            where = {column: position for column, position in where.items() if column not in schema.locator}
        self.rows.append(SubmittedRow(name, values, _CellPlaces(table, record, where), record.place))

    def _not_a_row(
        self, table: SubmittedTable, schema: TableSchema, header: Header, record: SubmittedRecord
    ) -> Finding | None:
        """Return the finding on a record that is not a row, or cannot be read as one."""
        word, line = table.line_word, record.place.line
        if not table.named and repeats_header(schema, header.columns, record):
            message = f"{word} {line} repeats the header: delete it"
            return finding_at(record.place, NOT_A_ROW.id, message, table=schema.name)
        if not table.named and self._is_total(schema, header, record):
            message = f"{word} {line} looks like a line of totals: delete it, or fill in what a row needs"
            return finding_at(record.place, NOT_A_ROW.id, message, table=schema.name)
        broken = next((at for at, cell in record.cells.items() if cell.stored is Stored.BROKEN), None)
        width = table.header.width
        if broken is not None:
            cell = record.cells[broken]
            message = "the quotation marks around the cell are broken: double each mark that belongs to the text"
            column = header.columns.get(broken, "") if record.width == width else ""
            place = table.place_of(record, broken)
            return finding_at(place, BROKEN_QUOTES.id, message, table=schema.name, column=column, value=cell.text)
        if record.width is None or width is None or not table.is_ragged(record):
            return None
        reason = (
            "is there a comma in a text that is not in quotation marks?"
            if record.width > width
            else "an empty cell needs its comma too"
        )
        message = f"the row has {counted(record.width, 'cell')}, but the header has {width}: {reason}"
        return finding_at(record.place, RAGGED_ROW.id, message, table=schema.name)

    @staticmethod
    def _is_total(schema: TableSchema, header: Header, record: SubmittedRecord) -> bool:
        names = names_of(record)
        first = names[min(names)].casefold().rstrip(": ") if names else ""
        if first not in _TOTALS:
            return False
        required = [
            at for at, column in header.columns.items() if column in schema.by_name and schema.by_name[column].required
        ]
        return bool(required) and 2 * sum(at in names for at in required) <= len(required)

    def _nameless(
        self, table: SubmittedTable, name: str, record: SubmittedRecord, position: int, cell: SubmittedCell
    ) -> None:
        header = table.header.cells.get(position)
        if not cell.text.strip() or (header is not None and header.text.strip()):
            return
        place = table.place_of(record, position)
        if (table.place, position) in self._nameless_told:
            return
        self._nameless_told.add((table.place, position))
        message = "the cell is filled, but its column has no name in the header"
        self._add(finding_at(place, UNKNOWN_COLUMN.id, message, table=name, value=cell.text))

    def _value(
        self,
        table: SubmittedTable,
        schema: TableSchema,
        column: str,
        record: SubmittedRecord,
        position: int,
        cell: SubmittedCell,
    ) -> str:
        """Return the value of a cell, and report what was or could not be set right."""
        if not cell.text.strip():
            return ""
        key = (schema.name, column, cell.text, cell.stored)
        if key not in self._read:
            read = read_cell(WORDS_FIELD if column == WORDS else schema.by_name[column], cell)
            # The words of a passage are looked for in the text as they are.
            self._read[key] = ReadCell(cell.text.strip(), "") if column == WORDS and not read.lost else read
        read = self._read[key]
        self._tell_remains(table, schema, column, record, position, cell, read)
        if read.message:
            place = table.place_of(record, position)
            if read.value != cell.text and not read.lost:
                self.remarks.append(Remark(place, schema.name, column, cell.text, read.value, read.message))
            else:
                level = Level.ERROR if read.lost else SPREADSHEET.level
                self._add(
                    finding_at(
                        place,
                        SPREADSHEET.id,
                        read.message,
                        table=schema.name,
                        column=column,
                        value=cell.text,
                        level=level,
                    )
                )
        return read.value

    def _tell_remains(
        self,
        table: SubmittedTable,
        schema: TableSchema,
        column: str,
        record: SubmittedRecord,
        position: int,
        cell: SubmittedCell,
        read: ReadCell,
    ) -> None:
        """Report what copying and saving left in a value."""
        if column == WORDS or read.lost:
            return
        key = (schema.name, column, read.value)
        if key not in self._remains:
            self._remains[key] = remains(schema.by_name[column], read.value, self._year)
        found = self._remains[key]
        if found is not None:
            self._add(
                finding_at(
                    table.place_of(record, position),
                    TEXT_REMAINS.id,
                    found.message,
                    table=schema.name,
                    column=column,
                    value=cell.text,
                    suggestion=found.suggestion,
                    level=TEXT_REMAINS.level,
                )
            )

    def _add(self, finding: Finding) -> None:
        """Add a finding, unless there are so many that nobody reads on."""
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(finding)
