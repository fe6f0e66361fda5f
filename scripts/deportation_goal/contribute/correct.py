"""Corrections and retractions: the row and its revision are written together, or neither.

Pure: the tables and the wish in, the new tables and the findings out.
"""

from __future__ import annotations

import datetime
import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from deportation_goal.check import TableInput, check_tables
from deportation_goal.contribute.add import Row, table_rows
from deportation_goal.findings import CheckResult, Level
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.cells import tidy
from deportation_goal.table_files.canonical import csv_bytes, in_order
from deportation_goal.table_files.ids import make_id

REVISIONS: Final = "revisions"
_CORRECTABLE: Final = ("figures", "quotes", "obstacles", "countries", "sources", "indicators", "agents", "areas")


class CorrectionError(ValueError):
    """A correction that cannot be made; the message says why and what to do."""


@dataclass(frozen=True)
class Revised:
    """The outcome of a correction or retraction.

    Attributes:
        table: Name of the table.
        revisions: The new rows of revisions.
        check: Findings that the change brought; with an error nothing is written.
        files: New content of each changed table by path; empty if anything is wrong.
    """

    table: str
    revisions: tuple[Row, ...]
    check: CheckResult
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class _Found:
    """A row in its table."""

    table: TableInput
    rows: list[Row]
    position: int

    @property
    def schema(self) -> TableSchema:
        return self.table.schema

    @property
    def row(self) -> Row:
        return self.rows[self.position]


def find_row(inputs: Sequence[TableInput], row_id: str) -> str:
    """Return the name of the table that holds a row.

    Raises:
        CorrectionError: If no table does.
    """
    return _find(inputs, row_id).schema.name


def correct(
    inputs: Sequence[TableInput], row_id: str, values: Mapping[str, str], reason: str, day: datetime.date
) -> Revised:
    """Change cells of a row; each becomes a revision with the old and the new value.

    Args:
        inputs: Every table of the package.
        row_id: Id of the row.
        values: New values by column; an empty one empties the cell.
        reason: Why, in a sentence.
        day: Day of the correction.

    Raises:
        CorrectionError: If there is no such row or column, the id would change, or nothing would.
        UnsoundPackageError: If a table is broken itself.
    """
    found = _find(inputs, row_id)
    schema = found.schema
    for column in values:
        if column not in schema.by_name:
            near = difflib.get_close_matches(column, schema.columns, 1, 0.6)
            hint = f"; did you mean {near[0]}?" if near else f"; its columns are {', '.join(schema.columns)}"
            raise CorrectionError(f"{schema.name} has no column «{column}»{hint}")
        if column == schema.primary_key:
            raise CorrectionError(f"{column} never changes: retract {row_id} and add a new row")
    changed = {column: tidy(value) for column, value in values.items() if tidy(value) != found.row[column]}
    if not changed:
        raise CorrectionError(f"{row_id} holds these values already: nothing to correct")
    revisions = [
        _revision(schema.name, row_id, "corrected", reason, day, field=column, old=found.row[column], new=value)
        for column, value in changed.items()
    ]
    rows = [*found.rows]
    rows[found.position] = {**found.row, **changed}
    return _revised(inputs, found, rows, revisions)


def retract(inputs: Sequence[TableInput], row_id: str, replaced_by: str, reason: str, day: datetime.date) -> Revised:
    """Take a row out of its table; the whole row stays in revisions.

    Args:
        inputs: Every table of the package.
        row_id: Id of the row.
        replaced_by: Id of the row of the same table that takes its place, or empty.
        reason: Why, in a sentence.
        day: Day of the retraction.

    Raises:
        CorrectionError: If there is no such row, or none to take its place.
        UnsoundPackageError: If a table is broken itself.
    """
    found = _find(inputs, row_id)
    schema = found.schema
    if replaced_by and (replaced_by == row_id or all(row[schema.primary_key] != replaced_by for row in found.rows)):
        raise CorrectionError(f"«{replaced_by}» is no other row of {schema.name}: add it first")
    whole = {column: value for column, value in found.row.items() if value}
    old = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    action = "merged" if replaced_by else "retracted"
    revision = _revision(schema.name, row_id, action, reason, day, old=old, replaced_by=replaced_by)
    rows = [row for row in found.rows if row is not found.row]
    return _revised(inputs, found, rows, [revision])


def _find(inputs: Sequence[TableInput], row_id: str) -> _Found:
    for table in inputs:
        if table.schema.name not in _CORRECTABLE:
            continue
        rows = table_rows(table)
        for position, row in enumerate(rows):
            if row[table.schema.primary_key] == row_id:
                return _Found(table, rows, position)
    gone = [
        row
        for table in inputs
        if table.schema.name == REVISIONS
        for row in table_rows(table)
        if row["row_id"] == row_id
    ]
    if gone:
        raise CorrectionError(f"«{row_id}» was {gone[-1]['action']} on {gone[-1]['date']}: {gone[-1]['reason']}")
    raise CorrectionError(f"no table holds a row «{row_id}»: take the id from the first column of its table")


def _revision(table: str, row_id: str, action: str, reason: str, day: datetime.date, **details: str) -> Row:
    return {
        "table_name": table,
        "row_id": row_id,
        "field": details.get("field", ""),
        "old_value": details.get("old", ""),
        "new_value": details.get("new", ""),
        "action": action,
        "replaced_by": details.get("replaced_by", ""),
        "reason": tidy(reason),
        "date": day.isoformat(),
    }


def _with_ids(revisions: Sequence[Row], schema: TableSchema, existing: Sequence[Row]) -> Iterator[Row]:
    taken = {row[schema.primary_key] for row in existing}
    for revision in revisions:
        name = make_id(schema.name, schema.primary_key, revision, taken)
        taken.add(name)
        yield {**dict.fromkeys(schema.columns, ""), **revision, schema.primary_key: name}


def _revised(inputs: Sequence[TableInput], found: _Found, rows: Sequence[Row], revisions: Sequence[Row]) -> Revised:
    log = next(table for table in inputs if table.schema.name == REVISIONS)
    old_log = table_rows(log)
    new_log = list(_with_ids(revisions, log.schema, old_log))
    contents = {
        found.schema.name: csv_bytes(found.schema.columns, in_order(found.schema, rows)),
        REVISIONS: csv_bytes(log.schema.columns, in_order(log.schema, [*old_log, *new_log])),
    }
    changed = [
        replace(table, content=contents[table.schema.name]) if table.schema.name in contents else table
        for table in inputs
    ]
    before = {finding.fingerprint for finding in check_tables(inputs).findings}
    result = check_tables(changed)
    brought = tuple(finding for finding in result.findings if finding.fingerprint not in before)
    check = CheckResult(brought, result.rows, result.paths)
    refused = any(finding.level is Level.ERROR for finding in brought)
    files = {} if refused else {table.path: table.content or b"" for table in changed if table.schema.name in contents}
    return Revised(found.schema.name, tuple(new_log), check, files)
