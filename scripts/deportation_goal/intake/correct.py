"""Corrections and retractions: rows and their revisions are written together, all of a set or nothing.

Pure: the tables and what is to change in, the new tables and the findings out.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.findings import CheckResult, Finding
from deportation_goal.intake.revision_set import (
    Change,
    ColumnCorrection,
    Correction,
    Retraction,
    RevisionSet,
    Written,
    no_places,
)
from deportation_goal.intake.submitted_rows import Place
from deportation_goal.rules.engine import TableInput, check_tables
from deportation_goal.table_files import Row
from deportation_goal.table_files.canonical import csv_bytes, in_order
from deportation_goal.table_files.ids import REVISIONS, make_id
from deportation_goal.wording import in_lines

_MOST_LINES: Final = 20
_OF_A_REVISION: Final = ("reason", "replaced_by", "new_value", "old_value")
"""Columns of a revision that hold what a person gave."""


@dataclass(frozen=True)
class Revised:
    """The outcome of a set of corrections and retractions.

    Attributes:
        revisions: The new rows of revisions.
        changed_rows: Number of rows that changed or left, by table.
        remarks: What was read in a form other than given, or changes nothing.
        check: Findings that the change brought; with an error nothing is written.
        files: New content of each changed table by path; empty if anything is wrong.
    """

    revisions: tuple[Row, ...]
    changed_rows: Mapping[str, int]
    remarks: tuple[str, ...]
    check: CheckResult
    files: Mapping[str, bytes]


def correct(
    inputs: Sequence[TableInput],
    row_id: str,
    values: Mapping[str, str],
    reason: str,
    day: datetime.date,
    places: Mapping[str, Place] = no_places,
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
        UserError: See `revise_rows`.
    """
    return revise_rows(inputs, [Correction(row_id, values, reason, None, places)], day)


def retract(inputs: Sequence[TableInput], row_id: str, replaced_by: str, reason: str, day: datetime.date) -> Revised:
    """Take a row out of its table; the whole row stays in revisions.

    Args:
        inputs: Every table of the package.
        row_id: Id of the row; TABLE:ID where two tables have it.
        replaced_by: Id of the row that takes its place, of any table; or empty.
        reason: Why, in a sentence.
        day: Day of the retraction.

    Raises:
        UserError: See `revise_rows`.
    """
    return revise_rows(inputs, [Retraction(row_id, replaced_by, reason, None, {"reason": Place("--reason")})], day)


def correct_column(
    inputs: Sequence[TableInput],
    table: str,
    column: str,
    words: str,
    replacement: str,
    reason: str,
    day: datetime.date,
) -> Revised:
    """Replace words in every cell of a column; one revision says so.

    Args:
        inputs: Every table of the package.
        table: Name of the table.
        column: Name of the column.
        words: The words to replace.
        replacement: What takes their place; empty to drop them, with the spaces that they leave.
        reason: Why, in a sentence: the rule that is applied.
        day: Day of the correction.

    Raises:
        UserError: See `revise_rows`.
    """
    change = ColumnCorrection(table, column, words, replacement, reason, {"reason": Place("--reason")})
    return revise_rows(inputs, [change], day)


def revise_rows(inputs: Sequence[TableInput], changes: Sequence[Change], day: datetime.date) -> Revised:
    """Apply a set of changes, and check the tables that result.

    Args:
        inputs: Every table of the package.
        changes: What is to change. References are checked after all changes, so their order does not matter.
        day: Day of the change.

    Raises:
        UserError: If a row or column is not there, an id would change, a row has to stay because others refer to it,
            nothing would change, or a table is broken itself: all such reasons, each with its place.
    """
    work = RevisionSet(inputs, day)
    refused = work.apply(changes)
    if refused:
        raise UserError(in_lines(refused, _MOST_LINES).strip() if len(refused) > 1 else refused[0], EXIT_ERRORS)
    log = next(table for table in inputs if table.schema.name == REVISIONS)
    written = _with_ids(work.written, work.rows_of(REVISIONS), log)
    all_revisions = [*work.rows_of(REVISIONS), *(item.revision for item in written)]
    # The revisions are written first: whatever happens then, the reason is there.
    contents = {REVISIONS: csv_bytes(log.schema.columns, in_order(log.schema, all_revisions))}
    for name in work.changed_rows:
        contents[name] = csv_bytes(work.schemas[name].columns, in_order(work.schemas[name], work.rows_of(name)))
    changed = [
        replace(table, content=contents[table.schema.name]) if table.schema.name in contents else table
        for table in inputs
    ]
    result = check_tables(changed)
    # The tables as they were are checked only if something is wrong now: a check takes time.
    before = Counter(finding.fingerprint for finding in check_tables(inputs).findings) if result.findings else Counter()
    given = dict(_given(written, log.schema.primary_key))
    brought = tuple(_at_its_place(finding, given) for finding in result.findings if finding.fingerprint not in before)
    paths = {table.schema.name: table.path for table in changed if table.schema.name in contents}
    check = CheckResult(brought, {**work.changed_rows, REVISIONS: len(written)}, paths)
    files = {} if check.failed() else {paths[name]: content for name, content in contents.items()}
    revisions = tuple(item.revision for item in written)
    return Revised(revisions, dict(work.changed_rows), tuple(work.remarks), check, files)


def _with_ids(written: Sequence[Written], existing: Sequence[Row], log: TableInput) -> list[Written]:
    key = log.schema.primary_key
    taken = {row[key] for row in existing}
    whole = []
    for item in written:
        name = make_id(log.schema, item.revision, taken)
        taken.add(name)
        whole.append(replace(item, revision={**dict.fromkeys(log.schema.columns, ""), **item.revision, key: name}))
    return whole


def _given(written: Sequence[Written], key: str) -> Iterator[tuple[tuple[str, str, str], Place]]:
    """Yield where each cell was given by the person who corrects, by table, id and column."""
    for item in written:
        revision, places = item.revision, item.places
        if revision["field"] in places:
            yield (revision["table_name"], revision["row_id"], revision["field"]), places[revision["field"]]
        for column in _OF_A_REVISION:
            source = column if column in places else revision["field"] if column.endswith("_value") else ""
            if source in places:
                yield (REVISIONS, revision[key], column), places[source]


def _at_its_place(finding: Finding, given: Mapping[tuple[str, str, str], Place]) -> Finding:
    place = given.get((finding.table, finding.row_id, finding.field))
    if place is None:
        return finding
    return replace(
        finding,
        path=place.path,
        line=place.line,
        column=place.column,
        end_column=place.end_column,
        cell=place.cell,
    )
