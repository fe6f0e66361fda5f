"""Gives findings on new rows their places in the contributor's file, and reports each cause once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from deportation_goal.evidence.locator import WORDS
from deportation_goal.findings import Finding, Level
from deportation_goal.intake.submitted_rows import Place, Remark, Submission, SubmittedRow, finding_at
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.engine import TableInput, check_tables
from deportation_goal.rules.submission import SPREADSHEET, TEXT_REMAINS
from deportation_goal.table_files import Row, Rows

_SHOWN: Final = 60
_MADE_ID: Final = re.compile(r"\b[a-z]{3}-[0-9a-hjkmnp-tv-z]{6}\b")


@dataclass(frozen=True)
class NewRow:
    """A row that was sent, completed.

    Attributes:
        row: All columns. A row that has no id, or one it cannot keep, goes by a name that no row can have, so that
            its other cells can be checked.
        sent: As it was sent.
        refused_id: The id it cannot keep, possibly empty; None where all is well.
    """

    row: Row
    sent: SubmittedRow
    refused_id: str | None


def findings_on(
    inputs: Sequence[TableInput],
    merged: Sequence[TableInput],
    existing: Rows,
    new: Mapping[str, Sequence[NewRow]],
) -> Iterator[Finding]:
    """Yield the findings on the new rows at their places, and those that the new rows cause on existing rows."""
    if not new:
        return
    schemas = {table.schema.name: table.schema for table in inputs}
    keys = {name: schema.primary_key for name, schema in schemas.items()}
    by_id = {(name, item.row[keys[name]]): item for name, items in new.items() for item in items}
    elsewhere = []
    names = {row_id: called(item.sent.place) for (_, row_id), item in by_id.items() if _MADE_ID.fullmatch(row_id)}
    for finding in check_tables(merged).findings:
        item = by_id.get((finding.table, finding.row_id))
        if item is None:
            elsewhere.append(finding)
        elif item.refused_id is None or finding.field != keys[finding.table]:
            yield _at(finding, item, schemas[finding.table], names)
    if elsewhere:
        before = {finding.fingerprint for finding in check_tables(inputs).findings}
        lines = _Lines(existing, keys)
        yield from (lines.placed(finding) for finding in elsewhere if finding.fingerprint not in before)


class _Lines:
    """Finds the lines of existing rows as they are in the file: new rows above them would move them."""

    def __init__(self, existing: Rows, keys: Mapping[str, str]) -> None:
        self._lines = {
            (name, row[keys[name]]): line for name, rows in existing.items() for line, row in enumerate(rows, start=2)
        }

    def placed(self, finding: Finding) -> Finding:
        """Return a finding at the line where its row is now."""
        return replace(finding, line=self._lines.get((finding.table, finding.row_id), finding.line))


def called(place: Place) -> str:
    """Return what a contributor calls a row of the file."""
    if "!" in place.cell:
        return f"row {place.line}"
    return place.cell or f"line {place.line}"


def _at(finding: Finding, item: NewRow, schema: TableSchema, names: Mapping[str, str]) -> Finding:
    """Return a finding at the place of its row in the contributor's file, other new rows named by theirs."""
    message = _MADE_ID.sub(lambda found: names.get(found.group(), found.group()), finding.message)
    if finding.field == schema.primary_key and not item.sent.values.get(schema.primary_key) and item.refused_id is None:
        # Nobody sent the id that the tool has made.
        finding = replace(finding, field="", value="")
    column = finding.field
    if column in schema.locator and column not in item.sent.places:
        column = WORDS
    place = item.sent.place_of(column)
    return replace(
        finding,
        message=message,
        path=place.path,
        line=place.line,
        column=place.column,
        end_column=place.end_column,
        cell=place.cell,
        row_id=finding.row_id if item.refused_id is None else item.refused_id,
        fixable=False,
    )


def note(remark: Remark) -> Finding:
    """Return the note on what was recognised and set right."""
    return finding_at(
        remark.place,
        SPREADSHEET.id,
        remark.message,
        table=remark.table,
        column=remark.column,
        value=remark.before,
        level=Level.NOTE,
    )


def in_reading_order(findings: Sequence[Finding], submission: Submission) -> tuple[Finding, ...]:
    """Return the findings in the order in which a contributor reads the file, each cell reported once."""
    return tuple(
        sorted(
            _first_causes(findings, submission),
            key=lambda item: (item.path, _sheet(item), item.line, item.column, item.rule),
        )
    )


_CAUSES: Final = frozenset({SPREADSHEET.id, TEXT_REMAINS.id})
"""The rules on how a cell was written, which may be why it breaks a rule on its form."""

_FORM: Final = frozenset({"type", "pattern", "edtf", "date-form", "enum", "minimum", "number-form"})
"""The rules on the form of a cell: what a spreadsheet did to it explains why they are broken."""


def _first_causes(findings: Sequence[Finding], submission: Submission) -> Iterator[Finding]:
    """Report each cell once: the rule that it breaks, with the way in which it was read.

    Where a cell has two readings and was left as it is, that is the cause of its wrong form, and is reported instead.
    """
    read = {_where(remark.place, remark.column): remark for remark in submission.remarks if remark.column}
    broken = {_cell(finding) for finding in findings if finding.level is Level.ERROR and finding.rule not in _CAUSES}
    told = {_cell(finding): finding for finding in findings if finding.rule in _CAUSES}
    other = {_cell(item) for item in findings if item.level is Level.ERROR and item.rule not in {*_FORM, *_CAUSES}}
    for finding in findings:
        cell = _cell(finding)
        if not finding.field or cell not in broken:
            yield finding
        elif finding.rule in _CAUSES:
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
