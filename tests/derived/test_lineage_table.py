"""lineage: for every statement, said by, first reported in, carried in."""

from __future__ import annotations

from deportation_goal.derived.lineage_table import STATEMENT_KEYS
from deportation_goal.package.descriptor import Package
from derived_rows import lineage_table
from made_tables import EditableRows


def test_a_statement_by_hand(tables: EditableRows) -> None:
    assert lineage_table(tables)[1] == {
        "row_id": "fig-7k2m9q",
        "table_name": "figures",
        "said_by": "unnamed-official-example-news-2025-04",
        "attribution_type": "anonymous",
        "first_reported_in": "washington-post-2025-04-12",
        "carried_in": "example-news-2025-04-13",
        "origin": "washington-post-2025-04-12",
        "chain": "washington-post-2025-04-12 example-news-2025-04-13",
        "steps": "1",
        "access": "full",
    }


def test_one_row_a_statement_of_every_table_by_id(tables: EditableRows) -> None:
    assert [(row["row_id"], row["table_name"]) for row in lineage_table(tables)] == [
        ("cty-9b6t2h", "countries"),
        ("fig-7k2m9q", "figures"),
        ("fig-8h3n1p", "figures"),
        ("obs-5x1c4v", "obstacles"),
        ("quo-3f8d0z", "quotes"),
        ("quo-4g9e1x", "quotes"),
    ]


def test_a_root_carries_itself(tables: EditableRows) -> None:
    tables["quotes"][0]["source_id"] = "washington-post-2025-04-12"
    row = lineage_table(tables)[4]
    assert row["row_id"] == "quo-3f8d0z"
    assert (row["chain"], row["steps"]) == ("washington-post-2025-04-12", "0")
    assert row["first_reported_in"] == row["carried_in"] == row["origin"] == "washington-post-2025-04-12"


def test_a_primary_source_changes_the_origin_alone(tables: EditableRows) -> None:
    before = lineage_table(tables)[1]
    tables["figures"][0]["primary_source"] = "example-news-2025-04-13"
    assert lineage_table(tables)[1] == {**before, "origin": "example-news-2025-04-13"}


def test_the_tables_of_statements_are_those_with_evidence(package: Package) -> None:
    assert {
        resource.name: resource.schema.primary_key for resource in package.resources if resource.schema.has_evidence
    } == dict(STATEMENT_KEYS)
