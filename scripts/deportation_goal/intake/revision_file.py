"""Reads many corrections or retractions from one file: a row for each, in any format that rows are sent in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.findings import Finding, Level
from deportation_goal.intake.headers import names_of
from deportation_goal.intake.read_submission import read_tables
from deportation_goal.intake.revision_set import Correction, Retraction, at_place
from deportation_goal.intake.submitted_rows import Place
from deportation_goal.intake.submitted_table import Stored, SubmittedCell, SubmittedRecord, SubmittedTable
from deportation_goal.wording import in_lines, nearest, short

_MOST_LINES: Final = 20
_TABLE: Final = "table"
"""A column that may be left out: the table of the row, where two tables have its id."""
CORRECTION_COLUMNS: Final = ("id", "column", "value", "reason")
RETRACTION_COLUMNS: Final = ("id", "reason", "replaced_by")
_MAY_LACK: Final = frozenset({"reason", "replaced_by"})


def read_corrections(path: str, content: bytes, reason: str) -> list[Correction]:
    """Read corrections: a row for each cell.

    Args:
        path: The file as the user named it.
        content: Its bytes: CSV, a workbook, JSON or JSON Lines, with the columns of `CORRECTION_COLUMNS`.
        reason: The reason of rows that give none.

    Raises:
        UserError: If the file cannot be read, or a row lacks its id, column or reason.
    """
    corrections = []
    for line in _lines(path, content, CORRECTION_COLUMNS, reason):
        column = line.text("column")
        places = {column: line.place_of("value"), "reason": line.place_of("reason")}
        corrections.append(Correction(line.row_id, {column: line.cell("value")}, line.reason, line.place, places))
    return corrections


def read_retractions(path: str, content: bytes, reason: str) -> list[Retraction]:
    """Read retractions: a row for each row that leaves its table.

    Args:
        path: The file as the user named it.
        content: Its bytes: CSV, a workbook, JSON or JSON Lines, with the columns of `RETRACTION_COLUMNS`.
        reason: The reason of rows that give none.

    Raises:
        UserError: If the file cannot be read, or a row lacks its id or reason.
    """
    return [
        Retraction(
            line.row_id,
            line.text("replaced_by"),
            line.reason,
            line.place,
            {column: line.place_of(column) for column in ("reason", "replaced_by")},
        )
        for line in _lines(path, content, RETRACTION_COLUMNS, reason)
    ]


@dataclass(frozen=True)
class _Line:
    """A row of the file."""

    table: SubmittedTable
    record: SubmittedRecord
    positions: Mapping[str, int]
    default_reason: str

    @property
    def place(self) -> Place:
        return self.place_of("id")

    @property
    def row_id(self) -> str:
        table = self.text(_TABLE)
        return f"{table}:{self.text('id')}" if table else self.text("id")

    @property
    def reason(self) -> str:
        return self.text("reason") or self.default_reason

    def cell(self, column: str) -> SubmittedCell:
        position = self.positions.get(column, -1)
        cell = self.record.cells.get(position) or SubmittedCell("")
        return cell._replace(place=self.place_of(column))

    def text(self, column: str) -> str:
        return self.cell(column).text.strip()

    def place_of(self, column: str) -> Place:
        position = self.positions.get(column)
        return self.record.place if position is None else self.table.place_of(self.record, position)

    def problems(self, columns: tuple[str, ...]) -> Iterator[str]:
        for column in columns:
            given = self.reason if column == "reason" else self.text(column)
            if not given and column not in ("value", "replaced_by"):
                yield at_place(self.place_of(column), f"the row has no {column}: fill it in")
        if any(cell.stored is Stored.BROKEN for cell in self.record.cells.values()):
            yield at_place(self.record.place, "the quotation marks of a cell are broken: double those inside the text")
        if self.table.is_ragged(self.record):
            message = f"the row has {self.record.width} cells, but the header has {self.table.header.width}"
            yield at_place(self.record.place, message)


def _lines(path: str, content: bytes, columns: tuple[str, ...], reason: str) -> list[_Line]:
    """Return the rows of a file.

    Raises:
        UserError: If anything is wrong with the file or a row: all of it, each with its place.
    """
    file = read_tables(path, content)
    problems = [_told(finding) for finding in file.findings if finding.level is Level.ERROR]
    lines = []
    for table in file.tables:
        if not names_of(table.header) and not table.rows:
            continue
        problems.extend(_told(finding) for finding in table.findings if finding.level is Level.ERROR)
        positions = {_plain(name): position for position, name in names_of(table.header).items()}
        wrong = list(_wrong_header(table, positions, columns))
        problems.extend(wrong)
        for record in table.rows if not wrong else ():
            line = _Line(table, record, positions, reason)
            if names_of(record):
                problems.extend(line.problems(columns))
                lines.append(line)
    if not problems and not lines:
        problems = [f"{path}: the file has no rows: fill in at least one below the header"]
    if problems:
        raise UserError(in_lines(problems, _MOST_LINES).strip() if len(problems) > 1 else problems[0], EXIT_ERRORS)
    return lines


def _wrong_header(table: SubmittedTable, positions: Mapping[str, int], columns: tuple[str, ...]) -> Iterator[str]:
    for name, position in positions.items():
        if name not in columns and name != _TABLE:
            near = nearest(name, columns)
            hint = f"did you mean {near}?" if near else f"the columns are {', '.join(columns)}"
            yield at_place(table.place_of(table.header, position), f'there is no column "{short(name)}" here: {hint}')
    if lacking := [column for column in columns if column not in positions and column not in _MAY_LACK]:
        message = f"the header lacks {' and '.join(lacking)}; the columns are {', '.join(columns)}"
        yield at_place(table.header.place, message)


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _told(finding: Finding) -> str:
    place = Place(finding.path, finding.line, finding.column, finding.end_column, finding.cell)
    return at_place(place, finding.message)
