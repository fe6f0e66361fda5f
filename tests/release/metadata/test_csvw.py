"""metadata/csvw.json: the client `csvw` reads every table with its types, and finds what is wrong with one."""

from __future__ import annotations

import datetime
import json
import posixpath
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from programs import missing
from support import write_files

TYPES: Final = {"integer": int, "decimal": Decimal, "boolean": bool, "date": datetime.datetime, "string": str}
"""What the client makes of a cell, by the datatype of its column."""


def opened(files: dict[str, bytes], folder: Path) -> Any:
    """Return the tables of a release as the client opens them, after it has validated their description."""
    try:
        from csvw import CSVW
    except ImportError:
        missing("csvw is not installed")
    write_files(folder, files)
    release = CSVW(str(folder / "metadata/csvw.json"), validate=True)
    assert release.warnings == []
    return release


def first_error(release: Any) -> str:
    """Return what the client says first of the cells, keys and references of all tables; empty if nothing."""
    try:
        for table in release.tables:
            # Strict here: a cell that does not have its type is an error and not a warning.
            list(table.iterdicts(strict=True))
            table.check_primary_key()
        # Not strict here: by the standard an empty cell refers to nothing.
        release.tablegroup.check_referential_integrity(strict=False)
    except ValueError as error:
        return str(error)
    return ""


def test_the_client_reads_every_table_with_its_types(example_release: dict[str, bytes], tmp_path: Path) -> None:
    release = opened(example_release, tmp_path)
    assert first_error(release) == ""
    resources = json.loads(example_release["datapackage.json"])["resources"]
    assert [posixpath.normpath(f"metadata/{table.url}") for table in release.tables] == [
        resource["path"] for resource in resources
    ]
    seen = set()
    for table, resource in zip(release.tables, resources, strict=True):
        rows = list(table)
        assert len(rows) == resource["rowCount"]
        for column in table.tableSchema.columns:
            kind = list if column.separator else TYPES[column.datatype.base]
            values = [row[column.name] for row in rows if row[column.name] is not None]
            assert {type(value) for value in values} <= {kind}, (table.local_name, column.name)
            seen |= {kind} if values else set()
    assert seen == {*TYPES.values(), list}


@pytest.mark.parametrize(
    ("path", "old", "new", "error"),
    [
        ("data/figures.csv", b",at_least,", b",atleast,", "atleast"),
        ("data/figures.csv", b"fig-7k2m9q", b"fig-8h3n1p", "fig-8h3n1p"),
        ("data/quotes.csv", b",120,", b",1x0,", "1x0"),
        ("data/reference/areas.csv", b"USA", b"US1", "USA"),
    ],
    ids=["code", "key", "number", "reference"],
)
def test_the_client_finds_a_fault(
    path: str, old: bytes, new: bytes, error: str, example_release: dict[str, bytes], tmp_path: Path
) -> None:
    changed = {**example_release, path: example_release[path].replace(old, new)}
    assert changed[path] != example_release[path]
    assert error in first_error(opened(changed, tmp_path))
