"""figures_flat: every figure beside the names, the interval and the origin that belong to it."""

from __future__ import annotations

import pytest

from derived_rows import figures_flat
from made_tables import EditableRows


def test_a_figure_by_hand(tables: EditableRows) -> None:
    goal = figures_flat(tables)[0]
    figure = tables["figures"][0]
    assert {column: goal[column] for column in goal if column in figure} == {
        column: figure[column] for column in goal if column in figure
    }
    assert {column: value for column, value in goal.items() if column not in figure} == {
        "indicator": "Goal for removals",
        "topic": "goal",
        "measure": "target",
        "area_name": "United States",
        "counterpart_area_name": "",
        "period_start": "2025-01-20",
        "period_end": "2026-01-19",
        "period_precision": "interval",
        "unit": "{removal}",
        "unit_label": "removals",
        "value_low": "1000000",
        "value_high": "",
        "interval": "[1000000, ∞)",
        "attributed_to_name": "a federal official",
        "publisher": "Example News",
        "published": "2025-04-13",
        "title": "A report",
        "url": "",
        "access": "full",
        "first_reported_in": "washington-post-2025-04-12",
        "said": "2025-04-12",
        "origin": "washington-post-2025-04-12",
        "origin_basis": "inherited",
        "comparison_id": "cmp-m2yew8",
        "verdict": "single",
        "n_origins": "1",
    }


def test_one_row_a_figure_by_topic_and_indicator(tables: EditableRows) -> None:
    tables["figures"].reverse()
    assert [row["figure_id"] for row in figures_flat(tables)] == ["fig-7k2m9q", "fig-8h3n1p"]
    tables["figures"].clear()
    assert figures_flat(tables) == []


@pytest.mark.parametrize(
    ("change", "low", "high", "interval"),
    [
        ({"value": "1000", "qualifier": "exact"}, "950", "1050", "[950, 1050]"),
        ({"value": "30", "qualifier": "nearly"}, "27", "30", "[27, 30]"),
        ({"value": "100", "qualifier": "magnitude"}, "100", "10000", "[100, 10000)"),
        ({"value": "30", "qualifier": "fewer_than"}, "0", "30", "[0, 30)"),
        ({"value": "30", "qualifier": "more_than"}, "30", "", "(30, ∞)"),
        ({"value": "70", "value_max": "75", "qualifier": "between", "approximate": "false"}, "70", "75", "[70, 75]"),
        (
            {"value": "70", "value_max": "80", "qualifier": "between", "approximate": "true"},
            "66.5",
            "84",
            "[66.5, 84]",
        ),
    ],
)
def test_the_interval_of_a_figure(
    tables: EditableRows, change: dict[str, str], low: str, high: str, interval: str
) -> None:
    tables["figures"][1].update(change)
    row = figures_flat(tables)[1]
    assert (row["value_low"], row["value_high"], row["interval"]) == (low, high, interval)


def test_the_measure_and_the_unit_count(tables: EditableRows) -> None:
    tables["figures"][0].update(qualifier="exact")
    assert figures_flat(tables)[0]["interval"] == "[1000000, 1000000]"
    tables["indicators"][0]["measure"] = "stock"
    assert figures_flat(tables)[0]["interval"] == "[950000, 1050000]"
    tables["indicators"][0]["unit"] = "%"
    tables["figures"][0].update(value="70")
    assert figures_flat(tables)[0]["interval"] == "[69.5, 70.5]"


def test_a_primary_source_is_the_origin(tables: EditableRows) -> None:
    tables["figures"][0]["primary_source"] = "example-news-2025-04-13"
    assert figures_flat(tables)[0]["origin"] == "example-news-2025-04-13"


def test_names_of_places_and_nobody(tables: EditableRows) -> None:
    tables["figures"][0].update(counterpart_area="CRI", attributed_to="")
    row = figures_flat(tables)[0]
    assert (row["counterpart_area_name"], row["attributed_to_name"]) == ("Costa Rica", "")
