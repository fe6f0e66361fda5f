"""What spreadsheets do to values, and what can be undone: only what has one reading is set right, the rest is reported.

A month becomes a day at midnight, 70% becomes 0.7, 012 becomes 12, a code gets a capital letter. Where a value can
mean two things, it stays as it is, and the message names both.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Final, NamedTuple

from deportation_goal.intake.submitted_table import DAYS, Stored, SubmittedCell
from deportation_goal.intake.xlsx.workbook_cells import day_and_time
from deportation_goal.package.schema import Field
from deportation_goal.rules.cells import tidy
from deportation_goal.values.numbers import plain

Restored = tuple[str, str]
"""The value, set right where it has one reading; and what to tell the contributor, empty if there is nothing."""


class ReadCell(NamedTuple):
    """A cell as it is read.

    Attributes:
        value: The value.
        message: What to tell the contributor, empty if there is nothing.
        lost: Whether what was typed is not in the file any more.
    """

    value: str
    message: str
    lost: bool = False


def read_cell(field: Field, cell: SubmittedCell) -> ReadCell:
    """Read a cell of a column, and undo what the spreadsheet did to it, as far as the way it is stored shows that.

    Args:
        field: The column.
        cell: The cell.
    """
    shown = cell.text
    if cell.stored is Stored.ERROR or shown.strip() in ERROR_VALUES or re.fullmatch(r"#{3,}", shown.strip()):
        message = f'"{shown.strip()}" is what a spreadsheet shows when it has no value: type the value itself'
        return ReadCell("", message, lost=True)
    if cell.stored in DAYS:
        return _stored_day(field, cell)
    if cell.stored is Stored.CUT and field.type == "string":
        return ReadCell(shown, "a spreadsheet keeps 15 digits of a number and has cut the others off", lost=True)
    if cell.stored is Stored.PERCENT and field.type == "string":
        return ReadCell(shown, "")
    return ReadCell(*restore_value(field, shown))


def _stored_day(field: Field, cell: SubmittedCell) -> ReadCell:
    """Read a cell that a workbook stores as a day; its format tells whether a day, a month or a year was typed."""
    shown, stored = cell.text, cell.stored
    day_text, _, time = shown.partition(" ")
    if time != "00:00:00":
        return _stored_time(field, shown, day_text, time)
    day = datetime.date.fromisoformat(day_text)
    if field.type != "date" and not is_period(field):
        message = (
            f"the spreadsheet has turned what was typed into the day {day}: type it again in a cell formatted as Text"
        )
        return ReadCell(str(day), message, lost=True)
    if stored is Stored.NO_YEAR:
        message = f"the cell shows no year, and the spreadsheet has added {day.year}: write the date with its year"
        return ReadCell(shown, message)
    if is_period(field) and stored in (Stored.MONTH, Stored.YEAR):
        value = f"{day:%Y-%m}" if stored is Stored.MONTH else f"{day.year:04}"
        if day.day == 1 and (stored is Stored.MONTH or day.month == 1):
            return ReadCell(value, f"the cell holds a day but shows {value}: read as {value}")
    return ReadCell(*restore_value(field, shown))


def _stored_time(field: Field, shown: str, day: str, time: str) -> ReadCell:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) and time and (field.type == "date" or is_period(field)):
        return ReadCell(day, f"the cell holds the day {day} with the time {time}: read as {day}, without the time")
    message = f'the cell holds a time or a number that is shown as a date ("{shown}"): type what you mean as text'
    return ReadCell(shown, message, lost=True)


ERROR_VALUES: Final = ("#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
"""What a spreadsheet shows in place of a value that it could not work out."""

_TRUE: Final = ("true", "wahr", "vrai", "verdadero", "vero", "verdadeiro")
_FALSE: Final = ("false", "falsch", "faux", "falso")
_LARGEST_EXPONENT: Final = 30

_STAMP: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]00:00(?::00(?:\.0+)?)?Z?")
_DAY_MONTH: Final = re.compile(r"([0-9]{1,2})([/.])([0-9]{1,2})\2([0-9]{4})")
_MONTH_YEAR: Final = re.compile(r"([A-Za-z]{3})-([0-9]{2})")
_SERIAL: Final = re.compile(r"[0-9]{5}(?:\.0+)?")
_WHOLE_YEAR: Final = re.compile(r"([0-9]{4})[.,]0+")
_SCIENTIFIC: Final = re.compile(r"(-?[0-9](?:[.,][0-9]+)?)[eE]([+-]?[0-9]{1,3})")
_NUMBER: Final = re.compile(
    r"(?P<sign>-?)(?P<whole>[0-9]{1,3}(?:[ '’][0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)"
    r"(?:(?P<mark>[.,])(?P<decimals>[0-9]+))?"
)
_PLAIN: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DIGITS_ONLY: Final = re.compile(r"\^?\[0-9\]\{([0-9]+)\}\$?")
_TYPOGRAPHIC: Final = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "…": "..."}
)


def is_period(field: Field) -> bool:
    """Whether a column holds periods or dates in EDTF."""
    return field.notation == "EDTF"


def restore_value(field: Field, value: str) -> Restored:
    """Set a cell right that a spreadsheet has changed.

    Args:
        field: The column.
        value: The cell as text.

    Returns:
        The value, changed only if it has one reading; and a message, empty if nothing is to be told. A message
        with the value unchanged names the readings it can have.
    """
    tidied = tidy(value)
    if field.type == "boolean":
        found = _boolean(tidied)
    elif field.type in ("number", "integer"):
        found = _number(field, tidied)
    elif field.type == "date" or is_period(field):
        found = _date(field, tidied) or _plain_signs(field, tidied)
    else:
        found = _padded(field, tidied) or _code(field, tidied) or _plain_signs(field, tidied)
    if found is not None:
        return found
    return tidied, "" if tidied == value else _spaces(value)


def _spaces(value: str) -> str:
    if "\n" in value.strip() or "\r" in value.strip():
        return "the line breaks inside the cell are read as spaces"
    if tidy(value) == value.strip():
        return "the spaces around the value are left out"
    return "unusual or doubled spaces, and letters written in two parts, are read in their plain form"


def _boolean(value: str) -> Restored | None:
    lower = value.casefold()
    if value in ("true", "false") or lower not in (*_TRUE, *_FALSE):
        return None
    restored = "true" if lower in _TRUE else "false"
    return restored, f'"{value}" is read as {restored}'


def _number(field: Field, value: str) -> Restored | None:
    share = value.endswith("%")
    bare = value.lstrip("'").removesuffix("%").strip()
    scientific = _SCIENTIFIC.fullmatch(bare)
    if scientific:
        return _from_scientific(value, scientific)
    match = _NUMBER.fullmatch(bare)
    if match is None:
        return None
    whole, mark, decimals = match["whole"], match["mark"] or "", match["decimals"] or ""
    group = re.sub(r"[0-9]", "", whole)[:1]
    if group and group == mark:
        return None
    grouped = group in (",", ".") and not mark and len(whole.split(group)) == 2
    if grouped and whole.startswith("0"):
        whole, _, decimals = whole.partition(group)
    elif grouped or (mark and len(decimals) == 3 and not group and 0 < len(whole.lstrip("0")) <= 3):
        return value, _two_numbers(value, bare, group or mark)
    number = Decimal(f"{match['sign']}{re.sub(r'[^0-9]', '', whole)}.{decimals or 0}")
    restored = plain(number)
    if share and field.type == "number":
        return restored, f'"{value}" is read as {restored}: the percent sign belongs to the unit of the indicator'
    if restored == value or share:
        return _perhaps_share(field, value, number)
    if _PLAIN.fullmatch(value) and not re.fullmatch(r"-?[0-9]+\.0+", value):
        return _perhaps_share(field, value, number)
    return restored, f'"{value}" is read as {restored}'


def _from_scientific(value: str, match: re.Match[str]) -> Restored | None:
    exponent = int(match[2])
    if abs(exponent) > _LARGEST_EXPONENT:
        return None
    restored = plain(Decimal(match[1].replace(",", ".")).scaleb(exponent))
    return restored, f'"{value}" is read as {restored}: check that the spreadsheet has not cut off digits'


def _two_numbers(value: str, bare: str, mark: str) -> str:
    thousands, decimal = plain(Decimal(bare.replace(mark, ""))), plain(Decimal(bare.replace(mark, ".")))
    return f'"{value}" can mean {thousands} or {decimal}: write the one you mean, without thousands separators and with a decimal point'


def _perhaps_share(field: Field, value: str, number: Decimal) -> Restored | None:
    """Return a hint for 0.7, which may stand for 70%: the unit that decides it is not in the cell."""
    if field.type != "number" or not 0 < number < 1:
        return None
    percent = plain(number * 100)
    return value, f"a spreadsheet keeps {percent}% as {value}: if the text prints {percent}%, write {percent}"


def _date(field: Field, value: str) -> Restored | None:
    bare = value.lstrip("'")
    stamp = _STAMP.fullmatch(bare)
    if stamp:
        return day_or_month(field, value, *(int(part) for part in stamp.groups()))
    written = _DAY_MONTH.fullmatch(bare)
    if written:
        return _day_month(value, written)
    year = _WHOLE_YEAR.fullmatch(bare)
    if year:
        return year[1], f'"{value}" is read as the year {year[1]}'
    if _MONTH_YEAR.fullmatch(bare):
        return value, f'"{value}" may be how a spreadsheet shows a month: write the year and the month, such as 2025-03'
    moment = day_and_time(bare, since_1904=False) if _SERIAL.fullmatch(bare) else ""
    if moment:
        serial = moment.partition(" ")[0]
        return value, f'"{value}" may be how a spreadsheet counts the day {serial}: write the date, such as {serial}'
    if bare != value:
        return bare, "the apostrophe before the date is left out"
    return None


def day_or_month(field: Field, value: str, year: int, month: int, day: int) -> Restored | None:
    """Read a day at midnight: the first of a month can stand for the month, in a column that takes months."""
    try:
        found = datetime.date(year, month, day)
    except ValueError:
        return None
    if day == 1 and field.type != "date":
        return value, (
            f'"{value}" can be the month or its first day: write {found:%Y-%m} for the month, {found} for the day'
        )
    return str(found), f'"{value}" is read as the day {found}'


def _day_month(value: str, match: re.Match[str]) -> Restored | None:
    first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    readings = {(first, second)} if mark == "." else {(first, second), (second, first)}
    days = []
    for day, month in sorted(readings):
        try:
            days.append(datetime.date(year, month, day))
        except ValueError:
            continue
    if len(days) == 1:
        return str(days[0]), f'"{value}" is read as {days[0]}'
    if days:
        return value, f'"{value}" can mean {days[0]} or {days[1]}: write the one you mean'
    return None


def _padded(field: Field, value: str) -> Restored | None:
    """Return a code of a fixed number of digits, with leading zeros put back or surplus ones removed."""
    digits = _DIGITS_ONLY.fullmatch(field.pattern or "")
    bare = value.removesuffix(".0")
    if digits is None or not re.fullmatch(r"[0-9]+", bare):
        return None
    length = int(digits[1])
    restored = bare.lstrip("0").zfill(length)
    if restored == value or len(restored) != length:
        return None
    return restored, f'"{value}" is read as {restored}: the code has {length} digits'


def _code(field: Field, value: str) -> Restored | None:
    if not field.enum or value in field.enum:
        return None
    same = [code for code in field.enum if code.casefold() == value.casefold()]
    return (same[0], f'"{value}" is read as the code {same[0]}') if len(same) == 1 else None


def _plain_signs(field: Field, value: str) -> Restored | None:
    """Return a code, id or date with plain hyphens and no quotation marks, if that gives it its form.

    Free text keeps its typographic signs: they may be those of the source.
    """
    if field.pattern is None or not value or re.fullmatch(field.pattern, value):
        return None
    restored = value.translate(_TYPOGRAPHIC).strip("\"' ")
    if restored == value or not re.fullmatch(field.pattern, restored):
        return None
    return restored, f'"{value}" is read as {restored}, with plain signs'
