"""Parquet as DuckDB and polars see it: lists are lists, dates are dates, codes are a dictionary."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_the_types_are_those_of_the_schemas(example_build: Path) -> None:
    import duckdb
    import polars

    release = example_build / "dist"
    types = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
    seen = set()
    for resource in json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        path = release / f"formats/parquet/{resource['name']}.parquet"
        fields = json.loads((release / resource["schema"]).read_text(encoding="utf-8"))["fields"]
        expected = ["VARCHAR[]" if field.get("separator") else types[field.get("type", "string")] for field in fields]
        found = [str(kind) for kind in duckdb.read_parquet(str(path)).types]
        assert found == expected, resource["name"]
        seen |= set(found)
        frame = polars.read_parquet(path)
        coded = [
            field["name"] for field in fields if field.get("constraints", {}).get("enum") and not field.get("separator")
        ]
        assert all(frame.schema[name] in (polars.Categorical, polars.Enum) for name in coded)
    assert {"VARCHAR[]", "DATE", "DOUBLE"} <= seen
