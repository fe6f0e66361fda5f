"""What holds for every derived table."""

from __future__ import annotations

import pytest

from deportation_goal.derived import DERIVED
from deportation_goal.package.derived_schema import derived_schema
from deportation_goal.package.descriptor import Package
from derived_rows import derived_rows, real_derived_rows, real_rows
from made_tables import EditableRows


@pytest.mark.parametrize("name", sorted(DERIVED))
def test_a_derived_table_leaves_the_rows_it_is_made_from_alone(tables: EditableRows, name: str) -> None:
    before = repr(tables)
    derived_rows(name, tables)
    assert repr(tables) == before


@pytest.mark.parametrize("name", sorted(DERIVED))
def test_a_derived_table_does_not_depend_on_the_order_of_rows(tables: EditableRows, name: str) -> None:
    backwards = {table: rows[::-1] for table, rows in tables.items()}
    assert derived_rows(name, backwards) == derived_rows(name, tables)


@pytest.mark.slow
def test_the_rows_of_this_repository_give_each_derived_table_the_columns_of_its_schema(package: Package) -> None:
    for name in DERIVED:
        rows = real_derived_rows(name)
        assert {frozenset(row) for row in rows} == {frozenset(derived_schema(package, name).columns)}
        assert all(isinstance(cell, str) for row in rows for cell in row.values())


@pytest.mark.slow
def test_every_statement_of_this_repository_has_a_lineage_and_every_figure_its_names(package: Package) -> None:
    tables = real_rows()
    statements = {
        row[resource.schema.primary_key]
        for resource in package.resources
        if resource.schema.has_evidence
        for row in tables[resource.name]
    }
    assert {row["row_id"] for row in real_derived_rows("lineage")} == statements
    flat = real_derived_rows("figures_flat")
    assert {row["figure_id"] for row in flat} == {row["figure_id"] for row in tables["figures"]}
    assert [row["figure_id"] for row in flat if not (row["area_name"] and row["publisher"] and row["interval"])] == []
