"""Compares derived rows as they were published with those that today's code computes from the same tables. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deportation_goal.diff.package_diff import ComputedRows
from deportation_goal.package.schema import TableSchema
from deportation_goal.table_files import Row


@dataclass(frozen=True)
class AnswerChange:
    """An answer of the last release that differs from what today's code gives.

    Attributes:
        table: The derived table.
        column: The column that holds the answer; its schema marks it as `announced`.
        row_id: Key of the row.
        label: What the row is about, for people.
        old: The answer that was published.
        new: The answer of today's code from today's tables.
    """

    table: str
    column: str
    row_id: str
    label: str
    old: str
    new: str


def computed_rows(
    published: TableSchema, today: TableSchema, old: Sequence[Row], new: Sequence[Row]
) -> ComputedRows | None:
    """Return which rows of a derived table the code changed, None if none.

    Cells of a column that only one side has are no change of a row: the column is the change, and its schema says so.

    Args:
        published: The schema of the table in the release.
        today: Its schema today.
        old: The rows as published.
        new: The rows that today's code computes from the tables of that release.
    """
    key = published.primary_key
    if today.primary_key != key:
        return None
    columns = [column for column in published.columns if column in today.by_name]
    before = {row[key]: [row[column] for column in columns] for row in old}
    now = {row[key]: [row[column] for column in columns] for row in new}
    found = ComputedRows(
        today.name,
        tuple(row_id for row_id, cells in before.items() if row_id in now and now[row_id] != cells),
        tuple(row_id for row_id in before if row_id not in now),
        tuple(row_id for row_id in now if row_id not in before),
    )
    return found if found.count else None


def answer_changes(
    schema: TableSchema, old: Sequence[Mapping[str, str]], new: Sequence[Mapping[str, str]]
) -> list[AnswerChange]:
    """Return the answers that changed, of rows that both sides have, in the order of the new ones.

    Args:
        schema: The schema of the derived table today, whose `announced` columns hold answers.
        old: The rows as published.
        new: The rows of today's code from today's tables.
    """
    key = schema.primary_key
    before = {row.get(key, ""): row for row in old}
    return [
        AnswerChange(
            schema.name,
            field.name,
            row[key],
            ", ".join(row[column] for column in schema.label if row[column]),
            before[row[key]][field.name],
            str(row[field.name]),
        )
        for row in new
        for field in schema.fields
        if field.announced and row[key] in before and field.name in before[row[key]]
        if before[row[key]][field.name] != row[field.name]
    ]
