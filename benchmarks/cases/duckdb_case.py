"""The Table Schemas checked in SQL by DuckDB: types, constraints, keys and foreign keys, generated from the schemas."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from deportation_goal.package.descriptor import Package, Resource, load_package
from deportation_goal.package.schema import Field, ForeignKey, TableSchema

_LEXICAL: Final = {
    "integer": "-?(0|[1-9][0-9]*)",
    "number": r"-?(0|[1-9][0-9]*)(\.[0-9]+)?",
    "boolean": "true|false",
    "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
}
_CASTS: Final = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _conditions(field: Field) -> list[str]:
    """Return what is wrong with a filled cell of a column, as SQL."""
    column = _name(field.name)
    wrong = []
    if field.type in _LEXICAL:
        wrong.append(f"NOT regexp_full_match({column}, {_text(_LEXICAL[field.type])})")
    if field.type in _CASTS:
        wrong.append(f"TRY_CAST({column} AS {_CASTS[field.type]}) IS NULL")
    if field.enum:
        wrong.append(f"{column} NOT IN ({', '.join(_text(code) for code in field.enum)})")
    if field.pattern is not None:
        wrong.append(f"NOT regexp_full_match({column}, {_text(field.pattern)})")
    if field.minimum is not None:
        wrong.append(f"TRY_CAST({column} AS DOUBLE) < {field.minimum}")
    if field.maximum is not None:
        wrong.append(f"TRY_CAST({column} AS DOUBLE) > {field.maximum}")
    if field.max_length is not None:
        wrong.append(f"length({column}) > {field.max_length}")
    return wrong


def _wrong(field: Field) -> str:
    """Return the condition of a wrong cell: empty where a value is required, or filled with what is not allowed."""
    column = _name(field.name)
    conditions = [f"coalesce({condition}, false)" for condition in _conditions(field)]
    filled = f"{column} IS NOT NULL AND ({' OR '.join(conditions)})" if conditions else "false"
    return f"({column} IS NULL OR ({filled}))" if field.required else f"({filled})"


def table_query(resource: Resource, file: Path) -> str:
    """Return the statement that reads a table, all columns as text, empty as NULL."""
    columns = ", ".join(f"{_text(column)}: 'VARCHAR'" for column in resource.schema.columns)
    source = f"read_csv({_text(str(file))}, header = true, delim = ',', quote = '\"', escape = '\"'"
    source += f", auto_detect = false, nullstr = '', columns = {{{columns}}})"
    return f"CREATE TEMP TABLE {_name(resource.name)} AS SELECT * FROM {source}"  # noqa: S608


def constraints_query(table: str, schema: TableSchema) -> str:
    """Return the query for the number of cells of a table that break a type or a constraint, keys aside."""
    counts = " + ".join(f"count(*) FILTER (WHERE {_wrong(field)})" for field in schema.fields)
    return f"SELECT {counts} FROM {_name(table)}"  # noqa: S608  names of our own schemas


def unique_query(table: str, field: Field) -> str:
    """Return the query for the number of keys that stand in an earlier row already."""
    column = _name(field.name)
    return f"SELECT count({column}) - count(DISTINCT {column}) FROM {_name(table)}"  # noqa: S608


def foreign_key_query(table: str, schema: TableSchema, key: ForeignKey) -> str:
    """Return the query for the number of well-formed references that name no row."""
    column, target = _name(key.column), _name(key.key)
    targets = f"SELECT {target} FROM {_name(key.table)} WHERE {target} IS NOT NULL"  # noqa: S608
    good = f"{column} IS NOT NULL AND NOT {_wrong(schema.by_name[key.column])}"
    return f"SELECT count(*) FROM {_name(table)} WHERE {good} AND {column} NOT IN ({targets})"  # noqa: S608


def queries(package: Package) -> list[str]:
    """Return every query that counts wrong cells."""
    found = []
    for resource in package.resources:
        found.append(constraints_query(resource.name, resource.schema))
        found += [unique_query(resource.name, field) for field in resource.schema.fields if field.unique]
        found += [foreign_key_query(resource.name, resource.schema, key) for key in resource.schema.foreign_keys]
    return found


def count(folder: Path) -> int:
    """Return the number of cells that break a type, a constraint, a key or a foreign key."""
    package = load_package(folder)
    total = 0
    with duckdb.connect() as connection:
        for resource in package.resources:
            connection.execute(table_query(resource, package.file(resource.path)))
        for query in queries(package):
            row = connection.execute(query).fetchone()
            total += int(row[0]) if row else 0
    return total
