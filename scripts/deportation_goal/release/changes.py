"""The rows that a release adds to changes.csv, and the version that it writes into revisions.csv. Pure.

changes.csv keeps every change between two releases, a row a cell. The first release has no earlier one: it brings no rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from deportation_goal.diff.model import LOGS, PackageDiff, TableRows

Row = dict[str, str]

REVISIONS: Final = "revisions"
CHANGES: Final = "changes"


def change_rows(diff: PackageDiff, version: str, day: datetime.date) -> list[Row]:
    """Return the rows of changes.csv for what a release brings.

    One row for each row that came or went, one for each changed cell. What a retracted row held, and why it went,
    stands in revisions; rows that only stand in another place hold what they held.
    """
    release = {"version": version, "date": day.isoformat()}
    return [
        {"change_id": _change_id(version, row), **release, **row}
        for table in diff.tables
        if table.table not in LOGS
        for row in _rows(table)
    ]


def _change_id(version: str, row: Mapping[str, str]) -> str:
    return ":".join(filter(None, (version, row["table_name"], row["row_id"], row["field"])))


def _rows(table: TableRows) -> Iterator[Row]:
    def row(row_id: str, change: str, field: str = "", old: str = "", new: str = "") -> Row:
        place = {"table_name": table.table, "row_id": row_id, "change": change}
        return {**place, "field": field, "old_value": old, "new_value": new}

    for added in table.added:
        yield row(added.row_id, "added")
    for changed in table.changed:
        for cell in changed.cells:
            yield row(changed.row_id, "changed", cell.column, cell.old, cell.new)
    for row_id in [*(gone.row_id for gone in table.removed), *(gone.row_id for gone in table.retracted)]:
        yield row(row_id, "removed")


def with_version(revisions: Iterable[Mapping[str, str]], version: str) -> list[Row]:
    """Return the rows of revisions, those that no release has carried yet with the version of this one."""
    return [{**row, "version": row["version"] or version} for row in revisions]
