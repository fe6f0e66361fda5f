"""Official numbers: what a body counted, to be shown beside claims and forecasts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from deportation_goal.statements.intervals import Interval
from deportation_goal.table_files import Row, Rows
from deportation_goal.values.periods import Period, parse_period


class Position(StrEnum):
    """Where a number lies against the range of a statement."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


@dataclass(frozen=True)
class Observation:
    """One number of an official series.

    Attributes:
        row: Its row.
        series: The row of its series.
        source: The row of the document that gives it.
    """

    row: Row
    series: Row
    source: Row

    @cached_property
    def value(self) -> Decimal:
        """The number."""
        return Decimal(self.row["value"])

    @property
    def interval(self) -> Interval:
        """The number as a range: a count is not rounded."""
        return Interval(self.value, self.value)

    @cached_property
    def period(self) -> Period:
        """What it covers."""
        return parse_period(self.row["period"])

    @property
    def end(self) -> datetime.date:
        """The last day that it covers; the last day there is for an open end, which no number has."""
        return self.period.end or datetime.date.max


def position(found: Interval, expected: Interval) -> Position:
    """Return where a number, or a range, lies against the range of a statement: within where they meet."""
    if found.meets(expected):
        return Position.WITHIN
    return Position.BELOW if found.low < expected.low else Position.ABOVE


def observations_of(tables: Rows) -> list[Observation]:
    """Return the official numbers of checked tables, in the order of the table."""
    series = {row["series_id"]: row for row in tables["series"]}
    sources = {row["source_id"]: row for row in tables["sources"]}
    return [Observation(row, series[row["series_id"]], sources[row["source_id"]]) for row in tables["observations"]]
