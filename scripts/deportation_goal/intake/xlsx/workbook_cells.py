"""Turns the stored cells of a workbook into what they show: the text of a cell, and how it was stored."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal, InvalidOperation
from typing import Final

from deportation_goal.intake.submitted_table import Stored, SubmittedCell
from deportation_goal.intake.xlsx.number_formats import NumberFormat
from deportation_goal.intake.xlsx.sheet_cells import Cell, Kind
from deportation_goal.values.numbers import plain

_STORED_DAYS: Final = {
    NumberFormat.DAY: Stored.DAY,
    NumberFormat.MONTH: Stored.MONTH,
    NumberFormat.YEAR: Stored.YEAR,
    NumberFormat.NO_YEAR: Stored.NO_YEAR,
    NumberFormat.TIME: Stored.TIME,
}
_LARGEST: Final = 1e15
_FIRST_RELIABLE_DAY: Final = 61
_LAST_DAY: Final = 2_958_465
_EPOCH: Final = datetime.datetime(1899, 12, 30)
_EPOCH_1904: Final = datetime.datetime(1904, 1, 1)
_DAYS_BETWEEN: Final = 1_462


def submitted_cell(cell: Cell, *, since_1904: bool = False) -> SubmittedCell:
    """Return a cell as a contributor sees it, with how it is stored.

    Args:
        cell: The cell.
        since_1904: Whether the workbook counts days from 1904.
    """
    text, stored = _shown(cell, since_1904=since_1904)
    return SubmittedCell(text, None, stored)


def shown_text(cell: Cell, *, since_1904: bool = False) -> str:
    """Return a cell as text: a day as 2025-03-01 00:00:00, a share as 70%."""
    return _shown(cell, since_1904=since_1904)[0]


def _shown(cell: Cell, *, since_1904: bool) -> tuple[str, Stored]:
    if cell.kind is Kind.BOOLEAN:
        # The specification has 1 and 0; some programs write the words.
        word = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}.get(cell.text.strip().casefold())
        return word or cell.text, Stored.TRUTH
    if cell.kind is Kind.ERROR:
        return cell.text, Stored.ERROR
    if cell.kind is not Kind.NUMBER:
        return cell.text, Stored.TEXT
    number = plain_number(cell.text)
    if cell.format is NumberFormat.PERCENT:
        return _percent(number), Stored.PERCENT
    if cell.format in _STORED_DAYS:
        moment = "" if number.startswith("0") else day_and_time(number, since_1904=since_1904)
        return moment or number, _STORED_DAYS[cell.format]
    return number, Stored.CUT if _cut(cell.text) else Stored.NUMBER


def _percent(number: str) -> str:
    try:
        return f"{plain(Decimal(number) * 100)}%"
    except ArithmeticError:
        return number


def _cut(text: str) -> bool:
    try:
        return abs(float(text)) >= _LARGEST
    except ValueError:
        return False


def plain_number(text: str) -> str:
    """Return a stored number without exponent, to the 15 digits that a spreadsheet shows; other text as it is.

    A workbook stores 0.7 as 0.69999999999999996.
    """
    try:
        number = float(text)
    except ValueError:
        return text
    if not math.isfinite(number) or (number and not 1e-15 < abs(number) < 1e30):
        return text
    return plain(Decimal(f"{number:.15g}"))


def day_and_time(number: str, *, since_1904: bool) -> str:
    """Return the moment that a spreadsheet stores as a number of days, to the second; empty for a time without a day.

    Args:
        number: Days since the epoch of the workbook, as text.
        since_1904: Whether the workbook counts from 1904-01-01; otherwise from 1900, with a 29 February 1900.
    """
    try:
        days = Decimal(number)
    except InvalidOperation:
        return ""
    first, last, epoch = (
        (0, _LAST_DAY - _DAYS_BETWEEN, _EPOCH_1904) if since_1904 else (_FIRST_RELIABLE_DAY, _LAST_DAY, _EPOCH)
    )
    if not days.is_finite() or not first <= days < last + 1:
        return ""
    seconds = int((days % 1 * 86_400).to_integral_value())
    return str(epoch + datetime.timedelta(days=int(days), seconds=seconds))
