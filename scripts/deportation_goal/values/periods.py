"""Periods in EDTF: the part of the Extended Date/Time Format (ISO 8601-2) that the tables use.

A year, month, day or quarter (33 to 36), each with an optional `~` (about), `?` (uncertain) or `%` (both), or an
interval `A/B` with both ends included, where `..` is an open end.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

from deportation_goal.errors import UserError

_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_OPEN: Final = ".."
_FIRST_AT_MIDNIGHT: Final = r"\d{4}[-/.]\d{1,2}[-/.]0?1[T ]00:00(?::00(?:\.0+)?)?"
_JOINTS: Final = (r" to | until | through | and ", r" ?[–—] ?| - ", r"(?<=^[0-9]{4})-(?=[0-9]{4}$)")
"""What joins the ends of an interval in a text."""

_FIRST_QUARTER: Final = 33
_LAST_QUARTER: Final = 36
_QUARTERS: Final = ("first", "second", "third", "fourth")
_MONTHS: Final = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
}


class PeriodError(UserError):
    """Not a period of this profile; the message says why."""


class Precision(StrEnum):
    """How exactly a period is given."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    INTERVAL = "interval"
    OPEN = "open"


@dataclass(frozen=True)
class Period:
    """A period as the days it covers.

    Attributes:
        start: First day, or None for an open start.
        end: Last day, included, or None for an open end.
        approximate: Whether a date is marked as about or uncertain.
        precision: How exactly it is given: by one date, by two, or with an open end. Periods of the same days are
            equal, however they are given.
    """

    start: datetime.date | None
    end: datetime.date | None
    approximate: bool
    precision: Precision = field(default=Precision.INTERVAL, compare=False)


_Span = tuple[datetime.date, datetime.date, bool, Precision]


def _span(text: str, whole: str) -> _Span:
    match = _DATE.fullmatch(text)
    if match is None:
        raise PeriodError(f'"{whole}" is not a date of the form 2025, 2025-03, 2025-03-12 or an interval A/B')
    year_digits, month_digits, day_digits, mark = match.groups()
    year, marked = int(year_digits), bool(mark)
    if year == 0:
        raise PeriodError("the year 0000 does not exist")
    if month_digits is None:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31), marked, Precision.YEAR
    month = int(month_digits)
    if _FIRST_QUARTER <= month <= _LAST_QUARTER and day_digits is None:
        first = 3 * (month - _FIRST_QUARTER) + 1
        last = first + 2
        return datetime.date(year, first, 1), _last_day(year, last), marked, Precision.QUARTER
    if not 1 <= month <= 12:
        raise PeriodError(f'"{month_digits}" is not a month (01 to 12, or 33 to 36 for a quarter)')
    if day_digits is None:
        return datetime.date(year, month, 1), _last_day(year, month), marked, Precision.MONTH
    try:
        day = datetime.date(year, month, int(day_digits))
    except ValueError:
        raise PeriodError(f"{calendar.month_name[month]} {year} has no day {int(day_digits)}") from None
    return day, day, marked, Precision.DAY


