"""The log of changes, and the versions that the tables name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deportation_goal.package.descriptor import Package
from deportation_goal.rules.change_log import CHANGE
from deportation_goal.rules.engine import check_tables
from support import changed, check_example, example_files, inputs_of

COMPUTED = {
    "changes.0.change_id": "1.0.0:figures:fig-000001",
    "changes.0.row_id": "fig-000001",
    "changes.0.change": "computed",
    "changes.0.field": "",
    "changes.0.old_value": "",
    "changes.0.new_value": "",
}
"""A derived row of the last release that is not there any more."""


def _found(package: Package, cells: dict[str, str]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.field) for finding in check_example(package, changed(CHANGE | cells)).findings]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({}, []),
        (COMPUTED, []),
        (COMPUTED | {"changes.0.change": "retracted"}, []),
        (
            {"changes.0.row_id": "fig-000001", "changes.0.change_id": "1.0.0:figures:fig-000001:value"},
            [("changed-row", "row_id")],
        ),
        ({"changes.0.version": "1.1.0"}, [("change-id", "change_id")]),
        ({"changes.0.table_name": "quotes"}, [("change-id", "change_id")]),
        ({"changes.0.row_id": "fig-8h3n1p"}, [("change-id", "change_id")]),
        ({"changes.0.field": "area"}, [("change-id", "change_id")]),
        ({"changes.0.new_value": "100000"}, [("change-fields", "new_value")]),
        ({"changes.0.change": "retracted"}, [("change-fields", "field")]),
        ({"changes.0.change": "retracted", "changes.0.field": ""}, [("change-id", "change_id")]),
        ({"revisions.0.version": "1.0.0"}, []),
        ({"revisions.0.version": "1.0.1"}, [("known-version", "version")]),
        ({"revisions.0.version": "1.0.0", "changes.0.date": "2025-06-01"}, []),
        ({"revisions.0.version": "1.0.0", "changes.0.date": "2025-05-31"}, [("release-day", "date")]),
    ],
)
def test_the_log_is_consistent(cells: dict[str, str], found: list[tuple[str, str]], package: Package) -> None:
    assert [one for one in _found(package, cells) if one != ("change-fields", "old_value")] == found


@pytest.mark.parametrize(
    ("of_package", "found"),
    # 1.10.0 comes after 1.9.0, though not in the order of letters.
    [("", []), ("1.10.0", []), ("1.11.0", []), ("2.0.0", []), ("1.9.0", ["known-version"])],
)
def test_no_version_is_later_than_that_of_the_package(of_package: str, found: list[str], package: Package) -> None:
    files = example_files(package, changed({"areas.0.added_in": "1.10.0"}))
    inputs = [replace(table, version=of_package) for table in inputs_of(package, files)]
    assert [finding.rule for finding in check_tables(inputs).findings] == found
