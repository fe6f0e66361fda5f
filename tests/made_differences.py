"""Comparisons made by hand or by chance, for the tests of their reports."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from deportation_goal.diff.package_diff import (
    LOGS,
    Cell,
    Change,
    ChangedRow,
    Kind,
    PackageDiff,
    RetractedRow,
    Side,
    TableRows,
    WholeRow,
)
from made_findings import TEXTS

OLD: Final = Side("v0.1.0", "git revision", "0.1.0", "5217e1372679" + "0" * 28)
NEW: Final = Side(".", "folder", "0.1.0")


def rows(table: str = "figures", number: int = 1, **members: object) -> TableRows:
    """Return a table with rows of every kind, so many of each."""
    values = {"figure_id": "fig-000001", "value": "1", "value_text": "one"}
    usual: dict[str, object] = {
        "added": tuple(WholeRow(f"fig-a{n:05}", values, "one") for n in range(number)),
        "removed": tuple(WholeRow(f"fig-r{n:05}", values, "one") for n in range(number)),
        "retracted": tuple(
            RetractedRow(f"fig-t{n:05}", values, "merged", "fig-000009", "Twice.", "one") for n in range(number)
        ),
        "changed": tuple(
            ChangedRow(f"fig-c{n:05}", (Cell("value", "1", "", "Misread."), Cell("place", "", "Here")))
            for n in range(number)
        ),
        "is_log": table in LOGS,
    }
    return TableRows(table, "figure_id", **{**usual, **members})  # type: ignore[arg-type]


def change(kind: Kind = Kind.COLUMN_ADDED, message: str = "column added") -> Change:
    """Return a change of the column value of figures."""
    return Change(kind, "figures", "value", "", "", "value", message)


def made(*tables: TableRows, changes: tuple[Change, ...] = (), not_compared: tuple[str, ...] = ()) -> PackageDiff:
    """Return a comparison."""
    return PackageDiff(OLD, NEW, changes, tables, not_compared)


_VALUES: Final = st.dictionaries(st.sampled_from(["value_text", "title", "notes"]), TEXTS, max_size=2)

_TABLES: Final = st.builds(
    TableRows,
    st.one_of(st.sampled_from(["figures", "revisions"]), TEXTS),
    TEXTS,
    added=st.lists(st.builds(WholeRow, TEXTS, _VALUES, TEXTS), max_size=2).map(tuple),
    removed=st.lists(st.builds(WholeRow, TEXTS, _VALUES, TEXTS), max_size=2).map(tuple),
    retracted=st.lists(st.builds(RetractedRow, TEXTS, _VALUES, TEXTS, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    changed=st.lists(
        st.builds(
            ChangedRow, TEXTS, st.lists(st.builds(Cell, TEXTS, TEXTS, TEXTS, TEXTS), min_size=1, max_size=2).map(tuple)
        ),
        max_size=2,
    ).map(tuple),
    not_compared=st.one_of(st.just(""), TEXTS),
    is_log=st.booleans(),
)

ANY_DIFFERENCES: Final = st.builds(
    PackageDiff,
    st.builds(Side, TEXTS, st.just("folder"), st.just("0.1.0"), TEXTS),
    st.builds(Side, TEXTS, st.just("zip"), st.just("1.2.3")),
    st.lists(st.builds(Change, st.sampled_from(Kind), TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    st.lists(_TABLES, max_size=2).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
)
"""Comparisons with any text in every member that may hold somebody's."""
