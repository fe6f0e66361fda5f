"""Sums, differences and quotients of intervals: what two printed figures allow for a third (interval arithmetic)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from deportation_goal.intervals import INFINITY, Interval

_NAN_FREE_ZERO: Final = Decimal(0)


def add(first: Interval, second: Interval) -> Interval:
    """Return every sum of a number of the one and a number of the other."""
    return Interval(
        first.low + second.low,
        first.high + second.high,
        first.low_open or second.low_open,
        first.high_open or second.high_open,
    )


def negative(interval: Interval) -> Interval:
    """Return the range with the other sign."""
    return Interval(-interval.high, -interval.low, interval.high_open, interval.low_open)


def subtract(first: Interval, second: Interval) -> Interval:
    """Return every difference of a number of the one and a number of the other."""
    return add(first, negative(second))


def scale(interval: Interval, factor: Decimal) -> Interval:
    """Return the range times a positive number."""
    return Interval(interval.low * factor, interval.high * factor, interval.low_open, interval.high_open)


def divide(first: Interval, second: Interval) -> Interval:
    """Return a range that holds every quotient of a number of the one by a number of the other.

    Both ranges are of counts: neither goes below zero. A divisor that reaches zero gives no upper end.

    Raises:
        ValueError: If a range goes below zero, or the divisor is zero.
    """
    if first.low < 0 or second.low < 0 or second.high == 0:
        raise ValueError(f"no quotient of {first} and {second}")
    # Beyond an end that is infinite nothing lies, and nothing is divided by it but zero comes out.
    low = _NAN_FREE_ZERO if second.high.is_infinite() else first.low / second.high
    low_open = second.high.is_infinite() or first.low_open or second.high_open
    unbounded = second.low == 0 or first.high.is_infinite()
    high = INFINITY if unbounded else first.high / second.low
    return Interval(low, high, low_open and low > 0, unbounded or first.high_open or second.low_open)
