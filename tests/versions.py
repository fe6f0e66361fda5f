"""Versions of the example package with other rows, schemas, descriptor or tool, for the tests of diff and release."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from deportation_goal.diff.compare_packages import compare
from deportation_goal.diff.interface import INTERFACE
from deportation_goal.diff.package_diff import PackageDiff
from deportation_goal.diff.snapshot import Contents, read_contents
from deportation_goal.package.descriptor import load_package
from deportation_goal.rules.example_package import ROWS
from deportation_goal.table_files.canonical import csv_bytes, in_order
from made_tables import EditableRows
from support import copy_package, write_files

Document = dict[str, Any]

REVISION: Final = {
    "revision_id": "rev-000001",
    "table_name": "figures",
    "row_id": "fig-8h3n1p",
    "old_value": '{"figure_id":"fig-8h3n1p"}',
    "action": "retracted",
    "reason": "The text does not say so.",
    "date": "2025-06-02",
}
"""A row of revisions that takes the second figure of the example package out of its table."""


def example_rows() -> EditableRows:
    """Return the rows of the example package, to be changed."""
    return {table: [dict(row) for row in rows] for table, rows in ROWS.items()}


def correct_cell(rows: EditableRows, table: str, column: str, value: str, action: str = "corrected") -> None:
    """Change a cell of the first row of a table, with the row of revisions that says so."""
    row = rows[table][0]
    revision = {"table_name": table, "row_id": next(iter(row.values())), "field": column, "action": action}
    revision |= {"old_value": row.get(column, ""), "new_value": value, "reason": "Read again.", "date": "2026-06-02"}
    rows["revisions"].append({"revision_id": f"rev-{len(rows['revisions']):06}", **revision})
    row[column] = value


FIRST_VERSION: Final = "0.1.0"
"""The version of every package that is written here."""


def write_version(
    folder: Path,
    rows: Callable[[EditableRows], None] | None = None,
    schemas: Mapping[str, Callable[[Document], None]] | None = None,
    descriptor: Callable[[Document], None] | None = None,
    interface: Document | None = None,
    *,
    ordered: bool = True,
) -> Path:
    """Write the example package after some changes and return its folder.

    Args:
        folder: A folder that is not there yet.
        rows: Changes the rows.
        schemas: Changes the schema of a table.
        descriptor: Changes the descriptor.
        interface: What docs/interface.json holds; without it there is none.
        ordered: Whether to write rows in canonical order.
    """
    if folder.exists():
        shutil.rmtree(folder)
    copy_package(folder, with_data=False)
    # The tests count versions from here, whatever the real package has come to.
    edit_json(folder / "datapackage.json", lambda document: document.update(version=FIRST_VERSION))
    for table, change in (schemas or {}).items():
        edit_json(folder / f"schemas/{table}.schema.json", change)
    if descriptor:
        edit_json(folder / "datapackage.json", descriptor)
    if interface is not None:
        write_files(folder, {INTERFACE: json.dumps(interface).encode()})
    write_rows(folder, rows, ordered=ordered)
    return folder


def write_rows(folder: Path, change: Callable[[EditableRows], None] | None = None, *, ordered: bool = True) -> None:
    """Write the rows of the example package, after some changes, into a package."""
    tables = example_rows()
    if change:
        change(tables)
    package = load_package(folder)
    files = {}
    for resource in package.resources:
        table = tables.get(resource.name, [])
        files[resource.path] = csv_bytes(
            resource.schema.columns, in_order(resource.schema, table) if ordered else table
        )
    write_files(folder, files)


def edit_json(path: Path, change: Callable[[Document], None]) -> None:
    """Change a JSON file in place, in the form that the descriptor has."""
    document = json.loads(path.read_bytes())
    change(document)
    path.write_bytes((json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode())


def field(document: Document, name: str) -> Document:
    """Return a column of a schema, to be changed."""
    return next(member for member in document["fields"] if member["name"] == name)


def drop_column(document: Document, name: str) -> None:
    """Take a column out of a schema, and out of the lists of columns that are properties of ours."""
    document["fields"].remove(field(document, name))
    for member in ("idWithout", "searched", "label"):
        if name in document.get(member, ()):
            document[member].remove(name)


def rename(document: Document, name: str, new: str) -> None:
    """Give a column of a schema another name, in the lists of columns too."""
    field(document, name)["name"] = new
    for member in ("idWithout", "searched", "label"):
        document[member] = [new if column == name else column for column in document.get(member, ())]


def contents(folder: Path) -> Contents:
    """Read a package as one side of a comparison."""
    return read_contents(folder, folder.name, "folder")


def difference(old: Path, new: Path) -> PackageDiff:
    """Compare two packages."""
    return compare(contents(old), contents(new))


def run_git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, whatever the settings of the machine are, and return what it says."""
    finished = subprocess.run(
        ["git", *arguments], cwd=folder, env=git_environment(), capture_output=True, text=True, check=True
    )
    return finished.stdout.strip()


def git_environment() -> dict[str, str]:
    """Return an environment in which git has no settings but those of the repository."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**own, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def make_repository(folder: Path) -> Path:
    """Make a folder a git repository with everything in it committed, and return it."""
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    run_git(folder, "config", "user.name", "A packager")
    run_git(folder, "config", "user.email", "packager@example.org")
    (folder / ".gitignore").write_text("/dist/\n.deportation-goal.lock\n*.tmp\n__pycache__/\n", encoding="utf-8")
    commit_all(folder, "Begin")
    return folder


def commit_all(folder: Path, message: str) -> None:
    """Commit everything in a repository."""
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--message", message)
