"""What a contributor sends: rows with the place of every cell in the contributor's own file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from deportation_goal.findings import Finding, Level

TABLE_KEY: Final = "table"
"""A column or JSON member that no table has: the name of the table a row belongs to."""


class Place(NamedTuple):
    """Where a cell is in the contributor's file.

    Attributes:
        path: The file as the contributor named it; `-` for standard input.
        line: Line of a text file, or row of a sheet, counted from 1.
        column: Column of its first character, or column of a sheet, counted from 1.
        end_column: Column after the last one.
        cell: Sheet and address in a workbook, such as `figures!H7`; otherwise empty.
    """

    path: str
    line: int = 1
    column: int = 1
    end_column: int = 1
    cell: str = ""


@dataclass(frozen=True)
class SubmittedRow:
    """A row as sent: cells by column, all text, empty ones left out, and where each is.

    Attributes:
        table: Name of the table.
        values: Cells by column; may hold `WORDS`.
        places: Place of each cell by column.
        place: Place of the row.
    """

    table: str
    values: Mapping[str, str]
    places: Mapping[str, Place]
    place: Place

    def place_of(self, column: str) -> Place:
        """Return the place of a cell, or of the row where the contributor gave no such cell."""
        return self.places.get(column, self.place)


@dataclass(frozen=True)
class Remark:
    """Something that was recognised and set right without changing its meaning, and is told to the contributor."""

    place: Place
    table: str
    column: str
    before: str
    after: str
    message: str


@dataclass(frozen=True)
class Submission:
    """All that was sent.

    Attributes:
        rows: The rows.
        findings: What is wrong with the file itself; with any error nothing is added.
        remarks: What was recognised and set right.
    """

    rows: tuple[SubmittedRow, ...]
    findings: tuple[Finding, ...] = field(default=())
    remarks: tuple[Remark, ...] = field(default=())


def finding_at(
    place: Place,
    rule: str,
    message: str,
    *,
    table: str = "",
    column: str = "",
    value: str = "",
    suggestion: str = "",
    row_id: str = "",
    level: Level = Level.ERROR,
) -> Finding:
    """Return a finding at a place of the contributor's file."""
    return Finding(
        path=place.path,
        line=place.line,
        column=place.column,
        end_column=place.end_column,
        field=column,
        table=table,
        row_id=row_id,
        rule=rule,
        level=level,
        message=message,
        value=value,
        suggestion=suggestion,
        fixable=False,
        cell=place.cell,
    )
