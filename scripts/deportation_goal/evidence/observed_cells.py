"""Verifies observations against workbooks that the user has: the hash of the file, then the number in its cell."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from deportation_goal.table_files import Rows


class CellStatus(enum.StrEnum):
    """What became of an observation.

    VERIFIED: the cell of the workbook holds the number. FILE_FOUND: the workbook is there, and the row names no cell,
    as its number was counted. DIFFERS: the cell holds something else. NO_CELL: the workbook has no such cell, or the
    cell is empty. WORKBOOK_NOT_AVAILABLE: no file with the hash of the workbook was given.
    """

    VERIFIED = "verified"
    FILE_FOUND = "file_found"
    DIFFERS = "differs"
    NO_CELL = "no_cell"
    WORKBOOK_NOT_AVAILABLE = "workbook_not_available"


@dataclass(frozen=True)
class Observed:
    """An observation that names its workbook.

    Attributes:
        row_id: Its key.
        source_id: The source that the workbook is an issue of.
        file_sha256: SHA-256 of the workbook, lower-case hexadecimal.
        sheet: Name of the sheet; empty where the number was counted.
        cell: Address of the cell, such as P29; empty where the number was counted.
        value: The number.
    """

    row_id: str
    source_id: str
    file_sha256: str
    sheet: str
    cell: str
    value: str


@dataclass(frozen=True)
class HeldWorkbook:
    """A workbook that the user has.

    Attributes:
        name: Name of its file.
        stored: Returns what a cell holds, by name of the sheet and address, or None where there is nothing.
    """

    name: str
    stored: Callable[[str, str], str | None]


@dataclass(frozen=True)
class VerifiedCell:
    """An observation after verification.

    Attributes:
        observed: The row.
        status: What became of it.
        workbook: Name of the file that was looked at; empty if none.
        found: What its cell holds; empty if nothing.
    """

    observed: Observed
    status: CellStatus
    workbook: str = ""
    found: str = ""


def observed_cells(tables: Rows) -> list[Observed]:
    """Return every observation that names its workbook, in the order of the table."""
    return [
        Observed(row["observation_id"], row["source_id"], row["file_sha256"], row["sheet"], row["cell"], row["value"])
        for row in tables.get("observations", ())
        if row["file_sha256"]
    ]


def verify_cells(observed: Sequence[Observed], held: Mapping[str, HeldWorkbook]) -> list[VerifiedCell]:
    """Verify every observation against its workbook, in the order given.

    Args:
        observed: The observations.
        held: The workbooks by their SHA-256.
    """
    return [_verified(item, held.get(item.file_sha256)) for item in observed]


def _verified(item: Observed, workbook: HeldWorkbook | None) -> VerifiedCell:
    if workbook is None:
        return VerifiedCell(item, CellStatus.WORKBOOK_NOT_AVAILABLE)
    if not item.cell:
        return VerifiedCell(item, CellStatus.FILE_FOUND, workbook.name)
    found = workbook.stored(item.sheet, item.cell)
    if not found:
        return VerifiedCell(item, CellStatus.NO_CELL, workbook.name)
    status = CellStatus.VERIFIED if _same_number(item.value, found) else CellStatus.DIFFERS
    return VerifiedCell(item, status, workbook.name, found)


def _same_number(value: str, stored: str) -> bool:
    """Whether a stored number is the value, rounded to the decimals of the value: workbooks store binary fractions."""
    try:
        wanted = Decimal(value)
        exponent = wanted.as_tuple().exponent
        return isinstance(exponent, int) and Decimal(stored).quantize(Decimal(1).scaleb(min(exponent, 0))) == wanted
    except InvalidOperation:
        return False
