"""Version numbers: the next one for a step, 1.0.0 only by hand, too small ones refused with the reasons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.diff.package_diff import Step
from deportation_goal.diff.step import Reason
from deportation_goal.diff.version import Version, checked_version, next_version, parse_version
from deportation_goal.errors import UserError

VERSIONS = st.builds(Version, *[st.integers(0, 20)] * 3)
STEPS = st.sampled_from(Step)


@pytest.mark.parametrize(
    ("last", "step", "expected"),
    [
        ("0.1.0", Step.NONE, "0.1.0"),
        ("0.1.0", Step.PATCH, "0.1.1"),
        ("0.1.9", Step.PATCH, "0.1.10"),
        ("0.1.1", Step.MINOR, "0.2.0"),
        ("0.1.1", Step.MAJOR, "0.2.0"),
        ("0.9.0", Step.MAJOR, "0.10.0"),
        ("1.0.0", Step.PATCH, "1.0.1"),
        ("1.4.2", Step.MINOR, "1.5.0"),
        ("1.4.2", Step.MAJOR, "2.0.0"),
    ],
)
def test_the_next_version(last: str, step: Step, expected: str) -> None:
    assert str(next_version(parse_version(last), step)) == expected


@given(VERSIONS)
def test_a_version_is_read_as_it_is_written(version: Version) -> None:
    assert parse_version(str(version)) == version


@pytest.mark.parametrize(
    "text", ["", "1", "1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.3-rc1", "1.2.3\n", " 1.2.3", "１.2.3"]
)
def test_what_is_no_version_says_what_is(text: str) -> None:
    with pytest.raises(UserError, match=r"is not a version: write it as 1\.2\.3"):
        parse_version(text)


@given(VERSIONS, STEPS, STEPS)
def test_a_greater_step_never_gives_a_lower_version(last: Version, one: Step, two: Step) -> None:
    low, high = sorted((one, two))
    assert last <= next_version(last, low) <= next_version(last, high)


@given(VERSIONS, STEPS)
def test_before_1_0_0_no_step_leads_there(last: Version, step: Step) -> None:
    if last.major == 0:
        assert next_version(last, step).major == 0


@given(VERSIONS, VERSIONS, STEPS)
def test_a_version_is_taken_if_and_only_if_it_is_high_enough(wanted: Version, last: Version, step: Step) -> None:
    if wanted > last and wanted >= next_version(last, step):
        assert checked_version(wanted, last, step, ()) == wanted
    else:
        with pytest.raises(UserError):
            checked_version(wanted, last, step, ())


def test_1_0_0_can_be_asked_for() -> None:
    assert checked_version(Version(1, 0, 0), Version(0, 3, 1), Step.PATCH, ()) == Version(1, 0, 0)


def test_too_small_a_step_is_refused_with_just_the_reasons_that_it_is_too_small_for() -> None:
    reasons = [
        Reason(Step.MAJOR, "column gone"),
        Reason(Step.MINOR, "rows added"),
        Reason(Step.PATCH, "value corrected"),
    ]
    with pytest.raises(UserError) as caught:
        checked_version(Version(1, 1, 0), Version(1, 0, 4), Step.MAJOR, reasons)
    assert str(caught.value) == ("1.1.0 is too small a step after 1.0.4: 2.0.0 at least, because\n  major: column gone")


def test_of_very_many_reasons_some_are_shown() -> None:
    reasons = [Reason(Step.MINOR, f"reason {number}") for number in range(12)]
    with pytest.raises(UserError, match=r"reason 9\n  and 2 more$"):
        checked_version(Version(1, 0, 5), Version(1, 0, 4), Step.MINOR, reasons)


def test_one_that_is_not_above_the_last_names_the_lowest() -> None:
    with pytest.raises(UserError, match=r"^0\.1\.0 is not above 0\.1\.0, the last release: 0\.2\.0 is the lowest"):
        checked_version(Version(0, 1, 0), Version(0, 1, 0), Step.MINOR, ())
