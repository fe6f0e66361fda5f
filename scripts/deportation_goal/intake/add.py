"""Adds submitted rows to the tables: all or nothing, checked as a whole, sorted into place.

Pure: the tables and the submission in, the new tables and the findings out. Findings name the contributor's file.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.evidence.locator import WORDS
from deportation_goal.findings import CheckResult, Finding, Level
from deportation_goal.intake.similar import Similar, similar_rows
from deportation_goal.intake.submitted_rows import Place, Remark, Submission, SubmittedRow, finding_at
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.cells import tidy
from deportation_goal.rules.constraints import required, unique
from deportation_goal.rules.engine import TableInput, check_tables
from deportation_goal.rules.revisions import id_used_again
from deportation_goal.rules.submission import SPREADSHEET, WHICH_TABLE, WRITTEN_COLUMN
from deportation_goal.table_files import Row, Rows
from deportation_goal.table_files.canonical import csv_bytes, in_order
from deportation_goal.table_files.ids import REVISIONS, gone_rows, make_id
from deportation_goal.table_files.read import UndecodableError, read_table

_SHOWN: Final = 60


@dataclass(frozen=True)
class Added:
    """The outcome of adding.

    Attributes:
        check: Findings on the submitted rows, at their places in the contributor's file, what was set right as notes;
            rows by table as sent.
        rows: The new rows by table, as they stand in the tables.
        files: New content of each changed table by path, tables that others refer to first; empty if anything is wrong.
        similar: Rows of the package that new rows resemble.
    """

    check: CheckResult
    rows: Mapping[str, tuple[Row, ...]]
    files: Mapping[str, bytes]
    similar: tuple[Similar, ...]


@dataclass(frozen=True)
class _NewRow:
    """A sent row made whole.

    Attributes:
        row: All columns. A row that has no id, or one it cannot keep, goes by a name that no row can have, so that
            its other cells can be checked.
        sent: As it was sent.
        refused_id: The id it cannot keep, possibly empty; None where all is well.
    """

    row: Row
    sent: SubmittedRow
    refused_id: str | None


def add_rows(inputs: Sequence[TableInput], submission: Submission) -> Added:
    """Add rows to the tables of a package.

    Args:
        inputs: Every table of the package.
        submission: The rows; with an error among its findings nothing is added.

    Raises:
        UserError: If a table that gets rows is broken itself.
    """
    schemas = {table.schema.name: table.schema for table in inputs}
    sent_tables = {row.table for row in submission.rows if not schemas[row.table].written_by}
    existing = {
        table.schema.name: table_rows(table)
        for table in inputs
        if table.schema.name in sent_tables or table.schema.name == REVISIONS
    }
    completion = _Completion(schemas, existing)
    for sent in submission.rows:
        completion.take(sent)
    new = completion.new
    merged = [_merged(table, existing, new) for table in inputs]
    findings = [
        *submission.findings,
        *map(_note, submission.remarks),
        *completion.findings,
        *_findings(inputs, merged, existing, new),
    ]
    rows = {name: tuple(item.row for item in items) for name, items in new.items()}
    check = CheckResult(
        _ordered(findings, submission), {name: len(kept) for name, kept in rows.items()}, _sent_paths(submission)
    )
    if check.failed() or not rows:
        return Added(check, rows, {}, _similar(schemas, existing, new))
    changed = {table.schema.name: table for table in merged if table.schema.name in rows}
    files = {changed[name].path: changed[name].content or b"" for name in _referred_first(schemas) if name in changed}
    return Added(check, rows, files, _similar(schemas, existing, new))


def table_rows(table: TableInput) -> list[Row]:
    """Return the rows of a table that is in canonical form.

    Raises:
        UserError: If it is not.
    """
    try:
        file = read_table(table.content) if table.content is not None else None
    except UndecodableError:
        file = None
    if file is None or not file.canonical_bytes or file.names != table.schema.columns:
        raise UserError(
            f"{table.path} is not in order, so nothing was written: `deportation-goal fix` may mend it, and "
            f"`deportation-goal check {table.schema.name}` says what is wrong",
            EXIT_ERRORS,
        )
    return [dict(zip(file.names, cells, strict=True)) for cells in file.rows]


def whole_cell(value: str) -> str:
    """Return a cell as tables hold it: tidy, and with halves of characters, which no file can hold, marked."""
    if not value.isascii():
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return tidy(value)


class _Completion:
    """Makes sent rows whole, and collects what is wrong with the ids they brought."""

    def __init__(self, schemas: Mapping[str, TableSchema], existing: Rows) -> None:
        self.schemas = schemas
        self.new: dict[str, list[_NewRow]] = {}
        self.findings: list[Finding] = []
        self._there = {
            name: {row[schemas[name].primary_key] for row in rows} for name, rows in existing.items() if rows
        }
        self._gone = gone_rows(existing.get(REVISIONS, ()))
        self._taken: dict[str, set[str]] = {}
        self._refused_tables: set[str] = set()

    def take(self, sent: SubmittedRow) -> None:
        """Make a row whole, or refuse it where its table takes none."""
        if self.schemas[sent.table].written_by:
            self._refuse_table(sent)
            return
        schema = self.schemas[sent.table]
        self.findings.extend(_written_columns(schema, sent))
        key, taken = schema.primary_key, self._taken_in(sent.table)
        row = {column: whole_cell(sent.values.get(column, "")) for column in schema.columns}
        own, refused = row[key], None
        if not own and schema.id_prefix:
            row[key] = make_id(schema, row, taken)
        elif not own or own in taken:
            self.findings.append(self._refused_id(schema, sent, own))
            refused = own
            row[key] = next(name for number in itertools.count() if (name := f"? {number}") not in taken)
        taken.add(row[key])
        self.new.setdefault(sent.table, []).append(_NewRow(row, sent, refused))

    def _refuse_table(self, sent: SubmittedRow) -> None:
        if sent.table not in self._refused_tables:
            self._refused_tables.add(sent.table)
            message = (
                f"no rows are added to {sent.table} by hand: only {self.schemas[sent.table].written_by} may write it"
            )
            self.findings.append(finding_at(sent.place, WHICH_TABLE.id, message, value=sent.table))

    def _taken_in(self, table: str) -> set[str]:
        if table not in self._taken:
            gone = {row_id for name, row_id in self._gone if name == table}
            self._taken[table] = gone | self._there.get(table, set())
        return self._taken[table]

    def _refused_id(self, schema: TableSchema, sent: SubmittedRow, own: str) -> Finding:
        key = schema.primary_key
        mend = "leave the cell empty, and an id is made" if schema.id_prefix else "choose another id"
        rule = unique.id
        if not own:
            rule, message = required.id, f"the cell is empty and needs a value: {schema.by_name[key].description}"
        elif own in self._there.get(schema.name, ()):
            message = f'"{own}" is in {schema.name} already: {mend}, or correct that row'
        elif (schema.name, own) in self._gone:
            action = self._gone[schema.name, own]
            rule, message = id_used_again.id, f'"{own}" was {action} (see {REVISIONS}) and is never used again: {mend}'
        else:
            message = f'"{own}" is the id of an earlier row that you send: {mend}'
        return finding_at(sent.place_of(key), rule, message, table=schema.name, column=key, value=own, row_id=own)


def _written_columns(schema: TableSchema, sent: SubmittedRow) -> Iterator[Finding]:
    """Yield a finding for each cell that only the tool may fill."""
    for field in schema.fields:
        value = sent.values.get(field.name, "")
        if field.written_by and value:
            message = f"only {field.written_by} writes {field.name}: leave the cell empty"
            yield finding_at(
                sent.place_of(field.name), WRITTEN_COLUMN.id, message, table=schema.name, column=field.name, value=value
            )


def _merged(table: TableInput, existing: Mapping[str, list[Row]], new: Mapping[str, Sequence[_NewRow]]) -> TableInput:
    name = table.schema.name
    if name not in new:
        return table
    rows = in_order(table.schema, [*existing[name], *(item.row for item in new[name])])
    return replace(table, content=csv_bytes(table.schema.columns, rows))


def _referred_first(schemas: Mapping[str, TableSchema]) -> list[str]:
    """Return the tables, those that others refer to before those others; a circle of tables in their own order."""
    ordered: list[str] = []
    left = list(schemas)
    while left:
        free = [
            name
            for name in left
            if all(key.table not in left or key.table == name for key in schemas[name].foreign_keys)
        ]
        ordered += free or left
        left = [name for name in left if name not in ordered]
    return ordered


def _findings(
    inputs: Sequence[TableInput],
    merged: Sequence[TableInput],
    existing: Rows,
    new: Mapping[str, Sequence[_NewRow]],
) -> Iterator[Finding]:
    """Yield the findings on the new rows at their places, and whatever the new rows brought to rows that were there."""
    if not new:
        return
    schemas = {table.schema.name: table.schema for table in inputs}
    keys = {name: schema.primary_key for name, schema in schemas.items()}
    by_id = {(name, item.row[keys[name]]): item for name, items in new.items() for item in items}
    elsewhere = []
    for finding in check_tables(merged).findings:
        item = by_id.get((finding.table, finding.row_id))
        if item is None:
            elsewhere.append(finding)
        elif item.refused_id is None or finding.field != keys[finding.table]:
            yield _at(finding, item, schemas[finding.table])
    if elsewhere:
        before = {finding.fingerprint for finding in check_tables(inputs).findings}
        lines = _Lines(existing, keys)
        yield from (lines.placed(finding) for finding in elsewhere if finding.fingerprint not in before)


class _Lines:
    """Finds the lines of rows that were there, since new rows above them would move them."""

    def __init__(self, existing: Rows, keys: Mapping[str, str]) -> None:
        self._lines = {
            (name, row[keys[name]]): line for name, rows in existing.items() for line, row in enumerate(rows, start=2)
        }

    def placed(self, finding: Finding) -> Finding:
        """Return a finding at the line where its row stands now."""
        return replace(finding, line=self._lines.get((finding.table, finding.row_id), finding.line))


def _at(finding: Finding, item: _NewRow, schema: TableSchema) -> Finding:
    column = finding.field
    if column in schema.locator and column not in item.sent.places:
        column = WORDS
    place = item.sent.place_of(column)
    return replace(
        finding,
        path=place.path,
        line=place.line,
        column=place.column,
        end_column=place.end_column,
        cell=place.cell,
        row_id=finding.row_id if item.refused_id is None else item.refused_id,
        fixable=False,
    )


def _note(remark: Remark) -> Finding:
    return finding_at(
        remark.place,
        SPREADSHEET.id,
        remark.message,
        table=remark.table,
        column=remark.column,
        value=remark.before,
        level=Level.NOTE,
    )


def _similar(
    schemas: Mapping[str, TableSchema], existing: Rows, new: Mapping[str, Sequence[_NewRow]]
) -> tuple[Similar, ...]:
    return tuple(
        found
        for name, items in new.items()
        for found in similar_rows(schemas[name], [(item.row, item.sent.place) for item in items], existing[name])
    )


def _ordered(findings: Sequence[Finding], submission: Submission) -> tuple[Finding, ...]:
    return tuple(
        sorted(
            _first_causes(findings, submission),
            key=lambda item: (item.path, _sheet(item), item.line, item.column, item.rule),
        )
    )


_FORM: Final = frozenset({"type", "pattern", "edtf", "date-form", "enum", "minimum"})
"""The rules on the form of a cell: what a spreadsheet did to it explains why they are broken."""


def _first_causes(findings: Sequence[Finding], submission: Submission) -> Iterator[Finding]:
    """Tell each cell once: the rule that it breaks, with the way in which it was read.

    Where a cell has two readings and was left as it is, that is the cause of its wrong form, and is told instead.
    """
    read = {_where(remark.place, remark.column): remark for remark in submission.remarks if remark.column}
    broken = {_cell(finding) for finding in findings if finding.level is Level.ERROR and finding.rule != SPREADSHEET.id}
    told = {_cell(finding): finding for finding in findings if finding.rule == SPREADSHEET.id}
    other = {
        _cell(item) for item in findings if item.level is Level.ERROR and item.rule not in {*_FORM, SPREADSHEET.id}
    }
    for finding in findings:
        cell = _cell(finding)
        if not finding.field or cell not in broken:
            yield finding
        elif finding.rule == SPREADSHEET.id:
            if cell not in read and (cell not in other or finding.level is Level.ERROR):
                yield replace(finding, level=Level.ERROR)
        elif cell in read:
            remark = read[cell]
            yield replace(finding, message=f"{finding.message} ({_reading(remark)})", value=remark.before)
        elif cell in told and told[cell].level is not Level.ERROR and finding.rule not in _FORM:
            yield replace(finding, message=f"{finding.message} ({told[cell].message})")
        elif cell not in told:
            yield finding


def _reading(remark: Remark) -> str:
    if len(remark.before) > _SHOWN or not remark.after or " ".join(remark.before.split()) == remark.after:
        return remark.message
    return f'the cell says "{remark.before}", read as {remark.after}'


def _cell(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.line, finding.column, finding.cell, finding.field


def _where(place: Place, column: str) -> tuple[str, int, int, str, str]:
    return place.path, place.line, place.column, place.cell, column


def _sheet(finding: Finding) -> str:
    sheet, mark, _ = finding.cell.partition("!")
    return sheet if mark else ""


def _sent_paths(submission: Submission) -> dict[str, str]:
    return {row.table: row.place.path for row in submission.rows}
