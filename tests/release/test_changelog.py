"""CHANGELOG.md: notes become a block, older blocks stay as they are, one block can be taken out again."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.diff.package_diff import Cell, ChangedRow, ComputedRows, PackageDiff, TableRows
from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package
from deportation_goal.release.changelog import (
    change_rows,
    main,
    released_versions,
    unreleased_notes,
    version_block,
    with_added_in,
    with_block,
    with_version,
)
from deportation_goal.rules.engine import check_tables
from deportation_goal.table_files.canonical import csv_bytes, in_order
from made_differences import ANY_DIFFERENCES, made, rows
from support import REPOSITORY, check_example, example_files, inputs_of

TEXT = """\
# Changelog

What counts.

## Unreleased

- Words of people.

### A heading

More words.

## 0.1.0 (2026-11-22)

The first version.
"""
BLOCK = "## 0.2.0 (2026-12-01)\n\n- Words of people.\n\n### Data\n\nRows.\n"


def test_the_notes_are_what_stands_under_unreleased() -> None:
    assert unreleased_notes(TEXT) == "- Words of people.\n\n### A heading\n\nMore words."
    assert unreleased_notes("# Changelog\n\n## 0.1.0 (2026-11-22)\n\nx\n") == ""
    assert unreleased_notes("") == ""


def test_the_block_takes_the_place_of_the_notes() -> None:
    assert with_block(TEXT, BLOCK) == (
        "# Changelog\n\nWhat counts.\n\n## Unreleased\n\n"
        "## 0.2.0 (2026-12-01)\n\n- Words of people.\n\n### Data\n\nRows.\n\n"
        "## 0.1.0 (2026-11-22)\n\nThe first version.\n"
    )


@pytest.mark.parametrize("text", ["", "# Changelog\n", "# Changelog\n\n## 0.1.0 (2026-11-22)\n\nThe first.\n"])
def test_without_notes_or_changelog_there_is_one_afterwards(text: str) -> None:
    after = with_block(text, BLOCK)
    assert after.startswith("# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n")
    assert released_versions(after) == ["0.2.0", *released_versions(text)]


def test_a_version_has_one_block() -> None:
    with pytest.raises(UserError, match=r"has a block of 0\.2\.0 already"):
        with_block(with_block(TEXT, BLOCK), BLOCK)
    with pytest.raises(UserError, match='has the heading "## Unreleased" twice: keep one'):
        with_block(TEXT + "\n## Unreleased\n", BLOCK)


def test_a_block_is_given_back_without_its_heading() -> None:
    assert version_block(with_block(TEXT, BLOCK), "0.2.0") == "- Words of people.\n\n### Data\n\nRows."
    assert version_block(TEXT, "0.1.0") == "The first version."
    with pytest.raises(UserError, match=r"has no block of 0\.3\.0"):
        version_block(TEXT, "0.3.0")


@given(st.lists(st.tuples(st.integers(0, 99), st.text("ab #\n-", max_size=30)), unique_by=lambda item: item[0]))
def test_block_after_block_the_newest_stands_first_and_none_is_lost(blocks: list[tuple[int, str]]) -> None:
    text = "# Changelog\n"
    expected = {}
    for number, content in blocks:
        plain = content.replace("##", "#").replace("\n#", "\nx").strip(" #\n")
        text = with_block(text, f"## 0.{number}.0 (2026-12-01)\n\n{plain}\n")
        expected[f"0.{number}.0"] = plain
    assert released_versions(text) == list(expected)[::-1]
    assert {version: version_block(text, version) for version in expected} == expected


def test_the_real_changelog_can_take_a_block() -> None:
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    after = with_block(text, f"## 99.0.0 (2026-12-01)\n\n{unreleased_notes(text)}\n")
    assert released_versions(after) == ["99.0.0", *released_versions(text)]
    assert version_block(after, "99.0.0") == unreleased_notes(text)
    assert [version_block(after, version) for version in released_versions(text)] == [
        version_block(text, version) for version in released_versions(text)
    ]


def test_as_a_command_it_prints_a_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["0.1.0"]) == 1
    (tmp_path / "CHANGELOG.md").write_text(TEXT, encoding="utf-8")
    capsys.readouterr()
    assert main(["0.1.0"]) == 0
    assert capsys.readouterr().out == "The first version.\n"
    assert main(["0.9.0"]) == 1
    assert capsys.readouterr().err == "CHANGELOG.md has no block of 0.9.0\n"
    assert main([]) == 2


DAY = datetime.date(2026, 12, 1)


def test_what_a_user_must_know_of_is_a_row_and_what_is_only_new_is_none() -> None:
    computed = (ComputedRows("agreement", ("cmp-000001",), ("cmp-000002",), ("cmp-000003",)),)
    found = change_rows(replace(made(rows()), computed=computed), "0.2.0", DAY)
    assert [(row["row_id"], row["change"], row["field"], row["old_value"], row["new_value"]) for row in found] == [
        ("fig-c00000", "changed", "value", "1", ""),
        ("fig-c00000", "changed", "place", "", "Here"),
        ("fig-t00000", "retracted", "", "", ""),
        ("cmp-000001", "computed", "", "", ""),
        ("cmp-000002", "computed", "", "", ""),
        ("cmp-000003", "computed", "", "", ""),
    ]
    assert {(row["version"], row["date"]) for row in found} == {("0.2.0", "2026-12-01")}
    assert [row["change_id"] for row in found][::2] == [
        "0.2.0:figures:fig-c00000:value",
        "0.2.0:figures:fig-t00000",
        "0.2.0:agreement:cmp-000002",
    ]


def test_the_logs_of_other_tables_have_no_changes_of_their_own() -> None:
    assert change_rows(made(rows("revisions"), rows("changes")), "0.2.0", DAY) == []


@given(ANY_DIFFERENCES)
def test_there_are_as_many_rows_as_cells_changed_and_rows_were_retracted(diff: PackageDiff) -> None:
    expected = sum(
        len(table.retracted) + sum(len(row.cells) for row in table.changed) for table in diff.tables if not table.is_log
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


def test_only_rows_that_no_release_carried_get_the_version_that_brought_them() -> None:
    found = with_added_in([{"area": "CRI", "added_in": ""}, {"area": "USA", "added_in": "0.1.0"}], "0.2.0")
    assert [row["added_in"] for row in found] == ["0.2.0", "0.1.0"]
