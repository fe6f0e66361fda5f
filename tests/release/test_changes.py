"""changes.csv and the version in revisions: a row for each change, with the ids that the schema asks for."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given

from deportation_goal.check import check_tables
from deportation_goal.diff.model import Cell, ChangedRow, PackageDiff, TableRows
from deportation_goal.package.descriptor import Package
from deportation_goal.release.changes import change_rows, with_version
from deportation_goal.table_files.canonical import csv_bytes, in_order
from made_differences import ANY_DIFFERENCES, made, rows
from support import check_example, example_files, inputs_of

DAY = datetime.date(2026, 12, 1)


def test_every_kind_of_difference_but_a_move_is_a_row() -> None:
    found = change_rows(made(rows()), "0.2.0", DAY)
    assert [(row["row_id"], row["change"], row["field"], row["old_value"], row["new_value"]) for row in found] == [
        ("fig-a00000", "added", "", "", ""),
        ("fig-c00000", "changed", "value", "1", ""),
        ("fig-c00000", "changed", "place", "", "Here"),
        ("fig-r00000", "removed", "", "", ""),
        ("fig-t00000", "removed", "", "", ""),
    ]
    assert {(row["version"], row["date"], row["table_name"]) for row in found} == {("0.2.0", "2026-12-01", "figures")}
    assert [row["change_id"] for row in found][:2] == ["0.2.0:figures:fig-a00000", "0.2.0:figures:fig-c00000:value"]


def test_the_logs_of_other_tables_have_no_changes_of_their_own() -> None:
    assert change_rows(made(rows("revisions"), rows("changes")), "0.2.0", DAY) == []


@given(ANY_DIFFERENCES)
def test_there_are_as_many_rows_as_rows_came_and_went_and_cells_changed(diff: PackageDiff) -> None:
    expected = sum(
        len(table.added) + len(table.removed) + len(table.retracted) + sum(len(row.cells) for row in table.changed)
        for table in diff.tables
        if table.table not in ("revisions", "changes")
    )
    assert len(change_rows(diff, "0.2.0", DAY)) == expected


@pytest.mark.slow
def test_the_rows_satisfy_every_rule(package: Package) -> None:
    schema = package.resource("changes").schema
    changed = ChangedRow("fig-7k2m9q", (Cell("value", "1", "1000000"), Cell("notes", "", "1 or =A1")))
    diff = made(rows(changed=(changed,)), TableRows("areas", "area", added=rows().added))
    found = change_rows(diff, "0.2.0", DAY)
    files = example_files(package)
    files[package.resource("changes").path] = csv_bytes(schema.columns, in_order(schema, found))
    result = check_tables(inputs_of(package, files))
    assert [finding.message for finding in result.findings] == [f.message for f in check_example(package).findings]
    pattern = schema.by_name["change_id"].pattern
    assert pattern
    assert all(re.fullmatch(pattern, row["change_id"]) for row in found)


def test_only_revisions_that_no_release_carried_get_the_version() -> None:
    revisions = [{"revision_id": "rev-1", "version": ""}, {"revision_id": "rev-2", "version": "0.1.0"}]
    assert [row["version"] for row in with_version(revisions, "0.2.0")] == ["0.2.0", "0.1.0"]
