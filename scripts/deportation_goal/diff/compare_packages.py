"""Compares two packages: schemas, rows, descriptor, tool. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from deportation_goal.diff.interface import INTERFACE, interface_changes
from deportation_goal.diff.package_diff import Change, Kind, PackageDiff, TableRows
from deportation_goal.diff.row_diff import NO_REVISIONS, RETRACTING, Revision, TableRevisions, compare_rows
from deportation_goal.diff.schemas import descriptor_changes, renamed_columns, schema_changes
from deportation_goal.diff.snapshot import Contents, Table

_REVISIONS = "revisions"


def compare(old: Contents, new: Contents) -> PackageDiff:
    """Compare two packages.

    Args:
        old: The older one.
        new: The newer one; its revisions say why a row is gone.
    """
    changes: list[Change] = []
    rows: list[TableRows] = []
    revisions = _revisions_by_table(old, new)
    for name in dict.fromkeys((*new.tables, *old.tables)):
        before, now = old.tables.get(name), new.tables.get(name)
        renamed: dict[str, str] = {}
        if before is not None and now is not None:
            renamed = renamed_columns(before, now)
            changes.extend(_news(schema_changes(before, now, renamed), now, changes))
        elif now is not None:
            changes.append(Change(Kind.TABLE_ADDED, name, "", "", "", name, f"{_noun(now)} added"))
        elif before is not None:
            changes.append(Change(Kind.TABLE_REMOVED, name, "", "", name, "", f"{_noun(before)} removed"))
        old_rows, new_rows = (table.rows if table is not None else None for table in (before, now))
        if old_rows is not None or new_rows is not None:
            rows.append(compare_rows(name, old_rows, new_rows, renamed, revisions.get(name, NO_REVISIONS)))
    changes.extend(descriptor_changes(old.descriptor, new.descriptor))
    if old.interface and new.interface:
        changes.extend(interface_changes(old.interface, new.interface))
    return PackageDiff(old.side, new.side, tuple(changes), tuple(rows), tuple(_not_compared(old, new)))


def _news(found: Iterable[Change], table: Table, known: Sequence[Change]) -> list[Change]:
    """Return the changes of a table; for a derived one without those that a table it is made from has alike."""
    if table.rows is not None:
        return list(found)
    reported = {replace(change, table="") for change in known}
    return [change for change in found if replace(change, table="") not in reported]


def _noun(table: Table) -> str:
    return "derived table" if table.rows is None else "table"


def _not_compared(old: Contents, new: Contents) -> Iterator[str]:
    lacking = [contents.side.name for contents in (old, new) if contents.interface is None]
    if lacking:
        yield f"the commands and functions of the tool: {' and '.join(dict.fromkeys(lacking))} without {INTERFACE}"


def _revisions(contents: Contents) -> list[Revision]:
    table = contents.tables.get(_REVISIONS)
    if table is None or table.rows is None:
        return []
    columns = table.rows.schema.columns
    return [dict(zip(columns, values, strict=True)) for values in table.rows.values]


def _revisions_by_table(old: Contents, new: Contents) -> dict[str, TableRevisions]:
    """Return what the new revisions say, by table."""
    known = {revision.get("revision_id", "") for revision in _revisions(old)}
    retractions: dict[str, dict[str, Revision]] = defaultdict(dict)
    reasons: dict[str, dict[tuple[str, str, str], str]] = defaultdict(dict)
    for revision in _revisions(new):
        table, row_id = revision.get("table_name", ""), revision.get("row_id", "")
        if revision.get("action") in RETRACTING:
            retractions[table][row_id] = revision
        elif revision.get("revision_id", "") not in known:
            cell = (row_id, revision.get("field", ""), revision.get("new_value", ""))
            reasons[table][cell] = revision.get("reason", "")
    return {table: TableRevisions(retractions[table], reasons[table]) for table in {*retractions, *reasons}}
