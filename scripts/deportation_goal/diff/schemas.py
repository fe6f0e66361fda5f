"""Compares the schemas of one table: columns, types, constraints, keys, codes, descriptions. Pure."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from deportation_goal.diff.columns import code_changes, constraint_changes, descriptive_members, type_changes
from deportation_goal.diff.package_diff import Change, Kind
from deportation_goal.diff.snapshot import Table, TableValues, as_json
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


def _is_same(old: TableValues, new: TableValues, common: Sequence[str], before: Field, now: Field) -> bool:
    if before.type != now.type:
        return False
    was, position = old.schema.columns.index(before.name), new.schema.columns.index(now.name)
    pairs = [(old.by_id[row_id][was], new.by_id[row_id][position]) for row_id in common]
    return any(value for value, _ in pairs) and all(value == other for value, other in pairs)


def longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Return a longest increasing subsequence of different numbers (patience sorting)."""
    tops: list[int] = []
    top_positions: list[int] = []
    before: list[int] = []
    for position, number in enumerate(numbers):
        pile = bisect.bisect_left(tops, number)
        before.append(top_positions[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(number)
            top_positions.append(position)
        else:
            tops[pile] = number
            top_positions[pile] = position
    found: list[int] = []
    position = top_positions[-1] if top_positions else -1
    while position >= 0:
        found.append(numbers[position])
        position = before[position]
    return found[::-1]


def moved_columns(old: Sequence[str], new: Sequence[str], renamed: Mapping[str, str]) -> Iterator[str]:
    """Yield the columns, by their new names, that moved among those that both sides have.

    They are the fewest that explain the new order.
    """
    places = {renamed.get(column, column): place for place, column in enumerate(old)}
    both = [column for column in new if column in places]
    kept = set(longest_increasing([places[column] for column in both]))
    yield from (column for column in both if places[column] not in kept)


_TABLE_WORDS: Final = ("title", "description")
_DEFAULT_MISSING: Final = [""]

_READING: Final = ("path", "format", "mediatype", "encoding", "dialect")
"""Members of a resource that a client goes by when it reads the table."""


def schema_changes(old: Table, new: Table, renamed: Mapping[str, str]) -> Iterator[Change]:
    """Yield what changed in the schema and the descriptor's member of a table that both sides have.

    Args:
        old: The old table.
        new: The new table.
        renamed: New name of each old column that has another name now.
    """
    table = new.name
    yield from _resource_changes(old, new)
    yield from _column_changes(old, new, renamed)
    before = {renamed.get(field["name"], field["name"]): field for field in old.schema["fields"]}
    for field in new.schema["fields"]:
        # Nearly every column is as it was.
        if before.get(field["name"], field) != field:
            yield from _field_changes(table, before[field["name"]], field)
    yield from _key_changes(old, new, renamed)
    yield from _word_changes(table, "", old.schema, new.schema, _TABLE_WORDS)


def _resource_changes(old: Table, new: Table) -> Iterator[Change]:
    if not old.resource or not new.resource:
        return
    for member in _READING:
        before, now = old.resource.get(member), new.resource.get(member)
        if before != now:
            what = "its file" if member == "path" else f"its {member}"
            message = f"{what} was {as_json(before) or 'not given'} and is {as_json(now) or 'not given'} now"
            yield Change(Kind.TABLE_FORM_CHANGED, new.name, "", member, as_json(before), as_json(now), message)
    # Title and description are in the schema too: what changed in both alike is one change.
    members = [member for member in _TABLE_WORDS if not (_is_alike(old, member) and _is_alike(new, member))]
    yield from _word_changes(new.name, "", old.resource, new.resource, members, "in the descriptor, ")


def _is_alike(table: Table, member: str) -> bool:
    return bool(table.resource.get(member) == table.schema.get(member))


def _column_changes(old: Table, new: Table, renamed: Mapping[str, str]) -> Iterator[Change]:
    before, now = names(old), names(new)
    for column in before:
        if column in renamed:
            message = f"renamed from {column} (the new name has the same values)"
            yield Change(Kind.COLUMN_RENAMED, new.name, renamed[column], "", column, renamed[column], message)
        elif column not in now:
            yield Change(Kind.COLUMN_REMOVED, new.name, column, "", column, "", "column removed")
    came = [column for column in now if column not in before and column not in renamed.values()]
    for column in came:
        yield Change(Kind.COLUMN_ADDED, new.name, column, "", "", column, "column added")
    for column in moved_columns(before, now, renamed):
        was = next(name for name in before if renamed.get(name, name) == column)
        places = (str(before.index(was) + 1), str(now.index(column) + 1))
        message = f"column moved from place {places[0]} to {places[1]}"
        yield Change(Kind.COLUMN_MOVED, new.name, column, "", *places, message)


def _field_changes(table: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    column = new["name"]
    for subject, before, now, message in type_changes(old, new):
        yield Change(Kind.TYPE_CHANGED, table, column, subject, before, now, message)
    yield from constraint_changes(table, column, old.get("constraints", {}), new.get("constraints", {}))
    yield from code_changes(table, column, old, new)
    yield from _word_changes(table, column, old, new, list(dict.fromkeys(descriptive_members(old, new))))


def _key_changes(old: Table, new: Table, renamed: Mapping[str, str]) -> Iterator[Change]:
    """Yield changes of missing values, of the primary key, of unique keys and of foreign keys."""
    table = new.name
    missing = [side.schema.get("missingValues", _DEFAULT_MISSING) for side in (old, new)]
    if missing[0] != missing[1]:
        texts = (as_json(missing[0]), as_json(missing[1]))
        message = f"missing values were {texts[0]} and are {texts[1]} now"
        yield Change(Kind.TYPE_CHANGED, table, "", "missingValues", *texts, message)
    keys = [_listed(old.schema.get("primaryKey"), renamed), _listed(new.schema.get("primaryKey"), {})]
    if keys[0] != keys[1]:
        texts = (", ".join(keys[0]), ", ".join(keys[1]))
        message = f"the primary key was {texts[0]} and is {texts[1]} now"
        yield Change(Kind.CONSTRAINT_TIGHTENED, table, "", "primaryKey", *texts, message)
    for name, words in (("uniqueKeys", _unique_keys), ("foreignKeys", _foreign_keys)):
        before, now = words(old.schema, renamed), words(new.schema, {})
        for key in dict.fromkeys((*before, *now)):
            if key not in now:
                yield Change(Kind.CONSTRAINT_LOOSENED, table, "", name, key, "", f"{key} is gone")
            elif key not in before:
                yield Change(Kind.CONSTRAINT_TIGHTENED, table, "", name, "", key, f"{key} is new")


def _listed(key: Any, renamed: Mapping[str, str]) -> list[str]:
    columns = [key] if isinstance(key, str) else list(key or ())
    return [renamed.get(column, column) for column in columns]


def _unique_keys(schema: Mapping[str, Any], renamed: Mapping[str, str]) -> list[str]:
    keys = schema.get("uniqueKeys")
    return [f"unique key {', '.join(_listed(key, renamed))}" for key in keys] if isinstance(keys, list) else []


def _foreign_keys(schema: Mapping[str, Any], renamed: Mapping[str, str]) -> list[str]:
    keys = []
    for key in schema.get("foreignKeys", ()):
        reference = key["reference"]
        target = reference.get("resource") or "itself"
        own, other = ", ".join(_listed(key["fields"], renamed)), ", ".join(_listed(reference["fields"], {}))
        keys.append(f"reference {own} -> {target}.{other}")
    return keys


def _word_changes(
    table: str,
    column: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    members: Sequence[str],
    where: str = "",
) -> Iterator[Change]:
    for member in members:
        before, now = as_json(old.get(member)), as_json(new.get(member))
        if before != now:
            message = f'{where}{member} was "{before}" and is "{now}" now'
            yield Change(Kind.DESCRIPTION_CHANGED, table, column, member, before, now, message)


_OWN: Final = ("$schema", "resources", "version", "created")
"""Members that are compared elsewhere, or differ in every release."""


def descriptor_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the members of the descriptor that differ; its tables, version and date are left out."""
    for member in dict.fromkeys((*old, *new)):
        before, now = old.get(member), new.get(member)
        if member in _OWN or before == now:
            continue
        if member == "licenses":
            words = _licences(before), _licences(now)
            message = f"the licences were {words[0]} and are {words[1]} now"
            yield Change(Kind.LICENCE_CHANGED, "", "", member, as_json(before), as_json(now), message)
        else:
            yield Change(
                Kind.DESCRIPTION_CHANGED, "", "", member, as_json(before), as_json(now), _message(member, old, new)
            )


def _licences(licences: Any) -> str:
    listed = licences if isinstance(licences, list) else [licences] if licences else []
    members = [licence if isinstance(licence, Mapping) else {"name": licence} for licence in listed]
    return ", ".join(str(licence.get("name") or licence.get("path")) for licence in members) or "none"


def _message(member: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    before, now = old.get(member), new.get(member)
    if before is None or now is None:
        return f"{member} {'added' if before is None else 'removed'}"
    if isinstance(before, list) and isinstance(now, list):
        added = sum(item not in before for item in now)
        removed = sum(item not in now for item in before)
        return f"{member} changed ({added} added, {removed} removed)" if added or removed else f"{member} reordered"
    return f"{member} changed"
