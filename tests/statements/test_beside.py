"""What stands beside a statement: official counts beside claims, outcomes beside forecasts."""

from __future__ import annotations

import pytest

from deportation_goal.statements.beside import sentences_beside
from deportation_goal.statements.claims import claims_of
from derived_rows import claims_vs_counts, forecasts_vs_outcomes
from made_tables import EditableRow, EditableRows, figure, indicator, made, observation, series, source

RUNNING = [
    observation(1, "running", "2025-01-20/2025-03-01", "900"),
    observation(2, "running", "2025-01-20/2025-03-15", "1014"),
    observation(3, "running", "2024-10-01/2025-03-20", "5000"),
]
LATE = source("late", published="2026-06-01")


def _tables(
    *figures: EditableRow, measure: str = "cumulative", counts: list[EditableRow] | None = None
) -> EditableRows:
    return made(
        *figures,
        indicators=[indicator("boats", measure=measure)],
        series=[series("running", "boats")],
        observations=RUNNING if counts is None else counts,
        sources=[LATE],
    )


def _sentence(tables: EditableRows, figure_id: str = "fig-000001") -> str:
    claims = claims_of(tables)
    return sentences_beside(tables, claims, claims).get(figure_id, "")


@pytest.mark.parametrize(
    ("period", "value", "found"),
    [
        ("2025-01-20/2025-03-15", "1014", ("val-000002", "0", "within")),
        ("2025-01-20/2025-03-15", "1000", ("val-000002", "0", "within")),
        ("2025-01-20/2025-03-15", "1200", ("val-000002", "0", "below")),
        ("2025-01-20/2025-03-15", "700", ("val-000002", "0", "above")),
        ("2025-01-20/2025-03-18", "700", ("val-000002", "3", "")),
        ("2025-01-20/2025-03", "700", ("val-000002", "16", "")),
        ("2025-01-20/2025-03-10", "700", ("val-000001", "9", "")),
        ("2024-10-01/2025-03-21", "700", ("val-000003", "1", "")),
        ("2025-01-20/2025-02", "700", None),
        ("", "700", None),
    ],
)
def test_a_claim_stands_beside_the_count_of_its_day_or_the_nearest_before(
    period: str, value: str, found: tuple[str, str, str] | None
) -> None:
    rows = claims_vs_counts(_tables(figure(1, period=period, value=value)))
    assert [(row["observation_id"], row["days_apart"], row["position"]) for row in rows] == ([found] if found else [])


@pytest.mark.parametrize(
    "cells",
    [
        {"status": "forecast"},
        {"text_issue": "garbled"},
        {"place": "a harbour"},
        {"counterpart_area": "RWA"},
        {"area": "RWA"},
    ],
)
def test_beside_what_no_count_stands(cells: dict[str, str]) -> None:
    assert claims_vs_counts(_tables(figure(1, period="2025-01-20/2025-03-15", **cells))) == []


def test_of_two_publications_of_one_number_the_newer_counts() -> None:
    counts = [
        observation(1, "running", "2025-03", "10", source_id="late"),
        observation(2, "running", "2025-03", "11"),
    ]
    (row,) = claims_vs_counts(_tables(figure(1, period="2025-03"), measure="flow", counts=counts))
    assert (row["observation_id"], row["count"], row["position"]) == ("val-000001", "10", "below")


def test_a_flow_stands_beside_a_period_of_its_kind() -> None:
    months = [observation(1, "running", "2025-03", "10"), observation(2, "running", "2025-04-01/2025-04-09", "3")]
    told = {}
    for period in ("2025-03", "2025-04", "2025", "2025-04-01/2025-04-09"):
        rows = claims_vs_counts(_tables(figure(1, period=period), measure="flow", counts=months))
        told[period] = [row["observation_id"] for row in rows]
    assert told == {
        "2025-03": ["val-000001"],
        "2025-04": ["val-000002"],
        "2025": [],
        "2025-04-01/2025-04-09": ["val-000002"],
    }


@pytest.mark.parametrize(
    ("outcomes", "position", "ends"),
    [
        ([], "", ("", "")),
        ([{"value": "20"}], "below", ("20", "20")),
        ([{"value": "30"}, {"value": "29", "qualifier": "more_than"}], "within", ("29", "")),
        ([{"value": "40"}], "above", ("40", "40")),
        ([{"value": "20"}, {"value": "40"}], "several", ("20", "40")),
        ([{"value": "20", "text_issue": "garbled"}, {"value": "20", "text_issue": "misattributed"}], "", ("", "")),
        ([{"value": "20", "place": "a harbour"}, {"value": "20", "period": "2024"}], "", ("", "")),
    ],
)
def test_a_forecast_stands_beside_what_came(
    outcomes: list[dict[str, str]], position: str, ends: tuple[str, str]
) -> None:
    expected = figure(1, period="2025", status="forecast", said_on="2025-01-01")
    came = [figure(number, **{"period": "2025", **cells}) for number, cells in enumerate(outcomes, start=2)]
    tables = _tables(expected, *came, measure="flow", counts=[])
    (row,) = forecasts_vs_outcomes(tables)
    assert (row["position"], (row["outcome_low"], row["outcome_high"])) == (position, ends)
    assert row["days_ahead"] == "364"


def test_a_forecast_of_what_is_still_to_come_has_no_row() -> None:
    assert forecasts_vs_outcomes(_tables(figure(1, period="2027", status="forecast"), measure="flow")) == []


def test_an_official_number_is_an_outcome() -> None:
    counts = [observation(1, "running", "2025-03", "10")]
    tables = _tables(figure(1, period="2025-03", status="forecast"), measure="flow", counts=counts)
    (row,) = forecasts_vs_outcomes(tables)
    assert (row["outcomes"], row["position"]) == ("val-000001", "below")


def test_sentences() -> None:
    said = {"period": "2025-01-20/2025-03-15", "value": "1200"}
    assert _sentence(_tables(figure(1, **said))) == (
        "The Publisher said 1,200; the count of The Publisher for 20 January 2025 to 15 March 2025 is 1,014, "
        "below what was said."
    )
    assert _sentence(_tables(figure(1, period="2025-01-20/2025-03-16"))).endswith("is 1,014, 1 day earlier.")
    expected = figure(1, period="2025", status="forecast")
    assert _sentence(_tables(expected, measure="flow")) == (
        "The Publisher expects 30 for 2025; the outcome is not recorded here."
    )
    assert _sentence(_tables(expected, figure(2, period="2025", value="20"), measure="flow")) == (
        "The Publisher expects 30 for 2025; the outcome is 20, below the forecast."
    )
    assert _sentence(_tables(figure(1, period=""))) == ""
