"""Turns the stored cell of a workbook into the text of a column, undoing what its number format shows to be undone."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal
from typing import NamedTuple

from deportation_goal.intake.spreadsheet_values import ERROR_VALUES, is_period, restore_value, serial_date
from deportation_goal.intake.xlsx.workbook_sheets import Cell, Kind, NumberFormat
from deportation_goal.package.schema import Field
from deportation_goal.values.numbers import plain

_DATES = (NumberFormat.DAY, NumberFormat.MONTH, NumberFormat.YEAR, NumberFormat.NO_YEAR)
_LARGEST = 1e15


class CellText(NamedTuple):
    """A cell as text.

    Attributes:
        before: What the cell held, as a spreadsheet would show it.
        value: What it is read as.
        message: What to tell, empty if nothing.
        lost: Whether what was typed cannot be known any more.
    """

    before: str
    value: str
    message: str
    lost: bool = False


def shown_text(cell: Cell, *, since_1904: bool = False) -> str:
    """Return a cell as text without knowing its column: a day as 2025-03-01 00:00:00, a share as 70%."""
    if cell.kind is Kind.BOOLEAN:
        return "TRUE" if cell.text == "1" else "FALSE"
    if cell.kind is not Kind.NUMBER:
        return cell.text
    number = plain_number(cell.text)
    if cell.format is NumberFormat.PERCENT:
        return _percent(number)
    day = serial_date(number, since_1904=since_1904) if cell.format in _DATES or _is_midnight(cell, number) else None
    return f"{day} 00:00:00" if day else number


def _is_midnight(cell: Cell, number: str) -> bool:
    return cell.format is NumberFormat.TIME and "." not in number and number != "0"


def _percent(number: str) -> str:
    try:
        return f"{plain(Decimal(number) * 100)}%"
    except ArithmeticError:
        return number


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


def cell_text(field: Field | None, cell: Cell, *, since_1904: bool) -> CellText:
    """Read a cell of a column.

    Args:
        field: The column, or None for a column without a schema.
        cell: The cell.
        since_1904: Whether the workbook counts days from 1904.
    """
    before = shown_text(cell, since_1904=since_1904)
    if field is None:
        return CellText(before, " ".join(before.split()), "")
    if cell.kind is Kind.ERROR or (cell.kind is Kind.TEXT and cell.text.strip() in ERROR_VALUES):
        return CellText(before, "", f'the cell shows the error "{before}": type the value itself', lost=True)
    if cell.kind is Kind.NUMBER and cell.format is NumberFormat.PERCENT:
        return _share(field, before)
    if cell.kind is Kind.NUMBER and cell.format is not NumberFormat.GENERAL:
        return _day(field, cell.format, before)
    if cell.kind is Kind.NUMBER and field.type == "string" and _cut(cell.text):
        return CellText(
            before, before, "a spreadsheet keeps 15 digits of a number and has cut the others off", lost=True
        )
    return CellText(before, *restore_value(field, before))


def _cut(text: str) -> bool:
    try:
        return abs(float(text)) >= _LARGEST
    except ValueError:
        return False


def _share(field: Field, before: str) -> CellText:
    if field.type == "string":
        return CellText(before, before, "")
    value, message = restore_value(field, before)
    return CellText(before, value, message)


def _day(field: Field, shown: NumberFormat, before: str) -> CellText:
    """Read a cell that shows a day or a month; the number format tells which of them was typed."""
    if not before.endswith(" 00:00:00"):
        return CellText(
            before, before, f'the cell holds a time or a number that is shown as a date ("{before}")', lost=True
        )
    day = datetime.date.fromisoformat(before.partition(" ")[0])
    if field.type != "date" and not is_period(field):
        message = (
            f"the spreadsheet has turned what was typed into the day {day}: type it again in a cell of the format Text"
        )
        return CellText(before, str(day), message, lost=True)
    if shown is NumberFormat.NO_YEAR:
        message = f"the cell shows no year, and the spreadsheet has added {day.year}: write the date with its year"
        return CellText(before, before, message)
    if is_period(field) and shown in (NumberFormat.MONTH, NumberFormat.YEAR):
        value = f"{day:%Y-%m}" if shown is NumberFormat.MONTH else f"{day.year:04}"
        if day.day == 1 and (shown is NumberFormat.MONTH or day.month == 1):
            return CellText(before, value, f"the cell holds a day but shows {value}: read as {value}")
    return CellText(before, *restore_value(field, before))
