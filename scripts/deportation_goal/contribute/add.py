"""Adds submitted rows to the tables: all or nothing, checked as a whole, sorted into place.

Pure: the tables and the submission in, the new tables and the findings out. Findings name the contributor's file.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from deportation_goal.check import TableInput, check_tables
from deportation_goal.contribute.rules import UNREADABLE
from deportation_goal.contribute.similar import Similar, similar_rows
from deportation_goal.contribute.submission import Place, Remark, Submission, SubmittedRow, finding_at
from deportation_goal.findings import CheckResult, Finding, Level
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.cells import tidy
from deportation_goal.rules.constraints import UNIQUE
from deportation_goal.table_files.canonical import csv_bytes, in_order
from deportation_goal.table_files.ids import PREFIXES, make_id
from deportation_goal.table_files.read import UndecodableError, read_table

Row = dict[str, str]

_STAND_IN: Final = "taken-"


@dataclass(frozen=True)
class Added:
    """The outcome of adding.

    Attributes:
        check: Findings on the submitted rows, at their places in the contributor's file; rows by table as sent.
        rows: The new rows by table, as they stand in the tables.
        files: New content of each changed table by path; empty if anything is wrong.
        similar: Rows of the package that new rows resemble.
        remarks: What was recognised and set right.
    """

    check: CheckResult
    rows: Mapping[str, tuple[Row, ...]]
    files: Mapping[str, bytes]
    similar: tuple[Similar, ...]
    remarks: tuple[Remark, ...]


class UnsoundPackageError(Exception):
    """A table of the package cannot take rows: it has errors of its own."""


def add_rows(inputs: Sequence[TableInput], submission: Submission) -> Added:
    """Add rows to the tables of a package.

    Args:
        inputs: Every table of the package.
        submission: The rows; with an error among its findings nothing is added.

    Raises:
        UnsoundPackageError: If a table that gets rows is broken itself.
    """
    existing = {table.schema.name: table_rows(table) for table in inputs if _concerns(table, submission)}
    schemas = {table.schema.name: table.schema for table in inputs}
    new: dict[str, list[tuple[Row, SubmittedRow]]] = {}
    findings = list(submission.findings)
    retired = {row["row_id"] for row in existing.get("revisions", [])}
    for sent in submission.rows:
        schema = schemas[sent.table]
        taken = {row[schema.primary_key] for row in existing[sent.table]} | retired
        taken |= {row[schema.primary_key] for row, _ in new.get(sent.table, [])}
        row, problem = _complete(schema, sent, taken)
        findings.extend(problem)
        new.setdefault(sent.table, []).append((row, sent))
    merged = [_merged(table, existing, new) for table in inputs]
    findings.extend(_findings(inputs, merged, schemas, new))
    rows = {name: tuple(row for row, _ in pairs) for name, pairs in new.items()}
    check = CheckResult(_ordered(findings), {name: len(kept) for name, kept in rows.items()}, _sent_paths(submission))
    files = (
        {}
        if check.failed() or not rows
        else {table.path: table.content or b"" for table in merged if table.schema.name in rows}
    )
    similar = [
        found
        for name, kept in rows.items()
        for found in similar_rows(name, schemas[name].primary_key, kept, existing[name])
    ]
    return Added(check, rows, files, tuple(similar), submission.remarks)


def _concerns(table: TableInput, submission: Submission) -> bool:
    return table.schema.name == "revisions" or any(row.table == table.schema.name for row in submission.rows)


def table_rows(table: TableInput) -> list[Row]:
    """Return the rows of a table that is in canonical form.

    Raises:
        UnsoundPackageError: If it is not.
    """
    try:
        file = read_table(table.content) if table.content is not None else None
    except UndecodableError:
        file = None
    if file is None or not file.canonical_bytes or tuple(cell.text for cell in file.header) != table.schema.columns:
        raise UnsoundPackageError(
            f"{table.path} is not in order: run `deportation-goal check {table.schema.name}` and mend it first"
        )
    return [
        dict(zip(table.schema.columns, values, strict=True)) for values in file.frame.itertuples(index=False, name=None)
    ]


def _complete(schema: TableSchema, sent: SubmittedRow, taken: set[str]) -> tuple[Row, list[Finding]]:
    """Return a sent row with all columns, tidied, with an id; and a finding if the id it brought is taken."""
    row = {column: tidy(sent.values.get(column, "")) for column in schema.columns}
    key, findings = schema.primary_key, []
    if row[key] and row[key] in taken:
        message = (
            f"«{row[key]}» is taken: leave the id empty, or choose another"
            if schema.name in PREFIXES
            else f"«{row[key]}» is in {schema.name} already: choose another id, or correct that row"
        )
        findings.append(
            finding_at(
                sent.place_of(key), UNIQUE.id, message, table=schema.name, column=key, value=row[key], row_id=row[key]
            )
        )
        row[key] = _stand_in(taken)
    if not row[key] and schema.name in PREFIXES and any(row.values()):
        row[key] = make_id(schema.name, key, row, taken)
    return row, findings


def _stand_in(taken: set[str]) -> str:
    """Return a name in place of a taken one, so that the other cells of the row can be checked."""
    return next(name for number in itertools.count() if (name := f"{_STAND_IN}{number}") not in taken)


def _merged(
    table: TableInput, existing: Mapping[str, list[Row]], new: Mapping[str, list[tuple[Row, SubmittedRow]]]
) -> TableInput:
    name = table.schema.name
    if name not in new:
        return table
    rows = in_order(table.schema, [*existing[name], *(row for row, _ in new[name])])
    return replace(table, content=csv_bytes(table.schema.columns, rows))


def _findings(
    inputs: Sequence[TableInput],
    merged: Sequence[TableInput],
    schemas: Mapping[str, TableSchema],
    new: Mapping[str, list[tuple[Row, SubmittedRow]]],
) -> list[Finding]:
    """Return the findings on the new rows at their places, and whatever the new rows broke elsewhere."""
    by_id = {(name, row[schemas[name].primary_key]): sent for name, pairs in new.items() for row, sent in pairs}
    findings, elsewhere = [], []
    for finding in check_tables(merged).findings:
        sent = by_id.get((finding.table, finding.row_id))
        if sent is None:
            elsewhere.append(finding)
        elif not finding.row_id.startswith(_STAND_IN) or finding.field != schemas[finding.table].primary_key:
            findings.append(_at(finding, sent))
    if any(finding.level is Level.ERROR for finding in elsewhere):
        before = {finding.fingerprint for finding in check_tables(inputs).findings}
        elsewhere = [finding for finding in elsewhere if finding.fingerprint not in before]
        return findings + [finding for finding in elsewhere if finding.level is Level.ERROR]
    return findings


def _at(finding: Finding, sent: SubmittedRow) -> Finding:
    column = finding.field
    if column in ("evidence_start", "evidence_end", "evidence_sha256") and column not in sent.places:
        column = "words"
    place: Place = sent.place_of(column)
    return replace(
        finding,
        path=place.path,
        line=place.line,
        column=place.column,
        end_column=place.end_column,
        cell=place.cell,
        fixable=False,
    )


def _ordered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda item: (item.path, item.line, item.column, item.rule)))


def _sent_paths(submission: Submission) -> dict[str, str]:
    return {row.table: row.place.path for row in submission.rows}


def nothing_sent(path: str) -> Finding:
    """Return the finding on a file without rows."""
    return finding_at(Place(path), UNREADABLE.id, "there is no row in it: fill in at least one below the header")
