"""Compares the rows of one table by key: added, removed, retracted, changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deportation_goal.diff.package_diff import LOGS, Cell, ChangedRow, RetractedRow, TableRows, WholeRow
from deportation_goal.diff.snapshot import TableValues, Values
from deportation_goal.table_files.revision_rows import WORDING, replaced_words

Revision = Mapping[str, str]


@dataclass(frozen=True)
class TableRevisions:
    """What the revisions of the new side say of one table.

    Attributes:
        retractions: The row of revisions by the id of the row that it took out.
        corrections: The corrections by row, column and new value; only those that the old side has not.
        rules: The corrections of a whole column, each by a stated rule; only those that the old side has not.
    """

    retractions: Mapping[str, Revision]
    corrections: Mapping[tuple[str, str, str], Revision]
    rules: Sequence[Revision] = ()

    def of(self, row_id: str, column: str, old: str, new: str) -> Revision | None:
        """Return the revision that explains a changed cell: its own, or the rule for its column that gives its value."""
        own = self.corrections.get((row_id, column, new))
        return own or next((rule for rule in self.rules if _gives(rule, column, old, new)), None)

    def is_wording(self, column: str, old: str, new: str) -> bool:
        """Whether a revision says that the description of a column or code says the same in other words."""
        texts = (column, old, new)
        return any(
            rule.get("action") == WORDING and (rule.get("field"), rule.get("old_value"), rule.get("new_value")) == texts
            for rule in self.rules
        )


def _gives(rule: Revision, column: str, old: str, new: str) -> bool:
    """Whether a rule for a whole column makes a new value of an old one: words that go, and what takes their place."""
    words, replacement = rule.get("old_value", ""), rule.get("new_value", "")
    return rule.get("field") == column and old != new == replaced_words(old, words, replacement)


NO_REVISIONS: Final = TableRevisions({}, {})


def compare_rows(
    table: str,
    old: TableValues | None,
    new: TableValues | None,
    renamed: Mapping[str, str],
    revisions: TableRevisions = NO_REVISIONS,
) -> TableRows:
    """Compare the rows of a table.

    Args:
        table: Its name.
        old: The old rows; None if the table is new.
        new: The new rows; None if the table is gone.
        renamed: New name of each old column that has another name now.
        revisions: What the new revisions say of this table.

    Returns:
        The rows that differ. Cells of columns that only one side has are no change of a row: the column is the change.
    """
    if old is None and new is None:
        raise ValueError(f"neither side has a table {table}")
    is_log = table in LOGS or any(side.schema.is_log for side in (old, new) if side)
    if old is None:
        assert new is not None  # noqa: S101
        added = tuple(_whole(new, row) for row in new.values)
        return TableRows(table, new.schema.primary_key, added=added, is_log=is_log)
    if new is None:
        removed, retracted = _gone(old, old.values, revisions)
        return TableRows(table, old.schema.primary_key, removed=removed, retracted=retracted, is_log=is_log)
    key = new.schema.primary_key
    reason = _incomparable(old, new, renamed)
    if reason:
        return TableRows(table, key, not_compared=reason, is_log=is_log)
    gone = [row for row, row_id in zip(old.values, old.ids, strict=True) if row_id not in new.by_id]
    removed, retracted = _gone(old, gone, revisions)
    return TableRows(
        table,
        key,
        added=tuple(
            _whole(new, row) for row, row_id in zip(new.values, new.ids, strict=True) if row_id not in old.by_id
        ),
        removed=removed,
        retracted=retracted,
        changed=tuple(_changed(old, new, renamed, revisions)),
        is_log=is_log,
    )


def _incomparable(old: TableValues, new: TableValues, renamed: Mapping[str, str]) -> str:
    """Return why rows cannot be followed from one side to the other, empty if they can."""
    before, now = old.schema.primary_key, new.schema.primary_key
    if now == renamed.get(before, before):
        return ""
    return f"the key was {before} and is {now} now: rows cannot be followed from one to the other"


def _whole(rows: TableValues, values: Values) -> WholeRow:
    filled = _filled(rows, values)
    return WholeRow(values[rows.key_position], filled, _label(rows, filled))


def _label(rows: TableValues, filled: Mapping[str, str]) -> str:
    return next((filled[column] for column in rows.schema.label if column in filled), "")


def _filled(rows: TableValues, values: Values) -> dict[str, str]:
    return {column: value for column, value in zip(rows.schema.columns, values, strict=True) if value}


def _gone(
    old: TableValues, gone: Sequence[Values], revisions: TableRevisions
) -> tuple[tuple[WholeRow, ...], tuple[RetractedRow, ...]]:
    removed, retracted = [], []
    for values in gone:
        row_id = values[old.key_position]
        revision = revisions.retractions.get(row_id)
        if revision is None:
            removed.append(_whole(old, values))
        else:
            action, replaced_by, reason = (revision.get(column, "") for column in ("action", "replaced_by", "reason"))
            filled = _filled(old, values)
            retracted.append(RetractedRow(row_id, filled, action, replaced_by, reason, _label(old, filled)))
    return tuple(removed), tuple(retracted)


def _changed(
    old: TableValues, new: TableValues, renamed: Mapping[str, str], revisions: TableRevisions
) -> Iterator[ChangedRow]:
    """Yield the rows of both sides whose cells differ, in the order of the new table."""
    positions = {column: position for position, column in enumerate(new.schema.columns)}
    pairs = [
        (position, positions[renamed.get(column, column)], renamed.get(column, column))
        for position, column in enumerate(old.schema.columns)
        if renamed.get(column, column) in positions
    ]
    pairs.sort(key=lambda pair: pair[1])
    same_columns = old.schema.columns == new.schema.columns
    for row_id, now in zip(new.ids, new.values, strict=True):
        before = old.by_id.get(row_id)
        if before is None or (same_columns and before == now):
            continue
        cells = tuple(
            _cell(new, row_id, column, (before[was], now[position]), revisions)
            for was, position, column in pairs
            if before[was] != now[position]
        )
        if cells:
            compared = [before[was] for was, _, column in pairs if column != new.schema.primary_key]
            yield ChangedRow(row_id, cells, _is_another(cells, compared))


def _cell(rows: TableValues, row_id: str, column: str, values: tuple[str, str], revisions: TableRevisions) -> Cell:
    old, new = values
    revision = revisions.of(row_id, column, old, new) or {}
    other_meaning = rows.schema.by_name[column].carries_meaning and revision.get("action") != WORDING
    return Cell(column, old, new, revision.get("reason", ""), other_meaning)


def _is_another(cells: Sequence[Cell], compared: Sequence[str]) -> bool:
    """Whether more than half of the filled cells hold something else; a filled gap or a change of case does not count."""
    return 2 * sum(bool(cell.old) and cell.old.casefold() != cell.new.casefold() for cell in cells) > sum(
        map(bool, compared)
    )
