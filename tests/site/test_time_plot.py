"""Charts over time: places of marks, days and numbers on the axes."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.site.time_plot import NARROW, WIDE, Line, Mark, time_plot


def mark(day: str, value: int, low: int | None = None, high: int | None = None, *, hollow: bool = False) -> Mark:
    number, lower = Decimal(value), Decimal(value if low is None else low)
    upper = None if high == 0 else Decimal(value if high is None else high)
    day_of_it = datetime.date.fromisoformat(day)
    return Mark(day_of_it, number, lower, upper, "s/fig-aaaaaa.html", str(value), "words", ("a", "b"), hollow)


def test_a_chart_has_a_wide_and_a_narrow_drawing() -> None:
    plot = time_plot("goal", "Title", "removals", [Line("one", (mark("2025-02-01", 5),))])
    assert [drawing.size for drawing in plot.drawings] == [WIDE, NARROW]


def test_later_is_to_the_right_and_more_is_higher() -> None:
    line = Line("one", (mark("2025-02-01", 100), mark("2025-12-01", 500_000, 400_000, 600_000)))
    for drawing in time_plot("goal", "Title", "removals", [line], with_goal=True).drawings:
        ((_, _, (first, second)),) = drawing.lines
        assert first.x < second.x
        assert first.y > second.y
        assert second.low > second.y > second.high
        assert drawing.goal is not None
        left, right, height = drawing.goal
        assert left < right
        assert height < second.high


def test_an_open_end_goes_up_a_little() -> None:
    line = Line("one", (mark("2025-02-01", 100, 100, 0), mark("2025-12-01", 200)))
    ((_, _, (first, second)), *_) = time_plot("a", "t", "u", [line]).drawings[0].lines
    assert first.open and first.high < first.y
    assert not second.open


def test_forecasts_are_grey_and_said_to_be_there() -> None:
    forecast = Line("forecasts", (mark("2026-02-01", 3, hollow=True),))
    counted = Line("counted", (mark("2025-02-01", 3),), joined=True)
    plot = time_plot("a", "t", "u", [counted, forecast])
    assert plot.forecasts and plot.joined
    assert (counted.colour(0), forecast.colour(1)) == ("c0", "c8")
    assert not time_plot("a", "t", "u", [counted]).forecasts


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        ("2025-02-10", "2025-02-12", ["Feb 2025", "Mar 2025"]),
        ("2025-01-20", "2026-03-01", ["Feb 2025", "Apr 2025", "Jun 2025"]),
        ("1950-01-01", "2025-01-01", ["1950", "1960", "1970"]),
    ],
)
def test_days_are_named_evenly(first: str, last: str, names: list[str]) -> None:
    line = Line("one", (mark(first, 1), mark(last, 2)))
    months = [name for _, name in time_plot("a", "t", "u", [line]).drawings[0].months]
    assert len(months) <= WIDE.most_months
    assert months[: len(names)] == names or set(names) <= set(months) or len(months) >= 3


@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(-(10**6), 10**9)), min_size=1, max_size=6))
def test_everything_is_inside_and_numbers_are_round(points: list[tuple[int, int]]) -> None:
    start = datetime.date(2010, 1, 1)
    marks = tuple(mark((start + datetime.timedelta(days)).isoformat(), value) for days, value in points)
    for drawing in time_plot("a", "t", "u", [Line("one", marks)]).drawings:
        for _, _, placed in drawing.lines:
            for point in placed:
                assert drawing.size.left <= point.x <= drawing.size.width
                assert 0 <= point.y <= drawing.size.height
        places = [place for place, _ in drawing.values]
        assert 1 <= len(places) <= 8
        assert places == sorted(places, reverse=True)
