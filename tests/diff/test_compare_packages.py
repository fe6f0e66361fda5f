"""Whole packages: what is found in schemas, descriptor, tool and rows, and what is left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deportation_goal.diff.package_diff import Kind, PackageDiff
from deportation_goal.package.descriptor import load_package
from effort import in_the_whole_suite
from made_tables import EditableRows
from versions import REVISION, Document, difference, drop_column, edit_json, field, rename, write_rows, write_version


def found(diff: PackageDiff) -> list[tuple[Kind, str, str, str]]:
    return [(change.kind, change.table, change.column, change.subject) for change in diff.changes]


def test_a_package_does_not_differ_from_itself_or_from_a_copy(old: Path, tmp_path: Path) -> None:
    assert difference(old, old).is_equal
    assert difference(old, write_version(tmp_path / "new")).is_equal


@pytest.mark.slow
def test_a_built_release_equals_what_it_was_built_from(example_build: Path) -> None:
    assert difference(example_build, example_build / "dist").is_equal
    assert difference(example_build / "dist", example_build).is_equal


def test_version_and_date_are_in_every_release_others_and_no_difference(old: Path, tmp_path: Path) -> None:
    def later(document: Document) -> None:
        document.update(version="0.2.0", created="2027-01-01T00:00:00Z")

    diff = difference(old, write_version(tmp_path / "new", descriptor=later))
    assert diff.is_equal
    assert diff.new.version == "0.2.0"


def add_column(document: Document) -> None:
    document["fields"].insert(3, {"name": "remark", "type": "string"})


def remove_column(document: Document) -> None:
    drop_column(document, "notes")


def move_column(document: Document) -> None:
    document["fields"].insert(2, document["fields"].pop())


def rename_column(document: Document) -> None:
    rename(document, "summary", "in_words")


def add_reference(document: Document) -> None:
    reference = {"fields": ["place"], "reference": {"resource": "areas", "fields": ["area"]}}
    document["foreignKeys"].append(reference)


def remove_reference(document: Document) -> None:
    document["foreignKeys"] = [key for key in document["foreignKeys"] if key["fields"] != ["area"]]


def unique_key(document: Document) -> None:
    document["uniqueKeys"] = [["area", "role"]]


def missing_values(document: Document) -> None:
    document["missingValues"] = ["", "n/a"]


def describe_table(document: Document) -> None:
    document["description"] = "Other words."


def describe_column(document: Document) -> None:
    field(document, "place")["example"] = "Elsewhere"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (add_column, (Kind.COLUMN_ADDED, "countries", "remark", "")),
        (remove_column, (Kind.COLUMN_REMOVED, "countries", "notes", "")),
        (move_column, (Kind.COLUMN_MOVED, "countries", "notes", "")),
        (add_reference, (Kind.CONSTRAINT_TIGHTENED, "countries", "", "foreignKeys")),
        (remove_reference, (Kind.CONSTRAINT_LOOSENED, "countries", "", "foreignKeys")),
        *in_the_whole_suite(
            (unique_key, (Kind.CONSTRAINT_TIGHTENED, "countries", "", "uniqueKeys")),
            (missing_values, (Kind.TYPE_CHANGED, "countries", "", "missingValues")),
            (describe_table, (Kind.DESCRIPTION_CHANGED, "countries", "", "description")),
            (describe_column, (Kind.DESCRIPTION_CHANGED, "countries", "place", "example")),
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_change_of_a_schema_is_found_alone(
    old: Path, tmp_path: Path, change: Callable[[Document], None], expected: tuple[Kind, str, str, str]
) -> None:
    diff = difference(old, write_version(tmp_path / "new", schemas={"countries": change}))
    assert found(diff) == [expected]
    assert all(table.is_equal for table in diff.tables)


def rename_in(rows: EditableRows) -> None:
    for row in rows["countries"]:
        row["in_words"] = row.pop("summary")


def test_a_column_with_the_same_values_under_another_name_was_renamed(old: Path, tmp_path: Path) -> None:
    diff = difference(old, write_version(tmp_path / "new", rename_in, {"countries": rename_column}))
    assert found(diff) == [(Kind.COLUMN_RENAMED, "countries", "in_words", "")]
    assert diff.changes[0].message == "renamed from summary (the new name has the same values)"
    assert all(table.is_equal for table in diff.tables)


@pytest.mark.parametrize("values", [["Other words."], []])
def test_a_column_with_other_values_or_none_was_not_renamed(old: Path, tmp_path: Path, values: list[str]) -> None:
    def other(rows: EditableRows) -> None:
        for row in rows["countries"]:
            row.pop("summary")
            row.update(dict.fromkeys(["in_words"], values[0]) if values else {})

    diff = difference(old, write_version(tmp_path / "new", other, {"countries": rename_column}))
    assert [kind for kind, *_ in found(diff)] == [Kind.COLUMN_REMOVED, Kind.COLUMN_ADDED]


def test_what_a_derived_table_has_from_another_is_told_once(old: Path, tmp_path: Path) -> None:
    def longer(document: Document) -> None:
        field(document, "value_text")["description"] = "Other words."

    changes = {"figures": longer, "derived/figures_flat": longer}
    assert found(difference(old, write_version(tmp_path / "new", schemas=changes))) == [
        (Kind.COLUMN_MEANING_CHANGED, "figures", "value_text", "description")
    ]
    only = difference(old, write_version(tmp_path / "new", schemas={"derived/figures_flat": longer}))
    assert [change.table for change in only.changes] == ["figures_flat"]


def test_tables_come_and_go_with_their_rows(old: Path, tmp_path: Path) -> None:
    new = write_version(tmp_path / "new")
    (new / "schemas/derived/lineage.schema.json").unlink()
    edit_json(new / "datapackage.json", lambda document: document["resources"].pop(3))
    name = load_package(old).table_names[3]
    there, back = difference(old, new), difference(new, old)
    assert found(there) == [(Kind.TABLE_REMOVED, name, "", ""), (Kind.TABLE_REMOVED, "lineage", "", "")]
    assert found(back) == [(Kind.TABLE_ADDED, name, "", ""), (Kind.TABLE_ADDED, "lineage", "", "")]
    gone = next(table for table in there.tables if table.table == name)
    came = next(table for table in back.tables if table.table == name)
    assert len(gone.removed) == len(came.added) > 0


def member(**values: Any) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        document["resources"][0].update(values)

    return change


@pytest.mark.parametrize(
    ("change", "kind", "subject"),
    [
        (lambda document: document["licenses"].pop(), Kind.LICENCE_CHANGED, "licenses"),
        (lambda document: document.update(description="Other."), Kind.DESCRIPTION_CHANGED, "description"),
        *in_the_whole_suite(
            (lambda document: document["keywords"].reverse(), Kind.DESCRIPTION_CHANGED, "keywords"),
            (lambda document: document.pop("sources"), Kind.DESCRIPTION_CHANGED, "sources"),
            (lambda document: document.update(homepage="https://example.org"), Kind.DESCRIPTION_CHANGED, "homepage"),
            (member(encoding="latin-1"), Kind.TABLE_FORM_CHANGED, "encoding"),
            (member(title="Other"), Kind.DESCRIPTION_CHANGED, "title"),
        ),
        (member(dialect={"delimiter": ";"}), Kind.TABLE_FORM_CHANGED, "dialect"),
        (member(bytes=3, hash="sha256:0", rowCount=9), None, ""),
    ],
)
def test_a_change_of_the_descriptor_is_found_alone(
    old: Path, tmp_path: Path, change: Callable[[Document], None], kind: Kind | None, subject: str
) -> None:
    diff = difference(old, write_version(tmp_path / "new", descriptor=change))
    assert [(change.kind, change.subject) for change in diff.changes] == ([(kind, subject)] if kind else [])


def test_a_table_in_another_file_says_both_places(old: Path, tmp_path: Path) -> None:
    new = write_version(tmp_path / "new", descriptor=member(path="data/numbers.csv"))
    diff = difference(old, new)
    assert [change.message for change in diff.changes] == ["its file was data/figures.csv and is data/numbers.csv now"]


def test_revisions_say_why_a_row_is_gone_and_why_a_cell_changed(old: Path, tmp_path: Path) -> None:
    def revise(rows: EditableRows) -> None:
        rows["figures"][0]["value"] = "900000"
        rows["figures"].pop(1)
        corrected = {"row_id": "fig-7k2m9q", "field": "value", "new_value": "900000", "action": "corrected"}
        rows["revisions"] += [REVISION, {**REVISION, **corrected, "revision_id": "rev-000002", "reason": "Misread."}]

    diff = difference(old, write_version(tmp_path / "new", revise))
    tables = {table.table: table for table in diff.tables}
    assert tables["figures"].counts == {"added": 0, "changed": 1, "retracted": 1, "removed": 0}
    assert tables["figures"].changed[0].cells[0].reason == "Misread."
    assert tables["figures"].retracted[0].reason == REVISION["reason"]
    assert tables["revisions"].counts["added"] == 2


def test_the_reason_of_an_earlier_release_explains_no_new_change(tmp_path: Path) -> None:
    before = write_version(tmp_path / "before", lambda rows: rows["figures"][0].update(value="5"))
    (changed,) = next(t for t in difference(before, write_version(tmp_path / "new")).tables if t.changed).changed
    # The example's revision names just this row, column and value, but both sides have it.
    assert [(cell.column, cell.new, cell.reason) for cell in changed.cells] == [("value", "1000000", "")]


def test_rows_out_of_order_are_the_same_rows(old: Path, tmp_path: Path) -> None:
    def reverse(rows: EditableRows) -> None:
        rows["areas"].reverse()

    assert difference(old, write_version(tmp_path / "new", reverse, ordered=False)).is_equal


def interface(**commands: Any) -> Document:
    return {"format": "deportation-goal-interface", "format_version": 1, "commands": commands, "functions": {}}


def test_the_tool_is_compared_where_both_sides_say_what_it_has(old: Path, tmp_path: Path) -> None:
    one = write_version(tmp_path / "one", interface=interface(check={}))
    two = write_version(tmp_path / "two", interface=interface(check={}, fix={}))
    assert found(difference(one, two)) == [(Kind.TOOL_ADDED, "", "", "fix")]
    assert difference(one, two).not_compared == (
        "the levels of the rules and the oldest Python: docs/interface.json of one does not list them",
    )
    assert difference(old, two).not_compared == (
        "the commands and functions of the tool: old without docs/interface.json",
    )


def test_it_is_the_same_every_time(old: Path, tmp_path: Path) -> None:
    new = write_version(tmp_path / "new", lambda rows: rows["areas"].reverse(), {"figures": add_column}, ordered=False)
    first, second = difference(old, new), difference(old, new)
    assert first == second
    assert json.dumps([str(change) for change in first.changes]) == json.dumps([str(c) for c in second.changes])


def test_rows_written_by_hand_in_another_form_are_the_same_rows(old: Path, tmp_path: Path) -> None:
    new = write_version(tmp_path / "new")
    write_rows(new)
    path = new / "data/reference/areas.csv"
    path.write_bytes(
        b"\xef\xbb\xbf" + path.read_bytes().replace(b"Costa Rica", b'"Costa Rica"').replace(b"\n", b"\r\n")
    )
    assert difference(old, new).is_equal
