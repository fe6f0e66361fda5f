"""Rows that a new row may repeat: shown to the contributor, never a reason to refuse the row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deportation_goal.evidence.stream import evidence_stream
from deportation_goal.intake.submitted_rows import Place
from deportation_goal.package.schema import TableSchema
from deportation_goal.table_files import Row

_MOST_ALIKE: Final = 5
"""Most rows that are shown for each new one and each reason: nobody compares with more."""


@dataclass(frozen=True)
class Similar:
    """A row of the package that a new row resembles, and in what.

    Attributes:
        table: Name of the table of both.
        place: Where the new row is in the contributor's file.
        row_id: Id of the row of the package.
        reason: What they share.
    """

    table: str
    place: Place
    row_id: str
    reason: str


def _address(value: str) -> str:
    bare = re.sub(r"^https?://(?:www\.|m\.|amp\.)?", "", value.lower())
    return re.sub(r"[?#].*$", "", bare).rstrip("/")


def _compared(schema: TableSchema, column: str, value: str) -> str:
    """Return what two cells have to share to be alike: codes, ids and numbers all of it, text its letters and digits."""
    field = schema.by_name[column]
    if field.format == "uri":
        return _address(value)
    exact = field.type != "string" or field.enum or field.pattern or column in schema.references
    return value if exact else evidence_stream(value)


def _likeness(schema: TableSchema, columns: Sequence[str], row: Row) -> tuple[str, ...]:
    """Return what makes rows alike, empty where the row has too little of it."""
    cells = tuple(_compared(schema, column, row.get(column, "")) for column in columns)
    lacking = any(not cell and schema.by_name[column].required for column, cell in zip(columns, cells, strict=True))
    return () if lacking or not any(cells) else cells


def similar_rows(schema: TableSchema, new: Sequence[tuple[Row, Place]], existing: Sequence[Row]) -> Iterator[Similar]:
    """Yield, for each new row, the rows it resembles, each with the first reason that applies.

    Args:
        schema: The schema of the table, which says what makes two rows alike.
        new: New rows, each with its place.
        existing: Rows of the package.
    """
    reported: set[tuple[int, str]] = set()
    for likeness in schema.likenesses:
        by_cells: dict[tuple[str, ...], list[str]] = {}
        for row in existing:
            alike = by_cells.setdefault(_likeness(schema, likeness.columns, row), [])
            if len(alike) < _MOST_ALIKE:
                alike.append(row[schema.primary_key])
        for position, (row, place) in enumerate(new):
            cells = _likeness(schema, likeness.columns, row)
            for row_id in by_cells.get(cells, []) if cells else ():
                if (position, row_id) not in reported:
                    reported.add((position, row_id))
                    yield Similar(schema.name, place, row_id, likeness.reason)
