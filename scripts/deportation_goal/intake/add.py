"""Adds submitted rows to the tables: all or nothing, checked as a whole, sorted into place.

Pure: the tables and the submission in, the new tables and the findings out. Findings name the contributor's file.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.findings import CheckResult, Finding
from deportation_goal.intake.placed_findings import NewRow, called, findings_on, in_reading_order, note
from deportation_goal.intake.similar import Similar, similar_rows
from deportation_goal.intake.submitted_rows import Submission, SubmittedRow, finding_at
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.cells import tidy
from deportation_goal.rules.constraints import required, unique
from deportation_goal.rules.engine import TableInput
from deportation_goal.rules.revisions import id_used_again
from deportation_goal.rules.submission import NOT_A_ROW, WHICH_TABLE, WRITTEN_COLUMN
from deportation_goal.table_files import Row, Rows
from deportation_goal.table_files.canonical import csv_bytes, in_order
from deportation_goal.table_files.ids import REVISIONS, gone_rows, make_id
from deportation_goal.table_files.read import UndecodableError, read_table


@dataclass(frozen=True)
class Added:
    """The outcome of adding.

    Attributes:
        check: Findings on the submitted rows, at their places in the contributor's file, with notes on what was set
            right; the number of rows sent, by table.
        rows: The new rows by table, as they are in the tables.
        files: New content of each changed table by path, tables that others refer to first; empty if anything is wrong.
        similar: Rows of the package that new rows resemble.
    """

    check: CheckResult
    rows: Mapping[str, tuple[Row, ...]]
    files: Mapping[str, bytes]
    similar: tuple[Similar, ...]


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
        *map(note, submission.remarks),
        *completion.findings,
        *completion.repeated(),
        *findings_on(inputs, merged, existing, new),
    ]
    rows = {name: tuple(item.row for item in items) for name, items in new.items()}
    check = CheckResult(
        in_reading_order(findings, submission),
        {name: len(kept) for name, kept in rows.items()},
        _sent_paths(submission),
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
        content = table.read()
        file = None if content is None else read_table(content)
    except UndecodableError:
        file = None
    if file is None or not file.canonical_bytes or file.names != table.schema.columns:
        raise UserError(
            f"{table.path} is not in canonical form, so nothing was written: run `deportation-goal fix`; "
            f"`deportation-goal check {table.schema.name}` says what it cannot fix",
            EXIT_ERRORS,
        )
    return [dict(zip(file.names, cells, strict=True)) for cells in file.rows]


def whole_cell(value: str) -> str:
    """Return a cell as tables hold it: tidy, and with unpaired surrogates, which no file can hold, replaced."""
    if not value.isascii():
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return tidy(value)


class _Completion:
    """Completes the rows that were sent, and collects what is wrong with the ids they brought."""

    def __init__(self, schemas: Mapping[str, TableSchema], existing: Rows) -> None:
        self.schemas = schemas
        self.new: dict[str, list[NewRow]] = {}
        self.findings: list[Finding] = []
        self._there = {
            name: {row[schemas[name].primary_key] for row in rows} for name, rows in existing.items() if rows
        }
        self._gone = gone_rows(existing.get(REVISIONS, ()))
        self._counters: dict[str, dict[str, int]] = {}
        self._unnamed = itertools.count()
        self._same: dict[tuple[str, ...], list[SubmittedRow]] = {}
        self._taken: dict[str, set[str]] = {}
        self._refused_tables: set[str] = set()

    def take(self, sent: SubmittedRow) -> None:
        """Complete a row, or refuse it if its table takes no rows by hand."""
        if self.schemas[sent.table].written_by:
            self._refuse_table(sent)
            return
        schema = self.schemas[sent.table]
        self.findings.extend(_written_columns(schema, sent))
        key, taken = schema.primary_key, self._taken_in(sent.table)
        row = {column: whole_cell(sent.values.get(column, "")) for column in schema.columns}
        own, refused = row[key], None
        if not own and schema.id_prefix and self._is_repeated(sent, row):
            return
        if not own and schema.id_prefix:
            row[key] = make_id(schema, row, taken, self._counters.setdefault(sent.table, {}))
        elif not own or own in taken:
            self.findings.append(self._refused_id(schema, sent, own))
            refused = own
            row[key] = next(name for number in self._unnamed if (name := f"? {number}") not in taken)
        taken.add(row[key])
        self.new.setdefault(sent.table, []).append(NewRow(row, sent, refused))

    def _is_repeated(self, sent: SubmittedRow, row: Row) -> bool:
        """Whether an earlier row of the submission says the same; the row is remembered for `repeated`."""
        same = self._same.setdefault((sent.table, *row.values()), [])
        same.append(sent)
        return len(same) > 1

    def repeated(self) -> Iterator[Finding]:
        """Yield a finding for each row that was sent more than once, at the second."""
        for first, *others in self._same.values():
            if others:
                more = f" (and {len(others) - 1:,} more)" if len(others) > 1 else ""
                message = f"the row is the same as {called(first.place)}{more}: delete one of them"
                yield finding_at(others[0].place, NOT_A_ROW.id, message, table=first.table)

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
        way_out = "leave the cell empty, and an id is made" if schema.id_prefix else "choose another id"
        rule = unique.id
        if not own:
            rule, message = required.id, f"the cell is empty and needs a value: {schema.by_name[key].description}"
        elif own in self._there.get(schema.name, ()):
            message = f'"{own}" is in {schema.name} already: {way_out}, or correct that row'
        elif (schema.name, own) in self._gone:
            action = self._gone[schema.name, own]
            rule, message = (
                id_used_again.id,
                f'"{own}" was {action} (see {REVISIONS}) and is never reused: {way_out}',
            )
        else:
            message = f'"{own}" is the id of an earlier row that you sent: {way_out}'
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


def _merged(table: TableInput, existing: Mapping[str, list[Row]], new: Mapping[str, Sequence[NewRow]]) -> TableInput:
    name = table.schema.name
    if name not in new:
        return table
    rows = in_order(table.schema, [*existing[name], *(item.row for item in new[name])])
    return replace(table, content=csv_bytes(table.schema.columns, rows))


def _referred_first(schemas: Mapping[str, TableSchema]) -> list[str]:
    """Return the tables, each after those that it refers to; tables in a circle keep their order."""
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


def _similar(
    schemas: Mapping[str, TableSchema], existing: Rows, new: Mapping[str, Sequence[NewRow]]
) -> tuple[Similar, ...]:
    return tuple(
        found
        for name, items in new.items()
        for found in similar_rows(schemas[name], [(item.row, item.sent.place) for item in items], existing[name])
    )


def _sent_paths(submission: Submission) -> dict[str, str]:
    return {row.table: row.place.path for row in submission.rows}
