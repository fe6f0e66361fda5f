"""One row from `--set COLUMN=VALUE`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributors import FIGURE
from deportation_goal.contribute.settings import SettingError, from_settings, split_settings
from deportation_goal.package.descriptor import Package

COLUMN = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)


@given(st.dictionaries(COLUMN, st.text()))
def test_settings_are_split_at_the_first_equals_sign(values: dict[str, str]) -> None:
    assert split_settings([f"{column}={value}" for column, value in values.items()]) == values


@pytest.mark.parametrize(
    ("settings", "message"),
    [(["value"], "«value» is not COLUMN=VALUE"), (["=5"], "«=5»"), (["value=1", "value=2"], "value is set twice")],
)
def test_what_is_no_setting_is_refused(settings: list[str], message: str) -> None:
    with pytest.raises(SettingError, match=message):
        split_settings(settings)


def test_settings_make_one_row_and_empty_ones_count_as_missing(package: Package) -> None:
    schema = package.resource("figures").schema
    submission = from_settings(schema, [*(f"{column}={value}" for column, value in FIGURE.items()), "place="])
    (row,) = submission.rows
    assert (row.table, dict(row.values), submission.findings) == ("figures", FIGURE, ())
    assert row.place_of("value").column == 1 + list(FIGURE).index("value")
    assert row.place_of("notes") == row.place


def test_the_place_of_a_wrong_column_is_the_number_of_the_setting(package: Package) -> None:
    submission = from_settings(package.resource("figures").schema, ["value=1", "value_txt=one"])
    (finding,) = submission.findings
    assert (finding.path, finding.column, finding.rule) == ("--set", 2, "unknown-column")
    assert finding.suggestion == "value_text"
