"""The Table Schemas checked with pandas and pandera alone; foreign keys with `isin`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from pandera.errors import SchemaErrors

from deportation_goal.package.descriptor import load_package
from deportation_goal.package.pandera_schema import pandera_schema
from deportation_goal.package.schema import TableSchema
from deportation_goal.package.typed_frame import typed_frame


def _wrong_cells(schema: TableSchema, texts: pd.DataFrame) -> set[tuple[str, int]]:
    frame, untyped = typed_frame(schema, texts)
    wrong = set(untyped)
    try:
        pandera_schema(schema).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        wrong.update(zip(cases["column"], cases["index"].astype(int), strict=True))
    return wrong


def count(folder: Path) -> int:
    """Return the number of cells that break a type, a constraint or a foreign key."""
    package = load_package(folder)
    frames = {
        resource.name: pd.read_csv(
            package.file(resource.path), engine="pyarrow", dtype="string", keep_default_na=False, na_values=[""]
        )
        for resource in package.resources
    }
    total = 0
    for resource in package.resources:
        schema, frame = resource.schema, frames[resource.name]
        wrong = _wrong_cells(schema, frame)
        for key in schema.foreign_keys:
            values = frame[key.column]
            unknown = values[values.notna() & ~values.isin(frames[key.table][key.key])]
            wrong.update((key.column, int(row)) for row in unknown.index)
        total += len(wrong)
    return total
