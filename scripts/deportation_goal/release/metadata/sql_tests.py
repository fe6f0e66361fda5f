"""metadata/tests.sql: what the schemas promise of the tables, as queries that give no row (SQLite, DuckDB, dbt)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from deportation_goal.package.schema import TableSchema
from deportation_goal.release.artefacts.sqlite_schema import literal, quoted

_ENDS: Final = (("low", "high"), ("start", "end"))
"""What the names of two columns end with, of which the first is never larger."""
_HEAD: Final = """-- Each query gives no row, or the table breaks a promise of its schema: each row that it gives is wrong.
-- They need the tables under their names, as in formats/{name}.sqlite.
"""


def sql_tests(name: str, schemas: Sequence[TableSchema]) -> bytes:
    """Return the queries, each on a line below its name.

    Args:
        name: Name of the dataset.
        schemas: The schemas of its tables.
    """
    known = {schema.name for schema in schemas}
    tests = (test for schema in schemas for test in _tests(schema, known))
    return (_HEAD.format(name=name) + "".join(f"\n-- {title}\n{query};\n" for title, query in tests)).encode()


def _tests(schema: TableSchema, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield title and query of each test of a table."""
    table, key = quoted(schema.name), quoted(schema.primary_key)
    yield (
        f"{schema.name}: the key {schema.primary_key} is unique",
        f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1",  # noqa: S608  quoted
    )
    for field in schema.fields:
        column = quoted(field.name)
        if field.required:
            yield f"{schema.name}: {field.name} is never empty", _wrong(schema, f"{column} IS NULL")
        if field.enum and field.type == "string":
            codes = ", ".join(map(literal, field.enum))
            yield f"{schema.name}: {field.name} has codes of its list", _wrong(schema, f"{column} NOT IN ({codes})")
        for sign, limit in (("<", field.minimum), (">", field.maximum)):
            if limit is not None and field.type in ("integer", "number"):
                title = f"{schema.name}: {field.name} is not {'below' if sign == '<' else 'above'} {limit:g}"
                yield title, _wrong(schema, f"{column} {sign} {limit:g}")
    for reference in schema.foreign_keys:
        if reference.table in known:
            column, keys = quoted(reference.column), f"SELECT {quoted(reference.key)} FROM {quoted(reference.table)}"  # noqa: S608  quoted
            missing = f"{column} IS NOT NULL AND {column} NOT IN ({keys})"
            yield f"{schema.name}: {reference.column} is a row of {reference.table}", _wrong(schema, missing)
    for low, high in _intervals(schema):
        title = f"{schema.name}: {low} does not lie after {high}"
        yield title, _wrong(schema, f"{quoted(low)} > {quoted(high)}")


def _wrong(schema: TableSchema, condition: str) -> str:
    return f"SELECT {quoted(schema.primary_key)} FROM {quoted(schema.name)} WHERE {condition}"  # noqa: S608  quoted


def _intervals(schema: TableSchema) -> Iterator[tuple[str, str]]:
    """Yield the columns that hold both ends of a number or a time."""
    for field in schema.fields:
        for low, high in _ENDS:
            stem = field.name.removesuffix(f"_{low}")
            other = schema.by_name.get(f"{stem}_{high}")
            if stem != field.name and other and other.type == field.type != "string":
                yield field.name, other.name
        if (largest := schema.by_name.get(f"{field.name}_max")) and largest.type == field.type != "string":
            yield field.name, largest.name
