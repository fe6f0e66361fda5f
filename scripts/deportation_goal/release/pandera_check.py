"""A second opinion on types and constraints: pandera reads what our own rules passed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from deportation_goal.package.descriptor import Package, Resource, load_package

_LARGE: Final = 1 << 20
"""Bytes."""


def pandera_errors(folder: Path) -> list[str]:
    """Return what pandera has against the tables of the package in a folder, a line each; empty if nothing."""
    package = load_package(folder)
    return [line for resource in package.resources for line in _errors(package, resource)]


def _errors(package: Package, resource: Resource) -> list[str]:
    import pandas as pd
    from pandera.errors import SchemaErrors

    from deportation_goal.package.pandera_schema import pandera_schema
    from deportation_goal.package.typed_frame import typed_frame

    file = package.file(resource.path)
    texts = pd.read_csv(
        file,
        dtype="string",
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
        # Five times as fast, but not for a small table.
        engine="pyarrow" if file.stat().st_size > _LARGE else "c",
    )
    frame, wrong = typed_frame(resource.schema, texts)
    lines = [f"{resource.path}: row {row + 2}: {column}: {_flaw(resource, column)}" for column, row in wrong]
    try:
        pandera_schema(resource.schema).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases: Any = errors.failure_cases
        for column, row, check in zip(cases["column"], cases["index"], cases["check"], strict=True):
            place = f"row {int(row) + 2}: " if pd.notna(row) else ""
            lines.append(f"{resource.path}: {place}{column}: {check}")
    return lines


def _flaw(resource: Resource, column: str) -> str:
    field = resource.schema.by_name[column]
    return "is not one of the codes" if field.enum else f"is not of the type {field.type}"
