"""Corrections and retractions: the row and its revision are written together, or neither.

Pure: the tables and the correction in, the new tables and the findings out.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.findings import CheckResult
from deportation_goal.intake.add import table_rows, whole_cell
from deportation_goal.intake.submitted_rows import Place
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.engine import TableInput, check_tables
from deportation_goal.table_files import Row
from deportation_goal.table_files.canonical import csv_bytes, in_order
from deportation_goal.table_files.ids import make_id
from deportation_goal.wording import listed, nearest

REVISIONS: Final = "revisions"
_NOWHERE: Final[Mapping[str, Place]] = {}
_REASON: Final = "reason"
_REFERRING_SHOWN: Final = 10


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
    def row_id(self) -> str:
        return self.row[self.schema.primary_key]

    @property
    def row(self) -> Row:
        return self.rows[self.position]


def correct(
    inputs: Sequence[TableInput],
    row_id: str,
    values: Mapping[str, str],
    reason: str,
    day: datetime.date,
    places: Mapping[str, Place] = _NOWHERE,
) -> Revised:
    """Change cells of a row; each becomes a revision with the old and the new value.

    Args:
        inputs: Every table of the package.
        row_id: Id of the row; TABLE:ID where two tables have it.
        values: New values by column; an empty one empties the cell.
        reason: Why, in a sentence.
        day: Day of the correction.
        places: Where the person who corrects gave each value, by column, and under `reason` the reason.

    Raises:
        UserError: If there is no such row or column, the id would change, or nothing would, or if a table is broken itself.
    """
    found = _find(inputs, row_id)
    schema, row_id = found.schema, found.row_id
    for column in values:
        if column not in schema.by_name:
            near = nearest(column, schema.columns)
            hint = f"; did you mean {near}?" if near else f"; its columns are {', '.join(schema.columns)}"
            raise UserError(f'{schema.name} has no column "{column}"{hint}', EXIT_ERRORS)
        if column == schema.primary_key:
            raise UserError(f"{column} never changes: retract {row_id}, and add the row anew", EXIT_ERRORS)
        if writer := schema.by_name[column].written_by:
            raise UserError(f"only {writer} writes {column}: it is not corrected by hand", EXIT_ERRORS)
    cells = {column: whole_cell(value) for column, value in values.items()}
    changed = {column: value for column, value in cells.items() if value != found.row[column]}
    if not changed:
        raise UserError(f"{row_id} holds these values already: nothing to correct", EXIT_ERRORS)
    revisions = [
        _revision(schema.name, row_id, "corrected", reason, day, field=column, old=found.row[column], new=value)
        for column, value in changed.items()
    ]
    rows = [*found.rows]
    rows[found.position] = {**found.row, **changed}
    return _revised(inputs, found, rows, revisions, places)


def retract(inputs: Sequence[TableInput], row_id: str, replaced_by: str, reason: str, day: datetime.date) -> Revised:
    """Take a row out of its table; the whole row stays in revisions.

    Args:
        inputs: Every table of the package.
        row_id: Id of the row; TABLE:ID where two tables have it.
        replaced_by: Id of the row of the same table that takes its place, or empty.
        reason: Why, in a sentence.
        day: Day of the retraction.

    Raises:
        UserError: If there is no such row, or none to take its place, or other rows refer to it, or if a table is broken itself.
    """
    found = _find(inputs, row_id)
    schema, row_id = found.schema, found.row_id
    if replaced_by and (replaced_by == row_id or all(row[schema.primary_key] != replaced_by for row in found.rows)):
        raise UserError(f'"{replaced_by}" is no other row of {schema.name}: add that row first', EXIT_ERRORS)
    referring = list(_referring(inputs, schema.name, row_id))
    if referring:
        raise UserError(
            f"{row_id} cannot go while other rows refer to it: correct or retract them first: "
            f"{listed(referring, _REFERRING_SHOWN)}",
            EXIT_ERRORS,
        )
    whole = {column: value for column, value in found.row.items() if value}
    old = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    action = "merged" if replaced_by else "retracted"
    revision = _revision(schema.name, row_id, action, reason, day, old=old, replaced_by=replaced_by)
    rows = [row for row in found.rows if row is not found.row]
    return _revised(inputs, found, rows, [revision], {_REASON: Place("--reason")})


def _find(inputs: Sequence[TableInput], wanted: str) -> _Found:
    named, colon, row_id = wanted.strip().rpartition(":")
    found, others = [], []
    for table in inputs:
        if not table.schema.takes_rows or (colon and table.schema.name != named):
            continue
        rows = table_rows(table)
        for position, row in enumerate(rows):
            others.append(row[table.schema.primary_key])
            if row[table.schema.primary_key] == row_id:
                found.append(_Found(table, rows, position))
    if len(found) > 1:
        names = " or ".join(f"{item.schema.name}:{row_id}" for item in found)
        raise UserError(f'several tables have a row "{row_id}": write {names}', EXIT_ERRORS)
    if not found:
        raise UserError(_not_found(inputs, row_id, others), EXIT_ERRORS)
    return found[0]


def _not_found(inputs: Sequence[TableInput], row_id: str, others: Sequence[str]) -> str:
    log = next(table for table in inputs if table.schema.name == REVISIONS)
    for row in table_rows(log):
        if row["row_id"] == row_id and row["action"] != "corrected":
            replaced = f" (see {row['replaced_by']})" if row["replaced_by"] else ""
            return f'"{row_id}" was {row["action"]} on {row["date"]}{replaced}: {row["reason"]}'
    near = nearest(row_id, others)
    hint = f"did you mean {near}?" if near else "take the id from the first column of its table"
    return f'no table has a row "{row_id}": {hint}'


def _referring(inputs: Sequence[TableInput], target: str, row_id: str) -> Iterator[str]:
    """Yield the rows that refer to a row, as table and id."""
    for table in inputs:
        columns = [key.column for key in table.schema.foreign_keys if key.table == target]
        for row in table_rows(table) if columns else ():
            own = row[table.schema.primary_key]
            if any(row[column] == row_id for column in columns) and (table.schema.name, own) != (target, row_id):
                yield f"{table.schema.name} {own}"


def _revision(table: str, row_id: str, action: str, reason: str, day: datetime.date, **details: str) -> Row:
    return {
        "table_name": table,
        "row_id": row_id,
        "field": details.get("field", ""),
        "old_value": details.get("old", ""),
        "new_value": details.get("new", ""),
        "action": action,
        "replaced_by": details.get("replaced_by", ""),
        "reason": whole_cell(reason),
        "date": day.isoformat(),
    }


def _with_ids(revisions: Sequence[Row], schema: TableSchema, existing: Sequence[Row]) -> Iterator[Row]:
    taken = {row[schema.primary_key] for row in existing}
    for revision in revisions:
        name = make_id(schema, revision, taken)
        taken.add(name)
        yield {**dict.fromkeys(schema.columns, ""), **revision, schema.primary_key: name}


def _revised(
    inputs: Sequence[TableInput],
    found: _Found,
    rows: Sequence[Row],
    revisions: Sequence[Row],
    places: Mapping[str, Place],
) -> Revised:
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
    result = check_tables(changed)
    # What was wrong before is asked only if something is wrong now.
    before = {finding.fingerprint for finding in check_tables(inputs).findings} if result.findings else set()
    given = _given(found, new_log, log.schema, places)
    brought = tuple(
        replace(finding, path=place.path, line=place.line, column=place.column, end_column=place.end_column)
        if (place := given.get((finding.table, finding.row_id, finding.field)))
        else finding
        for finding in result.findings
        if finding.fingerprint not in before
    )
    paths = {table.schema.name: table.path for table in changed if table.schema.name in contents}
    check = CheckResult(brought, {found.schema.name: 1, REVISIONS: len(new_log)}, paths)
    files = {} if check.failed() else {paths[name]: content for name, content in contents.items()}
    return Revised(found.schema.name, tuple(new_log), check, files)


def _given(
    found: _Found, revisions: Sequence[Row], log: TableSchema, places: Mapping[str, Place]
) -> dict[tuple[str, str, str], Place]:
    """Return where each cell was given by the person who corrects, by table, id and column."""
    given = {(found.schema.name, found.row_id, column): place for column, place in places.items()}
    for revision in revisions:
        own = revision[log.primary_key]
        for column, source in ((_REASON, _REASON), ("new_value", revision["field"]), ("old_value", revision["field"])):
            if source in places:
                given[REVISIONS, own, column] = places[source]
    return given
