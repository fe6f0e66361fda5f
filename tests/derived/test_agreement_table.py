"""agreement: one row a comparison, every count and sentence in its column."""

from __future__ import annotations

from deportation_goal.derived.agreement_table import agreement_table
from made_tables import figure, made, source


def test_a_comparison_by_hand() -> None:
    tables = made(
        figure(1, source_id="one", qualifier="nearly", attributed_to="jane"),
        figure(2, source_id="two", qualifier="up_to"),
        figure(3, value="9", text_issue="garbled"),
        sources=[source("report"), source("one", "report"), source("two", "report")],
    )
    (row,) = agreement_table(tables)
    assert {column: value for column, value in row.items() if column != "comparison_id"} == {
        "indicator_id": "boats",
        "indicator": "Boats",
        "unit": "{boat}",
        "area": "USA",
        "counterpart_area": "",
        "place": "",
        "comparison_period": "2025-05",
        "forecast": "false",
        "verdict": "compatible",
        "reason": "Worded differently, but any number from 27 to 30 would make both statements true.",
        "n_statements": "2",
        "n_sources": "2",
        "n_origins": "1",
        "n_claimants": "1",
        "hedges_differ": "true",
        "within_origin": "true",
        "days_differ": "false",
        "hedge_drift": "30 from report: nearly in one; up_to in two",
        "lowest": "0",
        "highest": "30",
        "common_low": "27",
        "common_high": "30",
        "arithmetic": "",
        "figure_ids": "fig-000001 fig-000002",
        "left_out": "fig-000003",
        "n_other_periods": "0",
        "other_periods": "",
    }


def test_the_id_depends_on_what_is_compared_and_on_nothing_else() -> None:
    (one,) = agreement_table(made(figure(1)))
    (same,) = agreement_table(made(figure(2, value="99"), figure(3, value="1")))
    (other,) = agreement_table(made(figure(1, period="2025-06")))
    assert one["comparison_id"] == same["comparison_id"] != other["comparison_id"]


def test_an_unbounded_side_has_no_upper_end() -> None:
    (row,) = agreement_table(made(figure(1, qualifier="more_than"), figure(2, qualifier="at_least")))
    assert (row["lowest"], row["highest"], row["common_low"], row["common_high"]) == ("30", "", "30", "")


def test_a_conflict_has_no_common_numbers() -> None:
    (row,) = agreement_table(made(figure(1), figure(2, value="40")))
    assert (row["verdict"], row["common_low"], row["common_high"]) == ("conflict", "", "")


def test_of_many_periods_the_nearest_ten_are_named() -> None:
    periods = [f"20{year}-05" for year in range(10, 30)]
    rows = agreement_table(made(*(figure(number, period=period) for number, period in enumerate(periods))))
    (row,) = (row for row in rows if row["comparison_period"] == "2020-05")
    assert row["n_other_periods"] == "19"
    assert row["other_periods"].split() == [f"20{year}-05" for year in (15, 16, 17, 18, 19, 21, 22, 23, 24, 25)]


def test_a_comparison_without_a_period_is_named_none() -> None:
    rows = {row["comparison_period"]: row for row in agreement_table(made(figure(1), figure(2, period="")))}
    assert rows["2025-05"]["other_periods"] == "none"
