"""country_summary: one row an area with a role, and how much is said of it."""

from __future__ import annotations

from deportation_goal.table_files import Row
from derived_rows import country_summary
from made_tables import EditableRows


def _row(tables: EditableRows, code: str) -> Row:
    (row,) = (row for row in country_summary(tables) if row["area"] == code)
    return row


def test_a_country_by_hand(tables: EditableRows) -> None:
    assert country_summary(tables) == [
        {
            "area": "CRI",
            "name": "Costa Rica",
            "kind": "country",
            "roles": "in_negotiation",
            "role_statements": "1",
            "figures": "0",
            "obstacles": "0",
            "sources": "1",
            "origins": "1",
        }
    ]


def test_a_country_without_a_role_has_no_row(tables: EditableRows) -> None:
    # The figures are of the United States, which has no role.
    assert {row["area"] for row in tables["figures"]} == {"USA"}
    assert [row["area"] for row in country_summary(tables)] == ["CRI"]
    tables["countries"].clear()
    assert country_summary(tables) == []


def test_rows_stand_by_code(tables: EditableRows) -> None:
    tables["countries"].append({**tables["countries"][0], "country_role_id": "cty-000001", "area": "USA"})
    tables["areas"].reverse()
    assert [row["area"] for row in country_summary(tables)] == ["CRI", "USA"]


def test_each_role_is_named_once(tables: EditableRows) -> None:
    role = tables["countries"][0]
    tables["countries"] += [{**role, "role": "transit"}, {**role, "role": "agreed_to_receive"}, role]
    row = _row(tables, "CRI")
    assert (row["roles"], row["role_statements"]) == ("agreed_to_receive in_negotiation transit", "4")


def test_figures_count_once_by_area_or_counterpart(tables: EditableRows) -> None:
    first, second = tables["figures"]
    first["counterpart_area"] = "CRI"
    assert _row(tables, "CRI")["figures"] == "1"
    second["area"] = second["counterpart_area"] = "CRI"
    assert _row(tables, "CRI")["figures"] == "2"


def test_obstacles_count_by_counterpart(tables: EditableRows) -> None:
    tables["obstacles"][0]["counterpart_area"] = "CRI"
    assert _row(tables, "CRI")["obstacles"] == "1"


def test_sources_and_origins_are_counted_over_all_statements(tables: EditableRows) -> None:
    # The example source derives from the other one, so both statements have one origin.
    tables["obstacles"][0].update(counterpart_area="CRI", source_id="washington-post-2025-04-12")
    row = _row(tables, "CRI")
    assert (row["sources"], row["origins"]) == ("2", "1")
    tables["countries"][0]["primary_source"] = "example-news-2025-04-13"
    assert _row(tables, "CRI")["origins"] == "2"
