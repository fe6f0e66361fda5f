"""quotes_flat, obstacles_flat, countries_flat: the cells of the row, beside them the names and the document."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import pytest

from deportation_goal.derived.lineage_table import STATEMENT_KEYS
from deportation_goal.package.derived_schema import derived_schema
from deportation_goal.table_files import Row, Rows
from derived_rows import (
    PACKAGE,
    countries_flat,
    derived_rows,
    obstacles_flat,
    real_derived_rows,
    real_rows,
)
from made_tables import EditableRows

FLAT = {f"{table}_flat": (table, key) for table, key in STATEMENT_KEYS.items()}
TECHNICAL = ("truncated", "evidence_start", "evidence_end", "evidence_sha256", "added_in")


@pytest.mark.slow
@pytest.mark.parametrize("name", FLAT)
def test_each_statement_of_this_repository_is_one_row_with_its_own_cells(name: str) -> None:
    tables, (table, key) = real_rows(), FLAT[name]
    own = {row[key]: row for row in tables[table]}
    flat = real_derived_rows(name)
    assert sorted(row[key] for row in flat) == sorted(own)
    sources = {row["source_id"]: row for row in tables["sources"]}
    agents = {row["agent_id"]: row["name"] for row in tables["agents"]} | {"": ""}
    for row in flat:
        statement, source = own[row[key]], sources[row["source_id"]]
        assert {column: row[column] for column in row.keys() & statement.keys()} == {
            column: statement[column] for column in row.keys() & statement.keys()
        }
        assert [row[column] for column in ("title", "url", "published", "access")] == [
            source[column] for column in ("title", "url", "published", "access")
        ]
        assert row["publisher"] == agents[source["publisher"]]
        assert row["attributed_to_name"] == agents[statement["attributed_to"]]


@pytest.mark.parametrize("name", FLAT)
def test_what_only_programs_need_comes_last(name: str) -> None:
    assert derived_schema(PACKAGE, name).columns[-len(TECHNICAL) :] == TECHNICAL


@pytest.mark.parametrize(
    ("flat", "table", "column"),
    [(obstacles_flat, "obstacles", "counterpart_area"), (countries_flat, "countries", "counterpart_area")],
)
def test_a_country_has_its_name(
    tables: EditableRows, flat: Callable[[Rows], list[Row]], table: str, column: str
) -> None:
    for statement in tables[table]:
        statement[column] = "CRI"
    assert {row[f"{column}_name"] for row in flat(tables)} == {"Costa Rica"}


@pytest.mark.slow
def test_quotes_are_sorted_by_the_name_of_the_speaker() -> None:
    names = [row["attributed_to_name"] for row in real_derived_rows("quotes_flat")]
    assert names == sorted(names)


@pytest.mark.slow
def test_countries_are_sorted_by_name_and_obstacles_by_effect_first() -> None:
    names = [row["area_name"] for row in real_derived_rows("countries_flat")]
    assert names == sorted(names)
    runs = [effect for effect, _ in groupby(row["effect"] for row in real_derived_rows("obstacles_flat"))]
    assert len(runs) == len(set(runs))


@pytest.mark.parametrize("name", FLAT)
def test_where_a_statement_was_first_reported_is_the_root_of_its_chain(tables: EditableRows, name: str) -> None:
    for row in derived_rows(name, tables):
        source = next(found for found in tables["sources"] if found["source_id"] == row["source_id"])
        assert row["first_reported_in"] == (source["derived_from"] or row["source_id"])
