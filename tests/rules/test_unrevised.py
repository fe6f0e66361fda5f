"""What differs from an older version without a revision, and what a revision excuses."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.package.descriptor import Package
from deportation_goal.rules.example_package import ROWS
from deportation_goal.rules.unrevised import Unrevised, _Revised, unrevised_changes
from deportation_goal.table_files import Row, Rows
from deportation_goal.table_files.revision_rows import replaced_words
from support import schemas_of

OLD: Rows = {table: [dict(row) for row in rows] for table, rows in ROWS.items()} | {"revisions": []}
ROW = "fig-7k2m9q"


def _changes(package: Package, new: Rows, old: Rows = OLD) -> list[Unrevised]:
    schemas = schemas_of(package)
    full = (
        {name: [{**dict.fromkeys(schemas[name].columns, ""), **row} for row in rows] for name, rows in side.items()}
        for side in (old, new)
    )
    before, now = full
    return list(unrevised_changes(before, now, schemas))


def _with(table: str, rows: Sequence[Row], *revisions: Row) -> Rows:
    return {**{name: list(own) for name, own in OLD.items()}, table: rows, "revisions": list(revisions)}


def _figures(**cells: str) -> list[Row]:
    return [{**row, **cells} if row["figure_id"] == ROW else row for row in OLD["figures"]]


def _revision(number: int, field: str, old: str, new: str, row_id: str = ROW, action: str = "corrected") -> Row:
    return {
        "revision_id": f"rev-{number:06}",
        "table_name": "figures",
        "row_id": row_id,
        "field": field,
        "old_value": old,
        "new_value": new,
        "action": action,
    }


def _of_notes(package: Package, now: str, *revisions: Row, was: str = "A") -> list[tuple[str, str, str]]:
    old: Rows = {**OLD, "figures": _figures(notes=was)}
    changes = _changes(package, _with("figures", _figures(notes=now), *revisions), old)
    return [(change.rule.id, change.row_id, change.column) for change in changes]


UNREVISED = [("unrevised-cell", ROW, "notes")]


def test_a_version_equals_itself(package: Package) -> None:
    assert _changes(package, OLD) == []


def test_new_rows_need_no_revision(package: Package) -> None:
    row = {**OLD["figures"][0], "figure_id": "fig-000001", "notes": "New."}
    assert _changes(package, _with("figures", [*OLD["figures"], row])) == []


@pytest.mark.parametrize(
    ("now", "steps", "excused"),
    [
        ("B", [], False),
        ("B", [("A", "B")], True),
        ("B", [("A", "C")], False),
        ("B", [("C", "B")], False),
        ("C", [("B", "C"), ("A", "B")], True),
        ("B", [("A", "B"), ("B", "C")], False),
        ("D", [("A", "B"), ("B", "A"), ("A", "D")], True),
        ("", [("A", "")], True),
        ("B", [("A", "B"), ("X", "Y")], False),
        # The reason of an older change was written down later.
        ("B", [("", "A"), ("A", "B")], True),
        ("B", [("", "X"), ("A", "B"), ("X", "A")], True),
        ("B", [("", "A")], False),
        ("B", [("", "A"), ("A", "B"), ("X", "Y")], False),
    ],
)
def test_a_cell_is_the_end_of_a_chain(now: str, steps: list[tuple[str, str]], excused: bool, package: Package) -> None:
    revisions = [_revision(number, "notes", *step) for number, step in enumerate(steps)]
    assert _of_notes(package, now, *revisions) == ([] if excused else UNREVISED)


@pytest.mark.parametrize(
    "revision",
    [
        _revision(1, "notes", "A", "B", row_id="fig-8h3n1p"),
        _revision(1, "place", "A", "B"),
        {**_revision(1, "notes", "A", "B"), "table_name": "quotes"},
        _revision(1, "notes", "A", "B", action="retracted"),
    ],
)
def test_a_revision_excuses_its_own_cell_only(revision: Row, package: Package) -> None:
    assert _of_notes(package, "B", revision) == UNREVISED


def test_a_revision_of_the_older_version_excuses_nothing(package: Package) -> None:
    revision = _revision(1, "notes", "A", "B")
    old: Rows = {**OLD, "figures": _figures(notes="A"), "revisions": [revision]}
    changes = _changes(package, _with("figures", _figures(notes="B"), revision), old)
    assert [change.rule.id for change in changes] == ["unrevised-cell"]


@pytest.mark.parametrize(
    ("was", "now", "excused"),
    [
        ("Excerpt only.", "", True),
        ("Excerpt only. Of May.", "Of May.", True),
        ("Of May. Excerpt only. Of June.", "Of May. Of June.", True),
        ("Of May. Excerpt only.", "Of May", False),
        ("Of May.", "Of June.", False),
        ("", "Of June.", False),
    ],
)
def test_a_revision_of_a_column_excuses_the_cells_that_it_gives(
    was: str, now: str, excused: bool, package: Package
) -> None:
    revision = _revision(1, "notes", "Excerpt only.", "", row_id="*")
    assert _of_notes(package, now, revision, was=was) == ([] if excused else UNREVISED)


def test_corrections_of_a_cell_and_of_its_column_follow_each_other(package: Package) -> None:
    column = _revision(1, "notes", "ICE", "Enforcement", row_id="*")
    before, after = _revision(2, "notes", "A", "ICE here"), _revision(3, "notes", "Enforcement here", "B")
    assert _of_notes(package, "B", column, before, after) == []
    assert _of_notes(package, "Enforcement here", column, before) == []
    assert _of_notes(package, "Enforcement here", column, before, after) == UNREVISED


def test_of_words_that_go_the_spaces_go_too() -> None:
    assert replaced_words("a b c", "b", "") == "a c"
    assert replaced_words("", "", "und") == ""
    assert replaced_words("a  b", "x", "") == "a  b"


@pytest.mark.parametrize("action", ["retracted", "merged", "split"])
def test_a_row_may_go_with_its_revision(action: str, package: Package) -> None:
    rows = [row for row in OLD["figures"] if row["figure_id"] != ROW]
    assert _changes(package, _with("figures", rows, _revision(1, "", "{}", "", action=action))) == []
    (gone,) = _changes(package, _with("figures", rows))
    assert (gone.rule.id, gone.row_id, gone.column) == ("unrevised-row", ROW, "")
    assert f"retract {ROW}" in gone.message


def test_a_missing_row_is_told_after_the_one_before_it(package: Package) -> None:
    first, *rest = OLD["figures"]
    (gone,) = _changes(package, _with("figures", [first, *rest[1:]]))
    assert (gone.row_id, gone.after) == (rest[0]["figure_id"], first["figure_id"])


def test_an_id_that_changed_is_told_at_the_row(package: Package) -> None:
    rows = [
        {**row, "figure_id": "fig-000001", "added_in": ""} if row["figure_id"] == ROW else row for row in OLD["figures"]
    ]
    (change,) = _changes(package, _with("figures", rows))
    assert (change.rule.id, change.row_id, change.column) == ("changed-id", "fig-000001", "figure_id")
    assert ROW in change.message


def test_reference_tables_are_compared_too(package: Package) -> None:
    (change,) = _changes(package, _with("agents", OLD["agents"][1:]))
    assert (change.rule.id, change.table) == ("unrevised-row", "agents")


def test_columns_that_one_side_lacks_and_columns_of_releases_are_not_compared(package: Package) -> None:
    assert _changes(package, _with("figures", _figures(added_in="2.0.0"))) == []
    before = {**OLD, "figures": [{key: cell for key, cell in row.items() if key != "notes"} for row in OLD["figures"]]}
    schemas = schemas_of(package)
    full = [{**dict.fromkeys(schemas["figures"].columns, ""), **row, "notes": "New."} for row in OLD["figures"]]
    assert (
        list(unrevised_changes({"figures": before["figures"]}, {"figures": full}, {"figures": schemas["figures"]}))
        == []
    )


def test_a_table_that_one_side_lacks_is_not_compared(package: Package) -> None:
    without = {name: rows for name, rows in OLD.items() if name != "quotes"}
    assert _changes(package, without) == []
    assert _changes(package, OLD, without) == []


@pytest.mark.parametrize(("change", "count"), [({"reason": "Other."}, 1), ({"version": "2.0.0"}, 0), (None, 1)])
def test_history_is_only_added_to(change: Mapping[str, str] | None, count: int, package: Package) -> None:
    revision = {**_revision(1, "notes", "A", "B"), "reason": "One."}
    new = _with("figures", OLD["figures"], *([{**revision, **change}] if change else []))
    changes = _changes(package, new, {**OLD, "revisions": [revision]})
    assert [item.rule.id for item in changes] == ["changed-history"] * count


@given(st.lists(st.sampled_from("ABC"), min_size=2, max_size=5), st.randoms())
def test_any_chain_of_corrections_is_followed_whatever_its_order(values: list[str], order: random.Random) -> None:
    revisions = [_revision(number, "notes", *step) for number, step in enumerate(itertools.pairwise(values))]
    order.shuffle(revisions)
    assert _Revised.of("figures", revisions).lead_to(ROW, "notes", values[0], values[-1])
    assert not _Revised.of("figures", revisions).lead_to(ROW, "notes", values[0], "D")
