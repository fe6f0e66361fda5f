"""The step of the version, each line of the recipe on its own; and that more changes never need a smaller step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.diff.package_diff import (
    Change,
    ChangedRow,
    Kind,
    PackageDiff,
    RetractedRow,
    Side,
    Step,
    TableRows,
    WholeRow,
)
from deportation_goal.diff.step import ROW_STEPS, STEPS, reasons, required_step
from made_tables import EditableRows
from versions import REVISION, Document, difference, drop_column, field, write_version


def step(
    old: Path,
    tmp_path: Path,
    rows: Callable[[EditableRows], None] | None = None,
    figures: Callable[[Document], None] | None = None,
    descriptor: Callable[[Document], None] | None = None,
) -> tuple[Step, list[str]]:
    """Return the step that a change requires, and the reasons."""
    new = write_version(tmp_path / "new", rows, {"figures": figures} if figures else None, descriptor)
    diff = difference(old, new)
    return required_step(diff), [reason.sentence for reason in reasons(diff)]


def test_nothing_requires_nothing(old: Path, tmp_path: Path) -> None:
    assert step(old, tmp_path) == (Step.NONE, [])


def test_major_a_column_added(old: Path, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        document["fields"].append({"name": "extra"})

    assert step(old, tmp_path, figures=change) == (Step.MAJOR, ["figures.extra: column added"])


def test_major_a_column_removed(old: Path, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        drop_column(document, "notes")

    assert step(old, tmp_path, figures=change) == (Step.MAJOR, ["figures.notes: column removed"])


def test_major_a_column_renamed(old: Path, tmp_path: Path) -> None:
    def rename(rows: EditableRows) -> None:
        for row in rows["figures"]:
            row["hedge"] = row.pop("qualifier")

    found, why = step(old, tmp_path, rename, lambda document: field(document, "qualifier").update(name="hedge"))
    assert (found, len(why)) == (Step.MAJOR, 1)
    assert why[0].startswith("figures.hedge: renamed from qualifier")


def test_major_a_column_moved(old: Path, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        document["fields"].append(document["fields"].pop(3))

    found, why = step(old, tmp_path, figures=change)
    assert (found, len(why)) == (Step.MAJOR, 1)
    assert "column moved from place 4 to" in why[0]


def test_major_a_type_changed(old: Path, tmp_path: Path) -> None:
    found, why = step(old, tmp_path, figures=lambda document: field(document, "value").update(type="integer"))
    assert found is Step.MAJOR
    assert why[0].startswith("figures.value: type number became integer")


def test_major_a_constraint_tightened(old: Path, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        field(document, "value_text")["constraints"]["maxLength"] -= 1

    assert step(old, tmp_path, figures=change)[0] is Step.MAJOR


def test_minor_a_constraint_loosened(old: Path, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        field(document, "value_text")["constraints"]["maxLength"] += 1

    assert step(old, tmp_path, figures=change)[0] is Step.MINOR


def drop_code(document: Document) -> None:
    column = field(document, "status")
    column["constraints"]["enum"].remove("provisional")
    column["categories"] = [item for item in column["categories"] if item["value"] != "provisional"]


def add_code(document: Document) -> None:
    column = field(document, "status")
    column["constraints"]["enum"].append("wished")
    column["categories"].append({"value": "wished", "label": "Wished", "description": "Hoped for."})


def test_major_a_code_removed(old: Path, tmp_path: Path) -> None:
    found, why = step(old, tmp_path, figures=drop_code)
    assert (found, why) == (Step.MAJOR, ['figures.status: code "provisional" (Provisional) removed'])


def test_major_the_meaning_of_a_code_changed(old: Path, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        field(document, "status")["categories"][0]["description"] = "Something else."

    found, why = step(old, tmp_path, figures=change)
    assert found is Step.MAJOR
    assert "has another meaning" in why[0]


def test_minor_a_code_added(old: Path, tmp_path: Path) -> None:
    found, why = step(old, tmp_path, figures=add_code)
    assert (found, why) == (Step.MINOR, ['figures.status: code "wished" (Wished) added'])


def test_minor_rows_added(old: Path, tmp_path: Path) -> None:
    def change(rows: EditableRows) -> None:
        rows["areas"].append({**rows["areas"][0], "area": "PAN"})

    assert step(old, tmp_path, change) == (Step.MINOR, ["areas: 1 row added"])


def test_minor_rows_retracted_with_their_revision(old: Path, tmp_path: Path) -> None:
    def change(rows: EditableRows) -> None:
        rows["figures"].pop(1)
        rows["revisions"].append(REVISION)

    assert step(old, tmp_path, change) == (
        Step.MINOR,
        ["figures: 1 row retracted, with the row of revisions that says why"],
    )


def test_major_rows_gone_without_their_revision(old: Path, tmp_path: Path) -> None:
    def change(rows: EditableRows) -> None:
        rows["figures"].pop(1)

    found, why = step(old, tmp_path, change)
    assert (found, why) == (
        Step.MAJOR,
        ["figures: 1 row gone without a row of revisions that says why (fig-8h3n1p)"],
    )


def test_minor_a_table_added_and_major_a_table_removed(old: Path, tmp_path: Path) -> None:
    def change(document: Document) -> None:
        document["resources"] = [item for item in document["resources"] if item["name"] != "changes"]

    new = write_version(tmp_path / "new", descriptor=change)
    assert required_step(difference(old, new)) is Step.MAJOR
    assert required_step(difference(new, old)) is Step.MINOR


def test_patch_a_value_corrected(old: Path, tmp_path: Path) -> None:
    found, why = step(old, tmp_path, lambda rows: rows["figures"][0].update(value="900000"))
    assert (found, why) == (Step.PATCH, ["figures: 1 row with corrected values"])


def test_patch_a_description(old: Path, tmp_path: Path) -> None:
    found, _ = step(old, tmp_path, figures=lambda document: field(document, "value").update(title="Other"))
    assert found is Step.PATCH
    found, _ = step(old, tmp_path, descriptor=lambda document: document.update(title="Other"))
    assert found is Step.PATCH


def test_nothing_the_rows_of_revisions_and_changes(old: Path, tmp_path: Path) -> None:
    def change(rows: EditableRows) -> None:
        rows["revisions"].append({**REVISION, "row_id": "fig-7k2m9q"})
        rows["revisions"].pop(0)
        rows["changes"].append({"change_id": "0.1.0:figures:fig-7k2m9q"})

    new = write_version(tmp_path / "new", change)
    diff = difference(old, new)
    assert not diff.is_equal
    assert (required_step(diff), reasons(diff)) == (Step.NONE, ())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"check": {}}, {"check": {}, "fix": {}}, Step.MINOR),
        ({"check": {}, "fix": {}}, {"check": {}}, Step.MAJOR),
    ],
)
def test_a_command_added_is_minor_and_one_removed_major(
    tmp_path: Path, before: Document, after: Document, expected: Step
) -> None:
    form = {"format": "deportation-goal-interface", "format_version": 1}
    one = write_version(tmp_path / "one", interface={**form, "commands": before, "functions": {}})
    two = write_version(tmp_path / "two", interface={**form, "commands": after, "functions": {}})
    assert required_step(difference(one, two)) is expected
    one = write_version(tmp_path / "one", interface={**form, "commands": {}, "functions": before})
    two = write_version(tmp_path / "two", interface={**form, "commands": {}, "functions": after})
    assert required_step(difference(one, two)) is expected


def test_every_kind_has_a_step() -> None:
    assert set(STEPS) == set(Kind)
    assert set(ROW_STEPS) == set(TableRows("figures", "figure_id").counts)


WHOLE = WholeRow("fig-000001", {"value": "1"})
CHANGES = st.sampled_from(Kind).map(lambda kind: Change(kind, "figures", "value", "", "", "", kind.value))
TABLES = st.builds(
    TableRows,
    st.sampled_from(["figures", "quotes", "revisions", "changes"]),
    st.just("figure_id"),
    added=st.lists(st.just(WHOLE), max_size=2).map(tuple),
    removed=st.lists(st.just(WHOLE), max_size=2).map(tuple),
    retracted=st.lists(st.just(RetractedRow("fig-000001", {}, "retracted", "", "x")), max_size=2).map(tuple),
    changed=st.lists(st.just(ChangedRow("fig-000001", ())), max_size=2).map(tuple),
    not_compared=st.sampled_from(["", "the key was a and is b now"]),
)
SIDE = Side("v0.1.0", "git revision", "0.1.0")
DIFFS = st.builds(
    PackageDiff,
    st.just(SIDE),
    st.just(SIDE),
    st.lists(CHANGES, max_size=4).map(tuple),
    st.lists(TABLES, max_size=3).map(tuple),
)


@given(DIFFS, CHANGES, TABLES)
def test_more_changes_never_need_a_smaller_step(diff: PackageDiff, change: Change, table: TableRows) -> None:
    assert required_step(replace(diff, changes=(*diff.changes, change))) >= max(required_step(diff), STEPS[change.kind])
    assert required_step(replace(diff, tables=(*diff.tables, table))) >= required_step(diff)


@given(DIFFS)
def test_the_step_is_that_of_the_first_reason_and_every_reason_is_a_sentence(diff: PackageDiff) -> None:
    found = reasons(diff)
    assert required_step(diff) is (found[0].step if found else Step.NONE)
    assert [reason.step for reason in found] == sorted((reason.step for reason in found), reverse=True)
    assert all(reason.sentence and "\n" not in reason.sentence for reason in found)
