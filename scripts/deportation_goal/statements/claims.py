"""A figure with what has to be known to compare it: its indicator, its interval, its way, the period it is compared by."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from deportation_goal.statements.derivation import Lineage, lineage_of
from deportation_goal.statements.intervals import Interval, interval_of
from deportation_goal.table_files import Row, Rows
from deportation_goal.values.numbers import grouped
from deportation_goal.values.periods import parse_period

_MAGNITUDES: Final = {
    Decimal(10): "tens",
    Decimal(100): "hundreds",
    Decimal(1_000): "thousands",
    Decimal(10_000): "tens of thousands",
    Decimal(100_000): "hundreds of thousands",
    Decimal(1_000_000): "millions",
    Decimal(10_000_000): "tens of millions",
    Decimal(1_000_000_000): "billions",
}
AT_AN_END: Final = frozenset({"stock", "cumulative"})


@dataclass(frozen=True)
class Claim:
    """One figure, joined.

    Attributes:
        figure: Its row.
        indicator: The row of its indicator.
        lineage: Who says it and on which document it rests.
    """

    figure: Row
    indicator: Row
    lineage: Lineage

    @cached_property
    def value(self) -> Decimal:
        """The value as printed, in the unit of the indicator."""
        return Decimal(self.figure["value"])

    @cached_property
    def interval(self) -> Interval:
        """The range that the figure stands for (DESIGN, intervals; docs/method.md)."""
        return interval_of(
            self.value,
            self.figure["qualifier"],
            value_max=self.value_max,
            approximate=self.figure["approximate"] == "true",
            measure=self.indicator["measure"],
            unit=self.indicator["unit"],
        )

    @property
    def figure_id(self) -> str:
        """The key of the figure."""
        return self.figure["figure_id"]

    @property
    def forecast(self) -> bool:
        """Whether it speaks of what is to come."""
        return self.figure["status"] == "forecast"

    @property
    def garbled(self) -> bool:
        """Whether it cannot be right as printed, and so is compared with nothing."""
        return self.figure["text_issue"] == "garbled"

    @cached_property
    def end(self) -> datetime.date | None:
        """The last day of its period; None without a period or with an open end."""
        return parse_period(self.figure["period"]).end if self.figure["period"] else None

    @cached_property
    def comparison_period(self) -> str:
        """The period by which it is compared: a stock or running total by the month of its end, others by all of it."""
        if self.indicator["measure"] in AT_AN_END and self.end is not None:
            return f"{self.end:%Y-%m}"
        return self.figure["period"]

    @property
    def value_max(self) -> Decimal | None:
        """The upper end of a range."""
        return Decimal(self.figure["value_max"]) if self.figure["value_max"] else None

    @property
    def wording(self) -> tuple[Decimal, Decimal | None, str]:
        """What makes two statements the same: value, upper end, hedge."""
        return self.value, self.value_max, self.figure["qualifier"]

    @property
    def phrase(self) -> str:
        """The value with its hedge in plain words, as in “nearly 30 percent”."""
        percent = " percent" if self.indicator["unit"] == "%" else ""
        value = grouped(self.value)
        match self.figure["qualifier"]:
            case "exact":
                return f"{value}{percent}"
            case "between" if self.value_max is not None:
                hedge = "about " if self.figure["approximate"] == "true" else ""
                return f"{hedge}{value} to {grouped(self.value_max)}{percent}"
            case "magnitude":
                return _MAGNITUDES.get(self.value, f"{value} or a few times as much") + percent
            case hedge:
                return f"{hedge.replace('_', ' ')} {value}{percent}"


def claims_of(tables: Rows) -> list[Claim]:
    """Return the figures of checked tables as claims, in the order of the table."""
    indicators = {row["indicator_id"]: row for row in tables["indicators"]}
    derived_from = {row["source_id"]: row["derived_from"] for row in tables["sources"]}
    return [
        Claim(figure, indicators[figure["indicator_id"]], lineage_of(figure, derived_from))
        for figure in tables["figures"]
    ]
