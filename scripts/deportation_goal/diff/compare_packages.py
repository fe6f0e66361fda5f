"""Compares two packages: schemas, rows, descriptor, tool. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from deportation_goal.diff.columns import words
from deportation_goal.diff.interface import INTERFACE, interface_changes
from deportation_goal.diff.package_diff import Change, Kind, PackageDiff, TableRows
from deportation_goal.diff.row_diff import NO_REVISIONS, Revision, TableRevisions, compare_rows
from deportation_goal.diff.schemas import descriptor_changes, renamed_columns, schema_changes
from deportation_goal.diff.snapshot import Contents, Table
from deportation_goal.table_files.revision_rows import EVERY_ROW, RETIRING

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
            known = revisions.get(name, NO_REVISIONS)
            found = (_weighed(change, known) for change in schema_changes(before, now, renamed))
            changes.extend(_news(found, now, changes))
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
    """Return the changes of a table; for a derived one, without those that a table it is made from has too."""
    if table.rows is not None:
        return list(found)
    reported = {_whatever_the_table(change) for change in known}
    return [change for change in found if _whatever_the_table(change) not in reported]


def _whatever_the_table(change: Change) -> tuple[str, ...]:
    # The kind is left out too: a revision judges a description in the table that it was written for, not in a copy.
    return change.column, change.subject, change.old, change.new, change.message


def _weighed(change: Change, revisions: TableRevisions) -> Change:
    """Return a change of a description as one of its meaning, unless only the words changed.

    Only the words changed where case, space and punctuation alone differ, or where a revision says so.
    """
    texts = (change.column, change.old, change.new)
    if change.kind is Kind.CODE_MEANING_CHANGED and revisions.is_wording(*texts):
        return replace(change, kind=Kind.DESCRIPTION_CHANGED)
    is_description = change.kind is Kind.DESCRIPTION_CHANGED and change.subject == "description" and change.column
    if is_description and words(change.old) != words(change.new) and not revisions.is_wording(*texts):
        return replace(change, kind=Kind.COLUMN_MEANING_CHANGED)
    return change


def _noun(table: Table) -> str:
    return "derived table" if table.rows is None else "table"


def _not_compared(old: Contents, new: Contents) -> Iterator[str]:
    lacking = [contents.side.name for contents in (old, new) if contents.interface is None]
    if lacking:
        yield f"the commands and functions of the tool: {' and '.join(dict.fromkeys(lacking))} without {INTERFACE}"
    elif old.interface and not old.interface.rules:
        yield f"the levels of the rules and the oldest Python: {INTERFACE} of {old.side.name} does not list them"


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
    corrections: dict[str, dict[tuple[str, str, str], Revision]] = defaultdict(dict)
    rules: dict[str, list[Revision]] = defaultdict(list)
    for revision in _revisions(new):
        table, row_id = revision.get("table_name", ""), revision.get("row_id", "")
        if revision.get("action") in RETIRING:
            retractions[table][row_id] = revision
        elif revision.get("revision_id", "") in known:
            continue
        elif row_id == EVERY_ROW:
            rules[table].append(revision)
        else:
            cell = (row_id, revision.get("field", ""), revision.get("new_value", ""))
            corrections[table][cell] = revision
    return {
        table: TableRevisions(retractions[table], corrections[table], rules[table])
        for table in {*retractions, *corrections, *rules}
    }
