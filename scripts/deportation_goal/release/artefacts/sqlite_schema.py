"""The SQL of the SQLite file: tables with types, keys and checks, indexes, views that join names, the search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from deportation_goal.package.schema import Field, ForeignKey, TableSchema

Schemas = Mapping[str, TableSchema]

_TYPES: Final = {"integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN", "date": "DATE", "string": "TEXT"}
"""Declared types. SQLite keeps a boolean as 0 or 1 and a date as text; the names tell tools what they mean."""

DESCRIBING_TABLES: Final = (
    """CREATE TABLE "release" (
  "name" TEXT PRIMARY KEY NOT NULL,
  "value" TEXT NOT NULL
)""",
    """CREATE TABLE "data_dictionary" (
  "table_name" TEXT NOT NULL,
  "column_name" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "type" TEXT NOT NULL,
  "required" BOOLEAN NOT NULL CHECK ("required" IN (0, 1)),
  "description" TEXT NOT NULL,
  "example" TEXT NOT NULL,
  PRIMARY KEY ("table_name", "column_name")
)""",
    """CREATE TABLE "code_lists" (
  "table_name" TEXT NOT NULL,
  "column_name" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "description" TEXT NOT NULL,
  PRIMARY KEY ("table_name", "column_name", "code")
)""",
)
"""The tables about the release itself."""

SEARCH_TABLE: Final = """CREATE VIRTUAL TABLE "statement_search" USING fts5(
  "text", "table_name" UNINDEXED, "row_id" UNINDEXED, "source_id" UNINDEXED,
  tokenize = 'unicode61 remove_diacritics 2'
)"""


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def create_table(schema: TableSchema) -> str:
    """Return the CREATE TABLE of a table, with the meaning of each column beside it."""
    keys = {key.column: key for key in schema.foreign_keys}
    lines = []
    for position, field in enumerate(schema.fields):
        comma = "," if position < len(schema.fields) - 1 else ""
        lines.append(f"  {_column(schema, field, keys.get(field.name))}{comma} -- {_one_line(field.description)}")
    body = "\n".join(lines)
    return f"CREATE TABLE {quoted(schema.name)} ( -- {_one_line(schema.description)}\n{body}\n)"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _column(schema: TableSchema, field: Field, key: ForeignKey | None) -> str:
    parts = [quoted(field.name), _TYPES[field.type]]
    if field.name == schema.primary_key:
        parts.append("PRIMARY KEY NOT NULL")
    else:
        parts.extend(["NOT NULL"] * field.required + ["UNIQUE"] * field.unique)
    checks = list(_checks(field))
    if checks:
        parts.append(f"CHECK ({' AND '.join(checks)})")
    if key:
        parts.append(f"REFERENCES {quoted(key.table)} ({quoted(key.key)})")
    return " ".join(parts)


def _checks(field: Field) -> Iterator[str]:
    """Yield conditions on the values of a column; each is NULL, and so fulfilled, for a missing value."""
    name = quoted(field.name)
    if field.type == "string" and field.enum:
        yield f"{name} IN ({', '.join(literal(code) for code in field.enum)})"
    if field.type == "boolean":
        yield f"{name} IN (0, 1)"
    if field.type == "date":
        # The modifier turns 30 February into 2 March, which then differs.
        yield f"date({name}, '+0 days') = {name}"
    if field.type in ("integer", "number"):
        yield f"typeof({name}) IN ('{'integer' if field.type == 'integer' else 'real'}', 'null')"
        if field.minimum is not None:
            yield f"{name} >= {field.minimum!r}"
        if field.maximum is not None:
            yield f"{name} <= {field.maximum!r}"
    if field.max_length is not None:
        yield f"length({name}) <= {field.max_length}"


def broken_checks(schema: TableSchema) -> str | None:
    """Return a query for rows that a check of a table does not let in; None if it has no checks.

    SQLite's own integrity check makes the list of codes anew for each row, which takes several times as long.
    """
    checks = [check for field in schema.fields for check in _checks(field)]
    return f"SELECT rowid FROM {quoted(schema.name)} WHERE NOT ({' AND '.join(checks)}) LIMIT 3" if checks else None  # noqa: S608  our own names


def indexes(schema: TableSchema) -> Iterator[str]:
    """Yield an index for each column that refers to another table, so that joins and checks are quick."""
    for key in schema.foreign_keys:
        if key.column != schema.primary_key:
            name = quoted(f"{schema.name}_{key.column}")
            yield f"CREATE INDEX {name} ON {quoted(schema.name)} ({quoted(key.column)})"


def named_view(schema: TableSchema, schemas: Schemas) -> str | None:
    """Return a view of a table with the name of what each of its ids stands for beside the id; None without ids."""
    columns, joins = [], []
    targets = {key.column: key for key in schema.foreign_keys if _naming(schemas[key.table])}
    if not targets:
        return None
    for field in schema.fields:
        columns.append(f"this.{quoted(field.name)}")
        key = targets.get(field.name)
        if key:
            alias, naming = quoted(f"of_{key.column}"), _naming(schemas[key.table])
            columns.append(f"{alias}.{quoted(naming)} AS {quoted(f'{_stem(key.column)}_{naming}')}")
            joins.append(
                f"LEFT JOIN {quoted(key.table)} AS {alias} ON {alias}.{quoted(key.key)} = this.{quoted(key.column)}"
            )
    return "\n".join(
        [
            f"CREATE VIEW {quoted(f'{schema.name}_named')} AS",
            "SELECT\n  " + ",\n  ".join(columns),
            f"FROM {quoted(schema.name)} AS this",
            *joins,
        ]
    )


def _naming(schema: TableSchema) -> str:
    return next(iter(schema.label), "")


def _stem(column: str) -> str:
    return column.removesuffix("_id")


def search_insert(schema: TableSchema, column: str) -> str:
    """Return the statement that fills the search with a column of a table."""
    return f'INSERT INTO "statement_search" ("text", "table_name", "row_id", "source_id") {search_rows(schema, column)}'


def search_rows(schema: TableSchema, column: str) -> str:
    """Return the SELECT of what the search holds of a column of a table."""
    columns = f"{quoted(column)}, {literal(schema.name)}, {quoted(schema.primary_key)}, {quoted(schema.source)}"
    return f"SELECT {columns} FROM {quoted(schema.name)} ORDER BY rowid"  # noqa: S608  quoted


def insert(schema: TableSchema) -> str:
    """Return the INSERT of a row."""
    return f"INSERT INTO {quoted(schema.name)} VALUES ({', '.join('?' * len(schema.columns))})"  # noqa: S608  quoted


def select(schema: TableSchema) -> str:
    """Return the SELECT of all rows in the order of the file."""
    columns = ", ".join(quoted(column) for column in schema.columns)
    return f"SELECT {columns} FROM {quoted(schema.name)} ORDER BY rowid"  # noqa: S608  quoted


def dictionary_rows(schemas: Sequence[TableSchema]) -> Iterator[tuple[str, str, str, str, bool, str, str]]:
    """Yield table, column, title, type, whether required, meaning and example of every column."""
    for schema in schemas:
        for field in schema.fields:
            yield (schema.name, field.name, field.title, field.type, field.required, field.description, field.example)


def code_rows(schemas: Sequence[TableSchema]) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield table, column, code, label and meaning of every code."""
    for schema in schemas:
        for field in schema.fields:
            for category in field.categories:
                yield schema.name, field.name, category.value, category.label, category.description