@lru_cache(maxsize=1024)
def _last_day(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(maxsize=65536)
def parse_period(text: str) -> Period:
    """Read a period.

    Args:
        text: EDTF of the profile above.

    Raises:
        PeriodError: If it is not a period, names a day that does not exist, or ends before it begins.
    """
    start_text, slash, end_text = text.partition("/")
    if not slash:
        if start_text == _OPEN:
            raise PeriodError('".." is allowed only at an end of an interval, such as 2004/..')
        return Period(*_span(start_text, text))
    if start_text == _OPEN and end_text == _OPEN:
        raise PeriodError("an interval needs a date at one end at least")
    first = None if start_text == _OPEN else _span(start_text, text)
    last = None if end_text == _OPEN else _span(end_text, text)
    if first and last and first[0] > last[1]:
        raise PeriodError("the interval ends before it begins")
    return Period(
        first[0] if first else None,
        last[1] if last else None,
        bool((first and first[2]) or (last and last[2])),
        Precision.INTERVAL if first and last else Precision.OPEN,
    )


def period_words(text: str) -> str:
    """Return a period for people: 2025-04-13 is "13 April 2025", 2025-01-20/2025-03 "20 January 2025 to March 2025".

    Args:
        text: EDTF of the profile above; empty for no period, which has no words.

    Raises:
        PeriodError: If it is not a period.
    """
    if not text:
        return ""
    parse_period(text)
    start, slash, end = text.partition("/")
    if not slash or start == end:
        return _date_words(start)
    if start == _OPEN:
        return f"until {_date_words(end)}"
    return f"since {_date_words(start)}" if end == _OPEN else f"{_date_words(start)} to {_date_words(end)}"


def _date_words(text: str) -> str:
    date = text.rstrip("~?%")
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    if not month:
        words = year
    elif int(month) >= _FIRST_QUARTER:
        words = f"{_QUARTERS[int(month) - _FIRST_QUARTER]} quarter of {year}"
    else:
        words = f"{f'{int(day)} ' if day else ''}{calendar.month_name[int(month)]} {year}"
    return words if date == text else f"about {words}"


def quarter_of(text: str) -> str:
    """Return the quarter in which a period begins, such as 2025-34 (EDTF); empty where no month of it is known.

    Args:
        text: EDTF of the profile above; empty for no period.

    Raises:
        PeriodError: If it is not a period.
    """
    first = text.partition("/")[0].rstrip("~?%")
    if "-" not in first:
        return ""
    start = parse_period(first).start
    return f"{start.year}-{_FIRST_QUARTER + (start.month - 1) // 3}" if start else ""


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods have a day in common."""
    return not (
        (one.end is not None and other.start is not None and one.end < other.start)
        or (other.end is not None and one.start is not None and other.end < one.start)
    )


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except PeriodError:
        return False
    return True


def suggest_day(text: str) -> str:
    """Return the day that a date in another common form seems to mean, or an empty string; see `suggest_period`."""
    day = suggest_period(re.sub(r"[T ]00:00(:00(\.0+)?)?$", "", text.strip()))
    return day if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else ""


def suggest_period(text: str) -> str:
    """Return the period that a date in another common form seems to mean, or an empty string.

    Only forms with one reading are converted: 2025-3-1, 2025/03/01, 20250301, 12 April 2025, April 12, 2025, April 2025,
    2025-03-12 00:00:00, Q1 2026, FY2026 (of the United States: October to September), two of them joined by "to" or a
    dash, since and until; an interval that ends before it begins is reversed. A date such as 03/04/2025 has two
    readings and gets none; so does the first of a month at midnight, into which a spreadsheet may turn a month.
    """
    found = text.strip().strip(".,;")
    start, slash, end = found.partition("/")
    if slash and _is_period(f"{end}/{start}") and not _is_period(found):
        return f"{end}/{start}"
    if re.fullmatch(_FIRST_AT_MIDNIGHT, found):
        return ""
    return _suggest_part(found) or _suggest_interval(found)


def _suggest_interval(found: str) -> str:
    """Return the interval that two dates, or one with an open end, seem to mean."""
    opened = re.fullmatch(r"(since|from|until|till|through) (.+)", found, re.IGNORECASE)
    if opened and (date := _one_date(opened[2])):
        return f"{date}/.." if opened[1].lower() in ("since", "from") else f"../{date}"
    months = re.fullmatch(r"([A-Za-z]+)\.? ?(?:to|[-–—]) ?([A-Za-z]+)\.?,? ([0-9]{4})", found)
    if months:
        found = f"{months[1]} {months[3]} to {months[2]} {months[3]}"
    for joint in _JOINTS:
        parts = re.split(joint, found.removeprefix("from ").removeprefix("between "))
        if len(parts) == 2:
            first, last = (_one_date(part) for part in parts)
            if first and last and _is_period(f"{first}/{last}"):
                return f"{first}/{last}"
    return ""


def _one_date(text: str) -> str:
    """Return a date, as EDTF writes it or in another common form, that can be the end of an interval."""
    date = text.strip() if _is_period(text.strip()) else _suggest_part(text.strip())
    return "" if "/" in date else date


def _suggest_part(found: str) -> str:
    """Return the year, quarter, month or day that a text seems to mean; a fiscal year is an interval."""
    fiscal = re.fullmatch(
        r"(?:FY|fiscal(?: year)?|fiscal-year)[ -]?(?:(?P<c>20|19)?(?P<y>[0-9]{2}))", found, re.IGNORECASE
    )
    if fiscal:
        year = int(f"{fiscal['c'] or '20'}{fiscal['y']}")
        return f"{year - 1}-10/{year}-09"
    quarter = re.fullmatch(
        r"Q(?P<q>[1-4])[ -/]?(?P<y>[0-9]{4})|(?P<y2>[0-9]{4})[ -/]?Q(?P<q2>[1-4])", found, re.IGNORECASE
    )
    if quarter:
        return f"{quarter['y'] or quarter['y2']}-{32 + int(quarter['q'] or quarter['q2'])}"
    compact = re.fullmatch(r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})", found)
    if compact:
        day = f"{compact['y']}-{compact['m']}-{compact['d']}"
        return day if _is_period(day) else ""
    patterns = (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?",
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})",
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\.? (?P<n>[A-Za-z]+)\.?,? (?P<y>\d{4})",
        r"(?P<n>[A-Za-z]+)\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})",
        r"(?P<n>[A-Za-z]+)\.?,? (?P<y>\d{4})",
    )
    for pattern in patterns:
        match = re.fullmatch(pattern, found)
        if match is None:
            continue
        parts = match.groupdict()
        month = _MONTHS.get(parts["n"].lower()) if "n" in parts else int(parts["m"])
        if month is None:
            continue
        result = f"{parts['y']}-{month:02}" + (f"-{int(parts['d']):02}" if "d" in parts else "")
        if _is_period(result):
            return result
    return ""
