"""Arithmetic of intervals: whatever two numbers lie in two ranges, what comes of them lies in the result."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.interval_arithmetic import add, divide, negative, scale, subtract
from deportation_goal.intervals import INFINITY, Interval

NUMBERS = st.integers(0, 10_000).map(Decimal)


@st.composite
def ranges_with_a_number(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """A range of counts, open or closed at either end, with or without an upper end, and a number in it."""
    low, number, high = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
    unbounded = draw(st.booleans())
    upper = INFINITY if unbounded else high
    return (
        Interval(
            low, upper, draw(st.booleans()) and low < number, unbounded or (draw(st.booleans()) and number < high)
        ),
        number,
    )


@given(ranges_with_a_number(), ranges_with_a_number())
def test_what_comes_of_two_numbers_lies_in_the_result(
    first: tuple[Interval, Decimal], second: tuple[Interval, Decimal]
) -> None:
    (one, number), (other, divisor) = first, second
    assert one.holds(number)
    assert add(one, other).holds(number + divisor)
    assert subtract(one, other).holds(number - divisor)
    assert scale(one, Decimal(100)).holds(number * 100)
    if divisor and other.high:
        with localcontext(prec=28):
            assert divide(one, other).holds(number / divisor)


@given(ranges_with_a_number())
def test_the_negative_of_the_negative_is_the_range(first: tuple[Interval, Decimal]) -> None:
    assert negative(negative(first[0])) == first[0]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (Interval(Decimal(134), Decimal(134)), Interval(Decimal(100), Decimal(100)), "[1.34, 1.34]"),
        (Interval(Decimal(100), INFINITY, high_open=True), Interval(Decimal(50), Decimal(50)), "[2, ∞)"),
        (Interval(Decimal(100), Decimal(100)), Interval(Decimal(0), Decimal(50)), "[2, ∞)"),
        (Interval(Decimal(100), Decimal(100)), Interval(Decimal(50), INFINITY, high_open=True), "[0, 2]"),
        (Interval(Decimal(1), Decimal(2), low_open=True), Interval(Decimal(1), Decimal(2), high_open=True), "(0.5, 2]"),
    ],
)
def test_quotients_by_hand(first: Interval, second: Interval, expected: str) -> None:
    assert str(divide(first, second)) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Interval(Decimal(-1), Decimal(1)), Interval(Decimal(1), Decimal(1))),
        (Interval(Decimal(1), Decimal(1)), Interval(Decimal(-1), Decimal(1))),
        (Interval(Decimal(1), Decimal(1)), Interval(Decimal(0), Decimal(0))),
    ],
)
def test_what_has_no_quotient_is_refused(first: Interval, second: Interval) -> None:
    with pytest.raises(ValueError, match="no quotient"):
        divide(first, second)
