"""agreement: one row a comparison, every count and sentence in its column."""

from __future__ import annotations

from deportation_goal.derived.agreement_table import _told
from derived_rows import agreement_members, agreement_table, comparisons
from made_tables import figure, indicator, made, source


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
        "unit_label": "boats",
        "area": "USA",
        "counterpart_area": "",
        "place": "",
        "comparison_period": "2025-05",
        "period_start": "2025-05-01",
        "period_end": "2025-05-31",
        "period_precision": "month",
        "forecast": "false",
        "verdict": "compatible",
        "because": "",
        "gap": "",
        "reason": "Worded differently, but any number from 27 to 30 would make both statements true.",
        "falls": "",
        "n_bodies": "1",
        "n_statements": "2",
        "n_sources": "2",
        "n_origins": "1",
        "n_claimants": "1",
        "hedges_differ": "true",
        "within_origin": "true",
        "hedge_drift": "30 from report: nearly in one; up to in two",
        "lowest": "0",
        "highest": "30",
        "common_low": "27",
        "common_high": "30",
        "arithmetic": "",
        "excused": "",
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


def test_a_conflict_has_no_common_numbers_and_a_gap() -> None:
    (row,) = agreement_table(made(figure(1, period="2025-05-02"), figure(2, value="40", period="2025-05-02")))
    assert [row[name] for name in ("verdict", "common_low", "common_high", "gap")] == ["conflict", "", "", "25"]


def test_what_is_excused_is_listed_with_the_reason() -> None:
    (row,) = agreement_table(made(figure(1, period="2025-05-02"), figure(2, value="33", period="2025-05-16")))
    told = [row[name] for name in ("verdict", "because", "excused")]
    assert told == ["not_comparable", "other_day", "fig-000001:fig-000002:other_day"]


def test_comparisons_come_before_single_statements_and_the_widest_first() -> None:
    flow = [indicator(name, measure="flow") for name in ("boats", "ships", "rafts")]
    pairs = [figure(1, value="1", indicator_id="rafts"), figure(2, value="30"), figure(3, value="40")]
    more = [figure(4, value="10", indicator_id="ships"), figure(5, value="30", indicator_id="ships")]
    rows = agreement_table(made(*pairs, *more, indicators=flow))
    assert [row["indicator_id"] for row in rows] == ["ships", "boats", "rafts"]


def test_each_figure_is_a_member_of_one_comparison() -> None:
    papers = [source("report"), source("one", "report"), source("two", "report")]
    figures = (figure(1, source_id="one"), figure(2, source_id="two", text_issue="garbled"))
    tables = made(*figures, sources=papers)
    (row,) = agreement_table(tables)
    assert [dict(member) for member in agreement_members(tables)] == [
        {
            "figure_id": figure_id,
            "comparison_id": row["comparison_id"],
            "compared": compared,
            "body": "",
            "origin": "report",
            "origin_basis": "inherited",
        }
        for figure_id, compared in (("fig-000001", "true"), ("fig-000002", "false"))
    ]


def test_of_many_periods_the_nearest_ten_are_named() -> None:
    periods = [f"20{year}-05" for year in range(10, 30)]
    rows = agreement_table(made(*(figure(number, period=period) for number, period in enumerate(periods))))
    (row,) = (row for row in rows if row["comparison_period"] == "2020-05")
    assert row["n_other_periods"] == "19"
    assert row["other_periods"].split() == [f"20{year}-05" for year in (15, 16, 17, 18, 19, 21, 22, 23, 24, 25)]


def test_a_comparison_without_a_period_is_named() -> None:
    rows = {row["comparison_period"]: row for row in agreement_table(made(figure(1), figure(2, period="")))}
    assert rows["2025-05"]["other_periods"] == "no_period"


def test_the_comparisons_are_those_of_several_statements() -> None:
    tables = made(figure(1, source_id="one"), figure(2, source_id="two"), figure(3, period="2025-06"))
    (row,) = comparisons(tables)
    (same,) = (row for row in agreement_table(tables) if row["verdict"] == "same")
    assert {**same, **row} == same
    assert row["n_statements"] == "2"


def test_of_very_many_sentences_the_first_are_told_and_the_others_counted() -> None:
    told = _told([f"{number} fell." for number in range(100)])
    assert told.startswith("0 fell. | 1 fell. | ")
    assert told.endswith("59 fell. | and 40 more")
