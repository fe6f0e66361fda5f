"""Reads every table with pyarrow, as text, and checks nothing: what any check must cost at least."""

from __future__ import annotations

from pathlib import Path

from pyarrow import csv, string

from deportation_goal.package.descriptor import load_package


def count(folder: Path) -> int:
    """Read all tables; there are no violations to count."""
    package = load_package(folder)
    for resource in package.resources:
        options = csv.ConvertOptions(column_types=dict.fromkeys(resource.schema.columns, string()))
        csv.read_csv(package.file(resource.path), convert_options=options)
    return 0
