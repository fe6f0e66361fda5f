"""The rule on the order of rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from deportation_goal.findings import Level
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import Breach, Example, Phase, table_rule
from deportation_goal.table_files.canonical import sort_keys
from deportation_goal.wording import counted


@table_rule(
    "row-order",
    Level.ERROR,
    Phase.TABLES,
    title="Rows are in canonical order: statements by source, place in the text and id, other rows by id.",
    why="A fixed order means that a diff shows only what changed.",
    bad=Example(
        "A statement before another that comes earlier in the text.",
        {
            "figures.0.evidence_start": "900",
            "figures.0.evidence_end": "990",
            "figures.0.evidence_sha256": "9e" * 32,
        },
    ),
    good=Example("Statements in the order of the text."),
    fixable=True,
    alone_because="Table Schema knows no order of rows",
)
def row_order(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look for rows that belong before the row above them; one finding a file."""
    for table in tables.columns:
        if late := late_rows(tables, table):
            yield table, late[0], "", Breach(order_message(len(late)))


def order_message(rows: int) -> str:
    """Return the message about a number of rows in the wrong place."""
    return (
        f"out of order: {counted(rows, 'row')} in the wrong place, the first one here: "
        "`deportation-goal fix` sorts the file"
    )


def rows_to_order(tables: CheckedTables, table: str) -> Collection[int]:
    """Return the rows whose place in the order is known, in that of the file."""
    return tables.good_rows(table, *_needed(tables.schemas[table]))


def late_rows(tables: CheckedTables, table: str) -> list[int]:
    """Return the rows of a table that must move."""
    schema = tables.schemas[table]
    if tables.are_in_order(table, _needed(schema)):
        return []
    keys = sort_keys(schema, [tables.cells(table, name) for name in schema.order])
    rows = rows_to_order(tables, table)
    good = keys if len(rows) == len(keys) else [keys[row] for row in rows]
    return [] if sorted(good) == good else out_of_place(list(zip(good, rows, strict=True)))


def _needed(schema: TableSchema) -> tuple[str, ...]:
    """The columns by which rows are ordered; where the end of a locator is wrong, its start may be too."""
    return (*schema.order, *schema.locator[1:2])


def out_of_place(keys: Sequence[tuple[Any, int]]) -> list[int]:
    """Return the rows that must move, as few as possible: all others follow each other in order."""
    lengths: list[int] = []
    heads: list[Any] = []  # The greatest key that begins a sequence in order of length 1, 2, ...
    for key, _ in reversed(keys):
        low, high = 0, len(heads)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if heads[middle] >= key else (low, middle)
        heads[low : low + 1] = [key]
        lengths.append(low + 1)
    late, wanted, last = [], len(heads), None
    for (key, row), length in zip(keys, reversed(lengths), strict=True):
        if length == wanted and (last is None or key >= last):
            wanted, last = wanted - 1, key
        else:
            late.append(row)
    return late
