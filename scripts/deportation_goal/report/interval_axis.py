"""A small axis of plain characters on which intervals lie one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from deportation_goal.statements.intervals import Interval
from deportation_goal.values.numbers import grouped

WIDTH: Final = 48
_FAR: Final = 20
"""An end this many times beyond the largest other end is not drawn: it would squash the rest."""


def axis_ends(intervals: Sequence[Interval]) -> tuple[Decimal, Decimal]:
    """Return the numbers at the two ends of an axis: an end far beyond the others would squash the rest."""
    lows = [interval.low for interval in intervals]
    highest_low = max(lows)
    near = [end for end in (interval.high for interval in intervals) if end <= max(highest_low * _FAR, Decimal(1))]
    return min(lows), max([highest_low, *near])


def _column(value: Decimal, low: Decimal, high: Decimal) -> int:
    return int(((value - low) / (high - low) * (WIDTH - 1)).to_integral_value()) if high > low else WIDTH // 2


def axis(intervals: Sequence[Interval]) -> tuple[str, list[str]]:
    """Return a scale and one line for each interval, each at most `WIDTH` characters long.

    `[` and `]` are ends that belong to the interval, `(` and `)` ends that do not, `|` a single number,
    `>` an interval without an upper end or with one far beyond the axis.
    """
    low, high = axis_ends(intervals)
    left, right = grouped(low), grouped(high) if high > low else ""
    scale = left.center(WIDTH) if not right else f"{left}{right.rjust(WIDTH - len(left))}"
    return scale.rstrip(), [_line(interval, low, high).rstrip() for interval in intervals]


def _line(interval: Interval, low: Decimal, high: Decimal) -> str:
    first = _column(interval.low, low, high)
    if interval.low == interval.high:
        return f"{' ' * first}|"
    unbounded = interval.high > high
    last = WIDTH - 1 if unbounded else _column(interval.high, low, high)
    opening = "(" if interval.low_open else "["
    closing = ">" if unbounded else ")" if interval.high_open else "]"
    if first == last:
        return f"{' ' * first}{'>' if unbounded else '|'}"
    return f"{' ' * first}{opening}{'=' * (last - first - 1)}{closing}"
