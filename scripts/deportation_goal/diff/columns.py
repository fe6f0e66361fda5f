"""Tells which column of the new table is which of the old one: kept, renamed, moved. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from deportation_goal.diff.contents import Rows, Table
from deportation_goal.diff.rows import longest_increasing
from deportation_goal.package.schema import Field


def names(table: Table) -> list[str]:
    """Return the columns of a table in their order."""
    return [field["name"] for field in table.schema["fields"]]


def renamed_columns(old: Table, new: Table) -> dict[str, str]:
    """Return the new name of each column that was only given another one.

    A column is renamed if its name is gone, a new name is there with the same type, and in all rows that both sides
    have the two hold the same values, one of them at least not empty. Where several fit, the first one counts.
    """
    if old.rows is None or new.rows is None:
        return {}
    gone = [field for field in old.rows.schema.fields if field.name not in new.rows.schema.by_name]
    came = [field for field in new.rows.schema.fields if field.name not in old.rows.schema.by_name]
    if not gone or not came:
        return {}
    common = [row_id for row_id in new.rows.ids if row_id in old.rows.by_id]
    renamed: dict[str, str] = {}
    for field in gone:
        fitting = (candidate for candidate in came if _is_same(old.rows, new.rows, common, field, candidate))
        found = next((candidate for candidate in fitting if candidate.name not in renamed.values()), None)
        if found is not None:
            renamed[field.name] = found.name
    return renamed


def _is_same(old: Rows, new: Rows, common: Sequence[str], before: Field, now: Field) -> bool:
    if before.type != now.type:
        return False
    was, position = old.schema.columns.index(before.name), new.schema.columns.index(now.name)
    pairs = [(old.by_id[row_id][was], new.by_id[row_id][position]) for row_id in common]
    return any(value for value, _ in pairs) and all(value == other for value, other in pairs)


def moved_columns(old: Sequence[str], new: Sequence[str], renamed: Mapping[str, str]) -> Iterator[str]:
    """Yield the columns, by their new names, that stand elsewhere among those that both sides have.

    The fewest whose moving explains the new order.
    """
    places = {renamed.get(column, column): place for place, column in enumerate(old)}
    both = [column for column in new if column in places]
    kept = set(longest_increasing([places[column] for column in both]))
    yield from (column for column in both if places[column] not in kept)
