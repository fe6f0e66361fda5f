"""What every reader of a contributor's file yields: tables of cells with their places, before anybody judges them."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from deportation_goal.findings import Finding
from deportation_goal.intake.submitted_rows import Place, Remark, finding_at
from deportation_goal.rules.submission import UNREADABLE


class Stored(enum.Enum):
    """How a file stores a cell, where that says more than its text."""

    TEXT = "text"
    NUMBER = "a number"
    CUT = "a number of which a spreadsheet keeps 15 digits"
    TRUTH = "a truth value"
    PERCENT = "a number shown as a percentage"
    DAY = "a day with its year"
    MONTH = "a day shown as a month"
    YEAR = "a day shown as a year"
    NO_YEAR = "a day shown without its year"
    TIME = "a day with a time, or a time"
    ERROR = "an error of a spreadsheet"
    BROKEN = "a cell whose quotation marks are broken"


DAYS: Final = frozenset({Stored.DAY, Stored.MONTH, Stored.YEAR, Stored.NO_YEAR, Stored.TIME})
"""What a workbook stores as the number of a day."""


class SubmittedCell(NamedTuple):
    """A cell.

    Attributes:
        text: What it shows.
        place: Where it is; None in a sheet, where row and column say it.
        stored: How it is stored.
    """

    text: str
    place: Place | None = None
    stored: Stored = Stored.TEXT


class SubmittedRecord(NamedTuple):
    """A line of a file, a row of a sheet, or an object.

    Attributes:
        cells: Its cells by position; positions without a cell are left out.
        place: Where it is.
        width: Number of cells that it is written with, where each row needs as many as the header; otherwise None.
    """

    cells: Mapping[int, SubmittedCell]
    place: Place
    width: int | None = None


@dataclass(frozen=True)
class SubmittedTable:
    """Rows that belong together in a file: all of it, a sheet, a list of objects, or the answers to a form.

    Attributes:
        name: What the contributor calls it: name of the sheet, member of the object, stem of the file.
        header: Its first record, or the names of its members.
        rows: The records below the header.
        place: Where it is.
        place_at: The place of a cell by row and column, in a sheet; otherwise None.
        named: Whether the file itself says which names the cells have, so that no header can be missing.
        hidden: Whether the program that wrote it does not show it.
        findings: What is wrong with it in its own format, before its columns are known.
    """

    name: str
    header: SubmittedRecord
    rows: Sequence[SubmittedRecord]
    place: Place
    place_at: Callable[[int, int], Place] | None = None
    named: bool = False
    hidden: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def line_word(self) -> str:
        """What a line is called here."""
        return "row" if self.place_at else "line"

    def place_of(self, record: SubmittedRecord, position: int) -> Place:
        """Return the place of a cell, empty or not."""
        cell = record.cells.get(position)
        if cell is not None and cell.place is not None:
            return cell.place
        return self.place_at(record.place.line, position) if self.place_at else record.place

    def is_ragged(self, record: SubmittedRecord) -> bool:
        """Whether a record has another number of cells than the header.

        Empty cells beyond the header do not count: some spreadsheets end lines with commas that the header does not have.
        """
        width = self.header.width
        if width is None or record.width in (None, width):
            return False
        beyond = (cell.text.strip() for position, cell in record.cells.items() if position >= width)
        return (record.width or 0) < width or any(beyond)


@dataclass(frozen=True)
class SubmittedFile:
    """All that a reader found in a file.

    Attributes:
        tables: Its tables.
        findings: What is wrong with the file as a whole.
        remarks: What was passed over or set right, and is told.
    """

    tables: tuple[SubmittedTable, ...]
    findings: tuple[Finding, ...] = field(default=())
    remarks: tuple[Remark, ...] = field(default=())


def refused(path: str, message: str, line: int = 1) -> SubmittedFile:
    """Return a file that is nothing but one finding."""
    return SubmittedFile((), (finding_at(Place(path, line), UNREADABLE.id, message),))
