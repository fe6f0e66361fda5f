"""Intervals: worked by hand from the method, and what must hold for all of them."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.statements.intervals import (
    INFINITY,
    Interval,
    add,
    divide,
    half_unit,
    interval_of,
    negative,
    scale,
    subtract,
)

VALUES: Final = st.one_of(
    st.integers(0, 10**8).map(Decimal),
    st.integers(0, 10**5).map(lambda thousands: Decimal(1000 * thousands)),
    st.decimals(0, 100, places=1, allow_nan=False, allow_infinity=False),
)
POSITIVE: Final = VALUES.filter(lambda value: value > 0)
UNITS: Final = st.sampled_from(["{removal}", "%", "{USD}"])
MEASURES: Final = st.sampled_from(["stock", "flow", "cumulative", "target", "limit", "ratio"])
ONE_VALUE: Final = (
    "exact",
    "about",
    "nearly",
    "just_over",
    "at_least",
    "more_than",
    "up_to",
    "fewer_than",
    "magnitude",
)
CLOSED: Final = ("exact", "about", "nearly", "just_over", "at_least", "up_to", "magnitude")
INTERVALS: Final = st.builds(
    lambda value, qualifier, unit, measure: interval_of(value, qualifier, unit=unit, measure=measure),
    POSITIVE,
    st.sampled_from(ONE_VALUE),
    UNITS,
    MEASURES,
)


@pytest.mark.parametrize(
    ("value", "qualifier", "expected"),
    [
        # Rounded: at least 1,000 and a multiple of 1,000. h is half a unit of the last digit that is not 0 ...
        ("34000", "exact", "[33500, 34500]"),
        ("216000", "exact", "[215500, 216500]"),
        ("1400000", "exact", "[1350000, 1450000]"),
        # ... and at most 5 %: half a unit of 100,000 is 50,000, but 5 % is 5,000.
        ("100000", "exact", "[95000, 105000]"),
        ("1000000", "exact", "[950000, 1050000]"),
        ("1000", "exact", "[950, 1050]"),
        ("1500", "exact", "[1450, 1550]"),
        ("-1500", "exact", "[-1550, -1450]"),
        # Other values are points.
        ("999", "exact", "[999, 999]"),
        ("1510", "exact", "[1510, 1510]"),
        ("271484", "exact", "[271484, 271484]"),
        ("30", "exact", "[30, 30]"),
        ("0", "exact", "[0, 0]"),
        ("100000", "about", "[95000, 105000]"),
        ("30", "about", "[28.5, 31.5]"),
        # Nearly: two half units below; 10 % where the value is not rounded.
        ("100000", "nearly", "[90000, 100000]"),
        ("34000", "nearly", "[33000, 34000]"),
        ("30", "nearly", "[27, 30]"),
        ("100000", "just_over", "[100000, 110000]"),
        ("30", "just_over", "[30, 33]"),
        ("1000000", "at_least", "[1000000, ∞)"),
        ("1000000", "more_than", "(1000000, ∞)"),
        ("30", "up_to", "[0, 30]"),
        ("30", "fewer_than", "[0, 30)"),
        ("100", "magnitude", "[100, 10000)"),
    ],
)
def test_counts_by_hand(value: str, qualifier: str, expected: str) -> None:
    assert str(interval_of(Decimal(value), qualifier, measure="cumulative", unit="{removal}")) == expected


@pytest.mark.parametrize(
    ("value", "qualifier", "unit", "measure", "expected"),
    [
        ("70", "exact", "%", "rate", "[69.5, 70.5]"),
        ("12.5", "exact", "%", "change", "[12.45, 12.55]"),
        ("12.50", "exact", "%", "change", "[12.495, 12.505]"),
        ("70", "nearly", "%", "rate", "[69, 70]"),
        ("70", "just_over", "%", "rate", "[70, 71]"),
        ("70", "about", "%", "rate", "[66.5, 73.5]"),
        ("7000", "exact", "{case}/{officer}", "ratio", "[6999.5, 7000.5]"),
        ("1000000", "exact", "{removal}", "target", "[1000000, 1000000]"),
        ("14", "exact", "d", "limit", "[14, 14]"),
        ("70", "exact", "%", "target", "[70, 70]"),
        ("1000000", "nearly", "{removal}", "target", "[900000, 1000000]"),
    ],
)
def test_percentages_ratios_and_targets_by_hand(
    value: str, qualifier: str, unit: str, measure: str, expected: str
) -> None:
    assert str(interval_of(Decimal(value), qualifier, unit=unit, measure=measure)) == expected


def test_a_range_runs_from_end_to_end() -> None:
    assert str(interval_of(Decimal(70), "between", value_max=Decimal(75))) == "[70, 75]"


def test_an_approximate_range_is_wider_by_five_percent_of_each_end() -> None:
    found = interval_of(Decimal(70), "between", value_max=Decimal(80), approximate=True)
    assert found == Interval(Decimal("66.5"), Decimal(84))


@pytest.mark.parametrize("qualifier", ["between", "", "roughly", "Exact"])
def test_a_hedge_without_an_interval_is_refused(qualifier: str) -> None:
    with pytest.raises(ValueError, match="no interval for the qualifier"):
        interval_of(Decimal(5), qualifier)


@pytest.mark.parametrize(
    ("value", "as_printed", "half"),
    [
        ("34000", False, "500"),
        ("100000", False, "5000"),
        ("1234", False, "0.5"),
        ("1.25", False, "0.005"),
        ("70", True, "0.5"),
        ("70.0", True, "0.05"),
        ("0", False, "0"),
        ("-34000", False, "500"),
    ],
)
def test_half_units_by_hand(value: str, as_printed: bool, half: str) -> None:
    assert half_unit(Decimal(value), as_printed=as_printed) == Decimal(half)


@given(POSITIVE)
def test_half_a_unit_is_at_most_five_percent(value: Decimal) -> None:
    assert 0 < half_unit(value, as_printed=False) <= value * Decimal("0.05")


@given(POSITIVE, st.sampled_from(CLOSED), UNITS, MEASURES)
def test_a_value_lies_in_its_own_interval(value: Decimal, qualifier: str, unit: str, measure: str) -> None:
    assert interval_of(value, qualifier, unit=unit, measure=measure).holds(value)


@given(POSITIVE, st.sampled_from(["more_than", "fewer_than"]), UNITS, MEASURES)
def test_a_value_lies_at_the_edge_of_an_open_interval(value: Decimal, qualifier: str, unit: str, measure: str) -> None:
    interval = interval_of(value, qualifier, unit=unit, measure=measure)
    assert not interval.holds(value)
    assert value in (interval.low, interval.high)


@given(POSITIVE, UNITS, MEASURES)
def test_nearly_and_just_over_mirror_each_other(value: Decimal, unit: str, measure: str) -> None:
    below = interval_of(value, "nearly", unit=unit, measure=measure)
    above = interval_of(value, "just_over", unit=unit, measure=measure)
    assert below.high == above.low == value
    assert value - below.low == above.high - value > 0


@given(POSITIVE, UNITS, MEASURES)
def test_at_least_and_fewer_than_share_nothing_and_leave_nothing_out(value: Decimal, unit: str, measure: str) -> None:
    def of(qualifier: str) -> Interval:
        return interval_of(value, qualifier, unit=unit, measure=measure)

    assert not of("at_least").meets(of("fewer_than"))
    assert not of("more_than").meets(of("up_to"))
    assert of("at_least").meets(of("up_to"))
    assert of("fewer_than").high == of("at_least").low
    assert of("fewer_than").low == 0
    assert of("more_than").high == INFINITY


@given(
    POSITIVE,
    POSITIVE,
    st.sampled_from(["about", "at_least", "more_than", "up_to", "fewer_than", "magnitude"]),
    UNITS,
)
def test_a_greater_value_stands_for_a_greater_interval(
    first: Decimal, second: Decimal, qualifier: str, unit: str
) -> None:
    smaller, greater = (interval_of(value, qualifier, unit=unit) for value in sorted([first, second]))
    assert smaller.low <= greater.low
    assert smaller.high <= greater.high


@given(st.integers(1, 10**5), st.integers(1, 10**5), st.sampled_from(["exact", "nearly", "just_over"]))
def test_rounded_thousands_grow_by_their_middle(first: int, second: int, qualifier: str) -> None:
    smaller, greater = (interval_of(Decimal(1000 * value), qualifier) for value in sorted([first, second]))
    assert smaller.low + smaller.high <= greater.low + greater.high


@given(st.integers(1, 10**6), st.integers(1, 6), st.sampled_from(["exact", "nearly", "just_over"]))
def test_rounding_a_value_further_never_narrows_what_it_stands_for(thousands: int, zeros: int, qualifier: str) -> None:
    unit = 1000 * 10**zeros
    value = 1000 * thousands
    rounded = (value + unit // 2) // unit * unit
    if rounded:
        before, after = (interval_of(Decimal(number), qualifier, measure="flow") for number in (value, rounded))
        assert after.high - after.low >= before.high - before.low


@given(INTERVALS, INTERVALS)
def test_meeting_is_mutual(first: Interval, second: Interval) -> None:
    assert first.meets(second) == second.meets(first)


@given(INTERVALS)
def test_an_interval_meets_itself_and_everything(interval: Interval) -> None:
    assert interval.meets(interval)
    assert interval.meets(Interval(-INFINITY, INFINITY))


@given(INTERVALS, INTERVALS, VALUES)
def test_intervals_with_a_number_in_common_meet(first: Interval, second: Interval, value: Decimal) -> None:
    if first.holds(value) and second.holds(value):
        assert first.meets(second)


@given(INTERVALS, INTERVALS)
def test_intervals_that_meet_have_a_number_in_common(first: Interval, second: Interval) -> None:
    low, high = max(first.low, second.low), min(first.high, second.high)
    middle = low + 1 if high.is_infinite() else (low + high) / 2
    assert first.meets(second) == (first.holds(middle) and second.holds(middle))


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        # Reports of one count that agree, once their hedges are read, and reports that do not.
        (("30", "exact"), ("30", "up_to"), True),
        (("30", "fewer_than"), ("30", "exact"), False),
        (("30", "fewer_than"), ("30", "nearly"), True),
        (("100000", "at_least"), ("98000", "exact"), False),
        (("100000", "more_than"), ("100000", "exact"), True),
        (("105000", "exact"), ("100000", "exact"), True),
        (("34000", "exact"), ("33521", "exact"), True),
        (("34000", "exact"), ("33499", "exact"), False),
        (("100", "magnitude"), ("10000", "at_least"), False),
        (("100", "magnitude"), ("9999", "at_least"), True),
        (("1510", "exact"), ("1511", "exact"), False),
    ],
)
def test_agreement_by_hand(first: tuple[str, str], second: tuple[str, str], meet: bool) -> None:
    one, two = (interval_of(Decimal(value), qualifier) for value, qualifier in (first, second))
    assert one.meets(two) is meet


def test_touching_ends_meet_only_if_both_hold_the_number() -> None:
    left, right = Interval(Decimal(0), Decimal(5)), Interval(Decimal(5), Decimal(9))
    assert left.meets(right)
    assert not Interval(Decimal(0), Decimal(5), high_open=True).meets(right)
    assert not left.meets(Interval(Decimal(5), Decimal(9), low_open=True))


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
