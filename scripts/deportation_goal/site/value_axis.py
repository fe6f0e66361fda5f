"""Intervals on one axis, as places from 0 to 100: what statements allow, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from deportation_goal.report.interval_axis import axis_ends
from deportation_goal.statements.intervals import INFINITY, Interval
from deportation_goal.table_files import Row
from deportation_goal.values.numbers import grouped

_LEFT: Final = Decimal(4)
_WIDTH: Final = Decimal(90)
_OPEN: Final = Decimal(97)
"""Where an interval ends that has no upper end, or one far beyond the axis."""


@dataclass(frozen=True)
class Bar:
    """One interval on the axis.

    Attributes:
        row: The row that it belongs to.
        first: Place of the lower end, from 0 to 100.
        last: Place of the upper end.
        is_open: Whether it has no upper end on the axis.
        is_point: Whether it is a single number.
        words: The numbers that it allows.
    """

    row: Row
    first: float
    last: float
    is_open: bool
    is_point: bool
    words: str


@dataclass(frozen=True)
class Axis:
    """Intervals and the numbers at both ends of their axis."""

    bars: tuple[Bar, ...]
    low: str
    high: str


def interval_of(row: Row) -> Interval:
    """Return the interval of a row of figures_flat or of another derived table with value_low and value_high."""
    high = Decimal(row["value_high"]) if row["value_high"] else INFINITY
    return Interval(Decimal(row["value_low"]), high, False, False)


def value_axis(rows: Sequence[Row]) -> Axis:
    """Return the axis of some rows with an interval, in their order."""
    intervals = [interval_of(row) for row in rows]
    low, high = axis_ends(intervals)

    def place(value: Decimal) -> Decimal:
        return _LEFT + _WIDTH * (value - low) / (high - low) if high > low else Decimal(50)

    bars = []
    for row, interval in zip(rows, intervals, strict=True):
        is_open = interval.high > high
        last = _OPEN if is_open else place(interval.high)
        first = place(interval.low)
        bars.append(Bar(row, _short(first), _short(last), is_open, interval.low == interval.high, _words(interval)))
    return Axis(tuple(bars), grouped(low), grouped(high) if high > low else "")


def _words(interval: Interval) -> str:
    low = grouped(interval.low)
    if interval.high == INFINITY:
        return f"{low} and more"
    return low if interval.low == interval.high else f"{low} to {grouped(interval.high)}"


def _short(place: Decimal) -> float:
    return float(round(place, 1))
