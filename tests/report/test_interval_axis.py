"""Intervals on an axis of plain characters."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.report.interval_axis import WIDTH, axis
from deportation_goal.statements.intervals import INFINITY, Interval

BOUNDED = st.builds(
    lambda low, length: Interval(Decimal(low), Decimal(low + length)), st.integers(0, 10**7), st.integers(0, 10**6)
)
INTERVALS = st.lists(
    st.one_of(BOUNDED, BOUNDED.map(lambda interval: Interval(interval.low, INFINITY, True, True))),
    min_size=1,
    max_size=8,
)


def _interval(low: int, high: int | None, **ends: bool) -> Interval:
    return Interval(Decimal(low), INFINITY if high is None else Decimal(high), **ends)


def test_an_axis_by_hand() -> None:
    scale, lines = axis([_interval(0, 30), _interval(27, 30), _interval(30, 30), _interval(30, None, low_open=True)])
    assert scale == "0" + "30".rjust(WIDTH - 1)
    assert lines == [
        "[" + "=" * (WIDTH - 2) + "]",
        " " * 42 + "[====]",
        " " * (WIDTH - 1) + "|",
        " " * (WIDTH - 1) + ">",
    ]


def test_open_ends_are_drawn_open() -> None:
    _scale, lines = axis([_interval(0, 30, high_open=True), _interval(10, 30, low_open=True)])
    assert (lines[0][0], lines[0][-1]) == ("[", ")")
    assert (lines[1].lstrip()[0], lines[1][-1]) == ("(", "]")


def test_a_single_number_stands_in_the_middle() -> None:
    scale, lines = axis([_interval(30, 30)])
    assert scale.strip() == "30"
    assert abs(lines[0].index("|") - WIDTH // 2) <= 1


def test_an_end_far_away_does_not_squash_the_rest() -> None:
    scale, lines = axis([_interval(100, 10_000), _interval(100, 150)])
    assert scale.split() == ["100", "150"]
    assert lines[0].endswith(">")


@given(INTERVALS)
def test_every_line_fits_and_begins_in_order(intervals: list[Interval]) -> None:
    scale, lines = axis(intervals)
    assert len(scale) <= WIDTH
    assert all(0 < len(line) <= WIDTH for line in lines)
    starts = [len(line) - len(line.lstrip()) for line in lines]
    for one, other in zip(range(len(lines)), range(1, len(lines)), strict=False):
        if intervals[one].low <= intervals[other].low:
            assert starts[one] <= starts[other]
