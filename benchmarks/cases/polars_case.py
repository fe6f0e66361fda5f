"""The Table Schemas checked by polars, streaming: expressions generated from the schemas, which count wrong cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl

from deportation_goal.package.descriptor import Resource, load_package
from deportation_goal.package.schema import Field

_LEXICAL: Final = {
    "integer": "-?(0|[1-9][0-9]*)",
    "number": r"-?(0|[1-9][0-9]*)(\.[0-9]+)?",
    "boolean": "true|false",
    "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
}
_LONGEST_NUMBER: Final = 18


def _conditions(field: Field) -> Iterator[pl.Expr]:
    """Yield what is wrong with a filled cell of a column."""
    cell = pl.col(field.name)
    if field.type in _LEXICAL:
        yield ~cell.str.contains(f"^(?:{_LEXICAL[field.type]})$")
    if field.type in ("integer", "number"):
        yield cell.str.len_bytes() > _LONGEST_NUMBER
    if field.type == "date":
        yield cell.str.to_date("%Y-%m-%d", strict=False).is_null()
    if field.enum:
        yield ~cell.is_in(list(field.enum))
    if field.pattern:
        yield ~cell.str.contains(f"^(?:{field.pattern.removeprefix('^').removesuffix('$')})$")
    if field.minimum is not None:
        yield cell.cast(pl.Float64, strict=False) < field.minimum
    if field.maximum is not None:
        yield cell.cast(pl.Float64, strict=False) > field.maximum
    if field.max_length is not None:
        yield cell.str.len_chars() > field.max_length


def _wrong(field: Field) -> pl.Expr:
    cell = pl.col(field.name)
    found = [condition.fill_null(value=False) for condition in _conditions(field)]
    wrong = cell.is_not_null() & (pl.any_horizontal(found) if found else pl.lit(value=False))
    return cell.is_null() | wrong if field.required else wrong


def _plans(resource: Resource, tables: dict[str, pl.LazyFrame]) -> Iterator[pl.LazyFrame]:
    """Yield plans that each count the cells of a table that break one part of its schema."""
    schema, table = resource.schema, tables[resource.name]
    for field in schema.fields:
        yield table.select(_wrong(field).sum().cast(pl.Int64).alias("n"))
        if field.unique:
            cell = pl.col(field.name)
            yield table.select((cell.count() - cell.drop_nulls().n_unique()).cast(pl.Int64).alias("n"))
    for key in schema.foreign_keys:
        good = pl.col(key.column).is_not_null() & ~_wrong(schema.by_name[key.column])
        names = table.filter(good).select(pl.col(key.column).alias("name"))
        known = tables[key.table].select(pl.col(key.key).alias("name")).drop_nulls()
        yield names.join(known, on="name", how="anti").select(pl.len().cast(pl.Int64).alias("n"))


def count(folder: Path) -> int:
    """Return the number of wrong cells of the package in a folder."""
    package = load_package(folder)
    tables = {one.name: pl.scan_csv(package.file(one.path), infer_schema=False) for one in package.resources}
    plans = [plan for resource in package.resources for plan in _plans(resource, tables)]
    return sum(found["n"][0] or 0 for found in pl.collect_all(plans, engine="streaming"))
