"""docs/dictionary.md: every table and column, its codes with labels and counts, its rules in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.rules.catalogue import GROUPS
from deportation_goal.table_files import Row
from deportation_goal.templating import render

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class _Column:
    """A column as the page shows it.

    Attributes:
        field: What the schema says of it.
        refers_to: Table whose ids it holds, empty for none.
        counts: How many rows have each value.
    """

    field: Field
    refers_to: str
    counts: Counter[str]

    @property
    def filled(self) -> int:
        return self.counts.total() - self.counts[""]


@dataclass(frozen=True)
class _Table:
    """A table as the page shows it; `rows` is their number."""

    name: str
    description: str
    path: str
    rows: int
    columns: tuple[_Column, ...]


def _table(schema: TableSchema, path: str, rows: Rows) -> _Table:
    referred = {key.column: key.table for key in reversed(schema.foreign_keys)}
    columns = (
        _Column(field, referred.get(field.name, ""), Counter(row[field.name] for row in rows))
        for field in schema.fields
    )
    return _Table(schema.name, schema.description, path, len(rows), tuple(columns))


def render_dictionary(
    tables: Sequence[tuple[TableSchema, str, Sequence[Row]]], derived: Sequence[tuple[TableSchema, str, Sequence[Row]]]
) -> str:
    """Render the data dictionary.

    Args:
        tables: Schema, path and rows of each table of data/.
        derived: The same of each derived table of a release.
    """
    return render(
        "pages/templates/dictionary.md",
        tables=[_table(*table) for table in (*tables, *derived)],
        rule_groups=GROUPS[-2:],
    )
