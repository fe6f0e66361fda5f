"""Enlarges a generated package: more columns of its figures, more documents that they do not come from."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Final

from deportation_goal.package.descriptor import load_package
from deportation_goal.table_files.canonical import csv_bytes

_COLUMN: Final = "invented_{:03}"
_CODES: Final = ("", "low", "middle", "high", "unknown")
_SOURCE: Final = "zz-invented-{:07}"
"""Behind the others, so that the table stays in order."""


def add_columns(folder: Path, number: int) -> None:
    """Give the figures of a package more columns, each with one of a few codes in a cell."""
    package = load_package(folder)
    resource = package.resource("figures")
    schema = json.loads(package.file(resource.schema_path).read_text(encoding="utf-8"))
    names = [_COLUMN.format(n) for n in range(number)]
    schema["fields"] += [
        {
            "name": name,
            "title": name,
            "type": "string",
            "description": "Invented for benchmarks.",
            "example": _CODES[1],
            "constraints": {"enum": list(_CODES[1:])},
        }
        for name in names
    ]
    package.file(resource.schema_path).write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")
    path = package.file(resource.path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for place, row in enumerate(rows):
        row.update((name, _CODES[(place * 7 + n * 3) % len(_CODES)]) for n, name in enumerate(names))
    path.write_bytes(csv_bytes([*resource.schema.columns, *names], rows))


def add_sources(folder: Path, number: int) -> None:
    """Give the table of sources of a package more ids: documents that nobody saw, made after one of them."""
    package = load_package(folder)
    resource = package.resource("sources")
    path, columns = package.file(resource.path), resource.schema.columns
    with path.open(encoding="utf-8", newline="") as file:
        model = next(row for row in csv.DictReader(file) if row["access"] == "not_seen")
    made = (model | {"source_id": _SOURCE.format(n), "title": f"Invented document {n}"} for n in range(number))
    with path.open("ab") as file:
        file.write(csv_bytes(columns, list(made)).partition(b"\n")[2])
