"""Today, as the environment can set it."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.clock import today


@given(st.dates(datetime.date(1970, 1, 1), datetime.date(2200, 1, 1)), st.integers(0, 86_399))
def test_any_second_of_a_day_is_that_day(day: datetime.date, second: int) -> None:
    midnight = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(midnight.timestamp()) + second))
        # Whatever the zone of the machine: the day is that of UTC.
        patch.setenv("TZ", "Pacific/Kiritimati")
        assert today() == day


@pytest.mark.parametrize("value", ["", "tomorrow", "-1", "1.5"])
def test_without_a_sound_epoch_it_is_the_day_of_the_clock(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    before = datetime.datetime.now(datetime.UTC).date()
    found = today()
    assert before <= found <= datetime.datetime.now(datetime.UTC).date()
