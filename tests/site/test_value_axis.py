"""Intervals on one axis."""

from __future__ import annotations

from deportation_goal.site.value_axis import value_axis


def row(low: str, high: str) -> dict[str, str]:
    return {"figure_id": f"{low}-{high}", "value_low": low, "value_high": high}


def test_the_ends_are_at_the_ends() -> None:
    axis = value_axis([row("100", "200"), row("150", "150"), row("120", "300")])
    first, point, last = axis.bars
    assert (axis.low, axis.high) == ("100", "300")
    assert first.first < point.first < first.last < last.last
    assert point.is_point and not first.is_point
    assert not any(bar.is_open for bar in axis.bars)


def test_an_end_that_is_open_or_far_away_squashes_nothing() -> None:
    axis = value_axis([row("1000", "1100"), row("1000", ""), row("900", "10000000")])
    assert (axis.low, axis.high) == ("900", "1,100")
    assert [bar.is_open for bar in axis.bars] == [False, True, True]
    assert all(0 <= bar.first <= bar.last <= 100 for bar in axis.bars)


def test_one_number_is_in_the_middle() -> None:
    axis = value_axis([row("5", "5")])
    assert (axis.low, axis.high, axis.bars[0].first) == ("5", "", 50.0)
