"""Rows by key: nothing in equal tables, symmetric, complete, and every kind told apart."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.diff.package_diff import TableRows
from deportation_goal.diff.row_diff import TableRevisions, compare_rows
from deportation_goal.diff.snapshot import TableValues
from deportation_goal.package.schema import TableSchema, parse_schema

FIELDS: Final = ("figure_id", "source_id", "evidence_start", "value", "note")


def schema(fields: tuple[str, ...] = FIELDS, key: str = "figure_id") -> TableSchema:
    members = [{"name": name, "type": "string"} for name in fields]
    return parse_schema("figures", {"fields": members, "primaryKey": key})


SCHEMA: Final = schema()


def rows(*values: tuple[str, ...], columns: TableSchema = SCHEMA) -> TableValues:
    return TableValues(columns, values)


def row(row_id: str, start: str = "1", value: str = "5", note: str = "") -> tuple[str, ...]:
    return (row_id, "s", start, value, note)


CELLS: Final = st.text(st.sampled_from("ab1é\n"), max_size=2)


@st.composite
def any_rows(draw: st.DrawFn) -> TableValues:
    """Tables with a few ids, in any order, with any cells."""
    ids = draw(st.lists(st.sampled_from("abcdefghij"), unique=True))
    return rows(
        *(
            (row_id, draw(st.sampled_from("st")), draw(st.sampled_from("123")), draw(CELLS), draw(CELLS))
            for row_id in ids
        )
    )


def applied(old: TableValues, found: TableRows, order: list[str]) -> list[dict[str, str]]:
    """Return the old rows with a comparison applied, in an order of ids."""
    table: dict[str, dict[str, str]] = {
        row_id: dict(zip(FIELDS, values, strict=True)) for row_id, values in old.by_id.items()
    }
    for row_id in [*(gone.row_id for gone in found.removed), *(gone.row_id for gone in found.retracted)]:
        del table[row_id]
    for changed in found.changed:
        for cell in changed.cells:
            assert table[changed.row_id][cell.column] == cell.old
            table[changed.row_id][cell.column] = cell.new
    for added in found.added:
        assert added.row_id not in table
        table[added.row_id] = {**dict.fromkeys(FIELDS, ""), **added.values}
    assert sorted(table) == sorted(order)
    return [table[row_id] for row_id in order]


@given(any_rows())
def test_a_table_does_not_differ_from_itself(table: TableValues) -> None:
    assert compare_rows("figures", table, table, {}).is_equal


@given(any_rows(), any_rows())
def test_what_one_way_added_the_other_way_removed(old: TableValues, new: TableValues) -> None:
    there, back = compare_rows("figures", old, new, {}), compare_rows("figures", new, old, {})
    assert there.added == back.removed
    assert there.removed == back.added
    swapped = {(row.row_id, cell.column, cell.new, cell.old) for row in back.changed for cell in row.cells}
    assert {(row.row_id, cell.column, cell.old, cell.new) for row in there.changed for cell in row.cells} == swapped


@given(any_rows(), any_rows(), st.sets(st.sampled_from("abcdefghij")))
def test_applied_to_the_old_rows_it_gives_the_new_ones(old: TableValues, new: TableValues, revised: set[str]) -> None:
    revision = {"action": "retracted", "replaced_by": "", "reason": "x"}
    found = compare_rows("figures", old, new, {}, TableRevisions(dict.fromkeys(revised, revision), {}))
    assert applied(old, found, new.ids) == [dict(zip(FIELDS, values, strict=True)) for values in new.values]
    assert {row.row_id for row in found.retracted} == revised & (set(old.ids) - set(new.ids))
    assert not {row.row_id for row in found.removed} & revised


@given(any_rows(), any_rows())
def test_rows_without_a_difference_are_equal_rows(old: TableValues, new: TableValues) -> None:
    if compare_rows("figures", old, new, {}).is_equal:
        assert sorted(old.values) == sorted(new.values)


@given(any_rows(), st.randoms())
def test_the_order_of_rows_makes_no_difference(table: TableValues, random: Random) -> None:
    shuffled = random.sample(list(table.values), len(table.values))
    assert compare_rows("figures", table, rows(*shuffled), {}).is_equal


def test_a_cell_tells_old_and_new_value_and_the_reason_that_revisions_gives() -> None:
    revisions = TableRevisions({}, {("a", "value", "6"): {"reason": "A digit was misread."}})
    (found,) = compare_rows("figures", rows(row("a")), rows(row("a", value="6", note="n")), {}, revisions).changed
    assert [(cell.column, cell.old, cell.new, cell.reason) for cell in found.cells] == [
        ("value", "5", "6", "A digit was misread."),
        ("note", "", "n", ""),
    ]


def test_a_retracted_row_is_whole_with_its_reason_and_heir() -> None:
    revisions = TableRevisions({"a": {"action": "merged", "replaced_by": "b", "reason": "Twice."}}, {})
    found = compare_rows("figures", rows(row("a"), row("b")), rows(row("b")), {}, revisions)
    (gone,) = found.retracted
    assert (gone.row_id, gone.action, gone.replaced_by, gone.reason) == ("a", "merged", "b", "Twice.")
    assert gone.values == {"figure_id": "a", "source_id": "s", "evidence_start": "1", "value": "5"}
    assert found.removed == ()


@pytest.mark.parametrize(("old", "new", "kind"), [(None, rows(row("a")), "added"), (rows(row("a")), None, "removed")])
def test_a_table_that_came_or_went_came_or_went_with_all_rows(
    old: TableValues | None, new: TableValues | None, kind: str
) -> None:
    assert compare_rows("figures", old, new, {}).counts == {
        **dict.fromkeys(("added", "changed", "retracted", "removed"), 0),
        kind: 1,
    }


def other_columns(*columns: str, key: str = "figure_id") -> TableSchema:
    return schema(columns, key)


@pytest.mark.parametrize(
    ("columns", "renamed"),
    [
        (("figure_id", "source_id", "evidence_start", "value"), {}),
        (("figure_id", "source_id", "evidence_start", "value", "note", "more"), {}),
        (("note", "figure_id", "value", "evidence_start", "source_id"), {}),
        (("figure_id", "source_id", "evidence_start", "value", "remark"), {"note": "remark"}),
    ],
)
def test_a_column_that_came_went_or_moved_changes_no_row(columns: tuple[str, ...], renamed: Mapping[str, str]) -> None:
    old = rows(row("a", note="n"), row("b"))
    back = {new: was for was, new in renamed.items()}
    new = TableValues(
        other_columns(*columns),
        [
            tuple(dict(zip(FIELDS, values, strict=True)).get(back.get(column, column), "x") for column in columns)
            for values in old.values
        ],
    )
    assert compare_rows("figures", old, new, renamed).is_equal


def test_a_renamed_key_is_the_key() -> None:
    columns = ("row_id", *FIELDS[1:])
    new = TableValues(other_columns(*columns, key="row_id"), [row("a", value="6")])
    found = compare_rows("figures", rows(row("a")), new, {"figure_id": "row_id"})
    assert (found.key, [changed.row_id for changed in found.changed]) == ("row_id", ["a"])


def test_rows_of_another_key_are_not_compared_and_not_equal() -> None:
    new = TableValues(other_columns(*FIELDS, key="note"), [row("a", note="n")])
    found = compare_rows("figures", rows(row("a")), new, {})
    assert found.not_compared == "the key was figure_id and is note now: rows cannot be followed from one to the other"
    assert not found.is_equal


def test_no_table_at_all_is_no_comparison() -> None:
    with pytest.raises(ValueError, match="neither side has a table figures"):
        compare_rows("figures", None, None, {})


def test_a_row_that_came_or_went_is_told_by_its_label() -> None:
    fields = [{"name": name} for name in FIELDS]
    document = {"fields": fields, "primaryKey": "figure_id", "label": ["note", "value"]}
    labelled = parse_schema("figures", document)
    found = compare_rows(
        "figures", rows(row("a", note="about 5"), columns=labelled), rows(row("b"), columns=labelled), {}
    )
    assert [gone.label for gone in found.removed] == ["about 5"]
    assert [new.label for new in found.added] == ["5"]


@pytest.mark.parametrize(
    ("name", "is_log", "counts"), [("notices", True, True), ("notices", False, False), ("changes", False, True)]
)
def test_a_log_is_known_by_its_schema_or_as_one_of_1_0_0(name: str, is_log: bool, counts: bool) -> None:
    document = {"fields": [{"name": "figure_id"}], "primaryKey": "figure_id", "isLog": is_log}
    table = TableValues(parse_schema(name, document), [("a",)])
    assert compare_rows(name, None, table, {}).is_log is counts
    assert compare_rows(name, table, None, {}).is_log is counts
