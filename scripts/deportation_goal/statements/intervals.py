"""What range of numbers a printed figure stands for, once its hedge and its rounding are read.

The rules are those of docs/method.md: “nearly 30” and “up to 30” and “30” are different claims that may agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from deportation_goal.values.numbers import plain

_FIVE_PERCENT: Final = Decimal("0.05")
_TEN_PERCENT: Final = Decimal("0.1")
_ROUNDED_FROM: Final = 1000
_ROUND: Final = 100
_MAGNITUDE_SPAN: Final = 100
_POINT_MEASURES: Final = frozenset({"target", "limit"})
INFINITY: Final = Decimal("Infinity")


@dataclass(frozen=True)
class Interval:
    """A range of numbers.

    Attributes:
        low: Lower end.
        high: Upper end; infinite where the claim has none.
        low_open: Whether the lower end is excluded.
        high_open: Whether the upper end is excluded.
    """

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def meets(self, other: Interval) -> bool:
        """Whether the two ranges have a number in common."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low < high:
            return True
        return low == high and self.holds(low) and other.holds(low)

    def holds(self, value: Decimal) -> bool:
        """Whether a number lies in the range."""
        above = value > self.low or (value == self.low and not self.low_open)
        below = value < self.high or (value == self.high and not self.high_open)
        return above and below

    def __str__(self) -> str:
        opening, closing = "(" if self.low_open else "[", ")" if self.high_open else "]"
        high = "∞" if self.high.is_infinite() else plain(self.high)
        return f"{opening}{plain(self.low)}, {high}{closing}"


def half_unit(value: Decimal, *, as_printed: bool) -> Decimal:
    """Return how far a rounded number may lie from the true one.

    Half a unit of its last non-zero digit, but at most 5 percent of it; for percentages and ratios (`as_printed`) half a
    unit of the last printed digit.
    """
    if value == 0:
        return Decimal(0)
    if as_printed:
        return Decimal(1).scaleb(int(value.as_tuple().exponent)) / 2
    unit = Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))
    return min(unit / 2, abs(value) * _FIVE_PERCENT)


def interval_of(
    value: Decimal,
    qualifier: str,
    *,
    value_max: Decimal | None = None,
    approximate: bool = False,
    measure: str = "",
    unit: str = "",
) -> Interval:
    """Return the range that a figure stands for.

    Args:
        value: The value, with the digits as printed.
        qualifier: The hedge, a code of figures.qualifier.
        value_max: The upper end, for between.
        approximate: Whether a range is itself approximate.
        measure: The measure of its indicator; an exact target or limit is a point.
        unit: The unit of its indicator; percentages and ratios are rounded to their last digit.

    Raises:
        ValueError: If the qualifier is unknown, or between has no upper end.
    """
    as_printed = unit == "%" or measure == "ratio"
    rounded = as_printed or (abs(value) >= _ROUNDED_FROM and value % _ROUND == 0)
    half = half_unit(value, as_printed=as_printed) if rounded else Decimal(0)
    spread = 2 * half if rounded else abs(value) * _TEN_PERCENT
    match qualifier:
        case "exact":
            return Interval(value, value) if measure in _POINT_MEASURES else Interval(value - half, value + half)
        case "about":
            spread = abs(value) * _FIVE_PERCENT
            return Interval(value - spread, value + spread)
        case "nearly":
            return Interval(value - spread, value)
        case "just_over":
            return Interval(value, value + spread)
        case "at_least":
            return Interval(value, INFINITY, high_open=True)
        case "more_than":
            return Interval(value, INFINITY, low_open=True, high_open=True)
        case "up_to":
            return Interval(min(Decimal(0), value), value)
        case "fewer_than":
            return Interval(min(Decimal(0), value), value, high_open=True)
        case "magnitude":
            return Interval(value, value * _MAGNITUDE_SPAN, high_open=True)
        case "between" if value_max is not None:
            widen = _FIVE_PERCENT if approximate else Decimal(0)
            return Interval(value - abs(value) * widen, value_max + abs(value_max) * widen)
    raise ValueError(
        f'no interval for the qualifier "{qualifier}"' + (" without an upper end" if qualifier == "between" else "")
    )


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
    # Nothing lies beyond an infinite end, and whatever is divided by it gives zero.
    low = _NAN_FREE_ZERO if second.high.is_infinite() else first.low / second.high
    low_open = second.high.is_infinite() or first.low_open or second.high_open
    unbounded = second.low == 0 or first.high.is_infinite()
    high = INFINITY if unbounded else first.high / second.low
    return Interval(low, high, low_open and low > 0, unbounded or first.high_open or second.low_open)
