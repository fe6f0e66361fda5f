"""Packages of one made-up table with a column of every type, for the formats of a release."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.table_files.canonical import csv_bytes

TABLE: Final = "things"
COLUMNS: Final = ("thing_id", "text", "code", "number", "integer", "boolean", "date", "parent")
CODES: Final = ("one", "two", "three, or more", "=four")

_FIELDS: Final[tuple[dict[str, Any], ...]] = (
    {"name": "thing_id", "type": "string", "constraints": {"required": True, "unique": True}},
    {"name": "text", "type": "string", "description": "Any text,\nwith 'marks' -- and \"more\"."},
    {"name": "code", "type": "string", "constraints": {"enum": list(CODES)}},
    {"name": "number", "type": "number"},
    {"name": "integer", "type": "integer", "constraints": {"minimum": -(2**53)}},
    {"name": "boolean", "type": "boolean"},
    {"name": "date", "type": "date"},
    {"name": "parent", "type": "string"},
)


def made_package(folder: Path, rows: Sequence[Mapping[str, str]]) -> Package:
    """Write a package of one table and read it."""
    schema = {
        "fields": list(_FIELDS),
        "primaryKey": ["thing_id"],
        "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["thing_id"]}}],
    }
    descriptor = {
        "name": "deportation-goal",
        "title": "Things",
        "version": "1.2.3",
        "created": "2026-11-22T10:20:30Z",
        "description": "Made-up things.",
        "licenses": [{"name": "CC-BY-4.0"}],
        "contributors": [{"title": "Somebody", "roles": ["creator"]}],
        "resources": [
            {
                "name": TABLE,
                "path": f"data/{TABLE}.csv",
                "description": "Things.",
                "schema": schema,
                "rowCount": len(rows),
            }
        ],
    }
    (folder / "data").mkdir(parents=True)
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / f"data/{TABLE}.csv").write_bytes(csv_bytes(COLUMNS, rows))
    return load_package(folder)
