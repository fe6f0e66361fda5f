"""A chart over time: statements as intervals at their days, official series as lines, forecasts hollow; the goal as a line.

The places of everything are computed here and drawn by the template `plot.html`, once wide and once narrow. Unlike
counts are never joined: only the numbers of one official series are.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from deportation_goal.derived.goal_vs_outcome import GOAL, TERM, YEAR_ENDS
from deportation_goal.values.numbers import grouped

_COLOURS: Final = 8
"""Colours of the style sheet for lines, `c0` to `c7`; the next one, a grey, is that of forecasts."""
GOAL_DAYS: Final = (TERM, YEAR_ENDS)
"""The first year of the term, first and last day."""
_ROOM: Final = Decimal("1.06")
_STEPS: Final = (1, 2, 5)
_MOST_TICKS: Final = 6
_OPEN_END: Final = 16


@dataclass(frozen=True)
class Mark:
    """One number at its day.

    Attributes:
        day: The last day counted, or the day it held.
        value: The number.
        low: Lower end of what the statement allows.
        high: Upper end; None where it has none.
        href: Where the number is documented, from the folder of the site.
        printed: The number as printed.
        words: What the number is, for a reader who points at it.
        cells: Who says it and who carries it.
        hollow: Whether it is a forecast.
    """

    day: datetime.date
    value: Decimal
    low: Decimal
    high: Decimal | None
    href: str
    printed: str
    words: str
    cells: tuple[str, str]
    hollow: bool = False


@dataclass(frozen=True)
class Line:
    """Numbers that belong together.

    Attributes:
        name: What they count, for the legend.
        marks: The numbers, in order of time.
        joined: Whether a line joins them: the numbers of one official series.
        shown: Whether they are shown before a reader chooses.
    """

    name: str
    marks: tuple[Mark, ...]
    joined: bool = False
    shown: bool = True

    @property
    def is_forecast(self) -> bool:
        """Whether all its marks are forecasts."""
        return all(mark.hollow for mark in self.marks)

    def colour(self, number: int) -> str:
        """Return the class of the colour of the line with this number."""
        return f"c{_COLOURS if self.is_forecast else number % _COLOURS}"


@dataclass(frozen=True)
class Size:
    """The room of a drawing, in points: width, height, left margin, most months named below it."""

    name: str
    width: int
    height: int
    left: int
    most_months: int


WIDE: Final = Size("w", 860, 420, 74, 8)
NARROW: Final = Size("n", 360, 380, 72, 4)
_TOP: Final = 22
_BOTTOM: Final = 30
_RIGHT: Final = 14


@dataclass(frozen=True)
class Placed:
    """A mark in its place."""

    mark: Mark
    x: float
    y: float
    low: float
    high: float
    open: bool


@dataclass(frozen=True)
class Drawing:
    """One drawing.

    Attributes:
        size: Its room.
        lines: Number, line and placed marks of everything that is drawn.
        months: Place and name of the days below the axis.
        values: Place and name of the numbers beside it.
        goal: Left end, right end and height of the line of the goal; None where there is none.
    """

    size: Size
    lines: tuple[tuple[int, Line, tuple[Placed, ...]], ...]
    months: tuple[tuple[float, str], ...]
    values: tuple[tuple[float, str], ...]
    goal: tuple[float, float, float] | None


@dataclass(frozen=True)
class Plot:
    """A chart: the same lines in two drawings.

    Attributes:
        name: Its name in the page, and that of a file saved from it.
        title: What it shows.
        unit: What is counted, in words.
        lines: Its lines.
        drawings: The drawings, wide and narrow.
    """

    name: str
    title: str
    unit: str
    lines: tuple[Line, ...]
    drawings: tuple[Drawing, ...]

    @property
    def forecasts(self) -> bool:
        """Whether it has forecasts, which are hollow."""
        return any(mark.hollow for line in self.lines for mark in line.marks)

    @property
    def carriers(self) -> list[str]:
        """Who carries its numbers, by name."""
        return sorted({mark.cells[1] for line in self.lines for mark in line.marks})

    @property
    def joined(self) -> bool:
        """Whether it has official series."""
        return any(line.joined for line in self.lines)


def time_plot(name: str, title: str, unit: str, lines: Sequence[Line], *, with_goal: bool = False) -> Plot:
    """Return a chart.

    Args:
        name: Its name in the page: lower-case letters, digits and dashes.
        title: What it shows.
        unit: What is counted, in words.
        lines: What it shows; each line has a mark.
        with_goal: Whether the goal of one million is drawn over the first year of the term.
    """
    kept = tuple(lines)
    return Plot(name, title, unit, kept, tuple(drawing(kept, size, with_goal=with_goal) for size in (WIDE, NARROW)))


def drawing(lines: Sequence[Line], size: Size, *, with_goal: bool = False) -> Drawing:
    """Return lines in their places in one room; see `time_plot`."""
    marks = [mark for line in lines for mark in line.marks]
    days = [mark.day for mark in marks] + list(GOAL_DAYS if with_goal else ())
    first, last = _span(days)
    highest = max([mark.high if mark.high is not None else mark.value for mark in marks] + [GOAL] * with_goal)
    lowest = min(Decimal(0), *(mark.low for mark in marks), *(mark.value for mark in marks))
    top = max(highest, Decimal(0)) * _ROOM or Decimal(1)

    def x(day: datetime.date) -> float:
        return round(size.left + (size.width - size.left - _RIGHT) * ((day - first).days / (last - first).days), 1)

    def y(value: Decimal) -> float:
        room = size.height - _TOP - _BOTTOM
        return float(round(_TOP + room * (top - value) / (top - lowest), 1))

    def placed(mark: Mark) -> Placed:
        at = y(mark.value)
        high = y(mark.high) if mark.high is not None else max(at - _OPEN_END, 9)
        return Placed(mark, x(mark.day), at, y(mark.low), high, mark.high is None)

    return Drawing(
        size,
        tuple((number, line, tuple(map(placed, line.marks))) for number, line in enumerate(lines)),
        tuple((x(day), words) for day, words in _months(first, last, size.most_months)),
        tuple((y(value), grouped(value)) for value in _values(lowest, top)),
        (x(GOAL_DAYS[0]), x(GOAL_DAYS[1]), y(GOAL)) if with_goal else None,
    )


def _span(days: Iterable[datetime.date]) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of the axis: a few days of air, and at least two months."""
    ordered = sorted(days)
    air = max(datetime.timedelta((ordered[-1] - ordered[0]).days // 40), datetime.timedelta(3))
    first, last = ordered[0] - air, ordered[-1] + air
    return (
        (first, last) if (last - first).days >= 60 else (first - datetime.timedelta(27), last + datetime.timedelta(27))
    )


def _months(first: datetime.date, last: datetime.date, most: int) -> list[tuple[datetime.date, str]]:
    """The first days of months or years to name: as many as there is room for, evenly spaced."""
    every = [
        datetime.date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= datetime.date(year, month, 1) <= last
    ]
    for step in (1, 2, 3, 6):
        chosen = [day for day in every if (day.month - 1) % step == 0]
        if len(chosen) <= most:
            return [(day, f"{day:%b %Y}") for day in chosen]
    for step in (1, 2, 5, 10, 20, 50):
        chosen = [day for day in every if day.month == 1 and day.year % step == 0]
        if len(chosen) <= most:
            return [(day, str(day.year)) for day in chosen]
    return []


def _values(low: Decimal, high: Decimal) -> list[Decimal]:
    """Round numbers from the low to the high end of the axis."""
    span = high - low
    for power in itertools.count(span.adjusted() - 2):
        for digit in _STEPS:
            step = Decimal(digit).scaleb(power)
            if span / step <= _MOST_TICKS:
                first = int((low / step).to_integral_value("ROUND_CEILING"))
                return [step * n for n in range(first, int(high / step) + 1)]
    raise AssertionError  # pragma: no cover: powers never end
