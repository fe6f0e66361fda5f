"""docs/dictionary.md: every table and column, each list of codes once, an index of columns, the rules in sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deportation_goal.package.schema import Category, Field, TableSchema
from deportation_goal.rules.catalogue import GROUPS
from deportation_goal.table_files import Row
from deportation_goal.templating import render

Rows = Sequence[Mapping[str, str]]
_Codes = tuple[str, tuple[Category, ...]]


@dataclass(frozen=True)
class _Column:
    """A column as the page shows it.

    Attributes:
        field: What the schema says of it.
        refers_to: Table whose ids it holds, empty for none.
        counts: How many rows have each value.
        codes: Heading of its list of codes, empty for none.
    """

    field: Field
    refers_to: str
    counts: Counter[str]
    codes: str = ""

    @property
    def filled(self) -> int:
        return self.counts.total() - self.counts[""]


@dataclass(frozen=True)
class _CodeList:
    """A list of codes that one column or several columns have.

    Attributes:
        heading: Its heading on the page.
        field: The first column with it.
        tables: The tables that have it.
        counts: How many rows of the first table have each code.
    """

    heading: str
    field: Field
    tables: tuple[str, ...]
    counts: Counter[str]


@dataclass(frozen=True)
class _Table:
    """A table as the page shows it; `rows` is their number."""

    name: str
    description: str
    path: str
    rows: int
    columns: tuple[_Column, ...]
    derived: bool


def _table(
    schema: TableSchema, path: str, rows: Rows, headings: Mapping[_Codes, str], *, derived: bool = False
) -> _Table:
    referred = {key.column: key.table for key in reversed(schema.foreign_keys)}
    columns = (
        _Column(
            field,
            referred.get(field.name, ""),
            Counter(row[field.name] for row in rows),
            headings.get((field.name, field.categories), ""),
        )
        for field in schema.fields
    )
    return _Table(schema.name, schema.description, path, len(rows), tuple(columns), derived)


def _headings(schemas: Sequence[TableSchema]) -> dict[_Codes, str]:
    """Return the heading of each list of codes: its column, and its table where columns of one name have several lists."""
    tables: dict[_Codes, str] = {}
    for schema in schemas:
        for field in schema.fields:
            if field.categories:
                tables.setdefault((field.name, field.categories), schema.name)
    several = Counter(name for name, _ in tables)
    return {
        key: f"Codes of {key[0]}" + (f" in {table}" if several[key[0]] > 1 else "") for key, table in tables.items()
    }


def _code_lists(tables: Sequence[_Table]) -> list[_CodeList]:
    found: dict[str, list[tuple[str, _Column]]] = defaultdict(list)
    for table in tables:
        for column in table.columns:
            if column.codes:
                found[column.codes].append((table.name, column))
    return [
        _CodeList(heading, uses[0][1].field, tuple(name for name, _ in uses), uses[0][1].counts)
        for heading, uses in sorted(found.items())
    ]


def _index(tables: Sequence[_Table]) -> list[tuple[str, list[str]]]:
    """Return every name of a column in alphabetical order, with the tables that have it."""
    found: dict[str, list[str]] = defaultdict(list)
    for table in tables:
        for column in table.columns:
            found[column.field.name].append(table.name)
    return sorted(found.items())


def render_dictionary(
    tables: Sequence[tuple[TableSchema, str, Sequence[Row]]], derived: Sequence[tuple[TableSchema, str, Sequence[Row]]]
) -> str:
    """Render the data dictionary.

    Args:
        tables: Schema, path and rows of each table of data/.
        derived: The same of each derived table of a release.
    """
    headings = _headings([schema for schema, _, _ in (*tables, *derived)])
    shown = [_table(*table, headings) for table in tables]
    shown += [_table(*table, headings, derived=True) for table in derived]
    return render(
        "pages/templates/dictionary.md",
        tables=shown,
        code_lists=_code_lists(shown),
        index=_index(shown),
        rule_groups=GROUPS[-2:],
    )
