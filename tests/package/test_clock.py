"""Now and today, as the environment can set them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.package.clock import now, today


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


@given(st.integers(0, 7_000_000_000))
def test_now_is_the_second_that_is_set(second: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(second))
        patch.setenv("TZ", "Pacific/Kiritimati")
        assert now().timestamp() == second
        assert now().utcoffset() == datetime.timedelta(0)


def test_without_a_setting_it_is_the_clock_in_whole_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    found = now()
    assert before <= found <= datetime.datetime.now(datetime.UTC)
    assert found.microsecond == 0
