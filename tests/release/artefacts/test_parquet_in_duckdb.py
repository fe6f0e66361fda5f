"""Parquet as DuckDB and polars see it: lists are lists, dates are dates, and for polars codes are a dictionary."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_the_types_are_those_of_the_schemas(example_build: Path) -> None:
    import duckdb
    import polars as pl

    release = example_build / "dist"
    types = {
        "string": ("VARCHAR", pl.String),
        "integer": ("BIGINT", pl.Int64),
        "number": ("DOUBLE", pl.Float64),
        "boolean": ("BOOLEAN", pl.Boolean),
        "date": ("DATE", pl.Date),
        "list": ("VARCHAR[]", pl.List(pl.String)),
        "code": ("VARCHAR", pl.Categorical),
    }
    seen = set()
    for resource in json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        path = release / f"formats/parquet/{resource['name']}.parquet"
        fields = json.loads((release / resource["schema"]).read_text(encoding="utf-8"))["fields"]
        kinds = [
            "list"
            if field.get("separator")
            else "code"
            if field.get("constraints", {}).get("enum")
            else field.get("type", "string")
            for field in fields
        ]
        in_duckdb = [str(kind) for kind in duckdb.read_parquet(str(path)).types]
        in_polars = list(pl.read_parquet(path, n_rows=1).schema.values())
        assert in_duckdb == [types[kind][0] for kind in kinds], resource["name"]
        assert in_polars == [types[kind][1] for kind in kinds], resource["name"]
        seen |= set(kinds)
    assert seen == types.keys()
