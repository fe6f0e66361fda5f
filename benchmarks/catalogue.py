"""The cases: how each is started, how its count is read, and what it does not check."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Case:
    """One way to check a package.

    Attributes:
        name: Short name.
        title: Name in the table.
        checks: What it checks and what it leaves out, in plain words.
        command: The process that checks a package folder.
        found: The number of violations, from what the process wrote.
        scope: all (every rule), table_schema (types, constraints, keys) or nothing.
    """

    name: str
    title: str
    checks: str
    command: Callable[[Path], list[str | Path]]
    found: Callable[[str], int]
    scope: str


def script(name: str) -> Path:
    """Return a command that stands beside the interpreter."""
    return Path(sys.executable).parent / name


def _count_of_check(output: str) -> int:
    return sum(json.loads(output)["counts"].values())


def _count_of_frictionless(output: str) -> int:
    """Count rows, not errors: one wrong key is both a unique error and a primary-key error."""
    report = json.loads(output)
    rows = {(task["name"], error.get("rowNumber")) for task in report["tasks"] for error in task["errors"]}
    return len(rows) + len(report["errors"])


def _own(name: str) -> Callable[[Path], list[str | Path]]:
    return lambda folder: [sys.executable, "-m", "benchmarks", "case", name, folder]


CASES: Final = (
    Case(
        "check",
        "`deportation-goal check`",
        "all rules, canonical form and row order included; names file, line and column of each finding",
        lambda folder: [script("deportation-goal"), "check", "--package", folder, "--report", "json"],
        _count_of_check,
        "all",
    ),
    Case(
        "frictionless",
        "`frictionless validate`",
        "the Table Schemas and the structure of the files; no rules across columns, no EDTF, hedges, locators, invisible characters, canonical form or order",
        lambda folder: [
            script("frictionless"),
            "validate",
            folder / "datapackage.json",
            "--json",
            "--limit-errors",
            "1000000000",
        ],
        _count_of_frictionless,
        "table_schema",
    ),
    Case(
        "pandera",
        "pandas and pandera alone",
        "the Table Schemas; assumes that the files are well formed; names rows, not lines",
        _own("pandera"),
        int,
        "table_schema",
    ),
    Case(
        "duckdb",
        "DuckDB, SQL from the schemas",
        "the Table Schemas; assumes that the files are well formed; counts wrong cells and names none",
        _own("duckdb"),
        int,
        "table_schema",
    ),
    Case(
        "polars",
        "polars, streaming, from the schemas",
        "the Table Schemas; assumes that the files are well formed; counts wrong cells and names none",
        _own("polars"),
        int,
        "table_schema",
    ),
    Case(
        "pyarrow",
        "pyarrow, reading alone",
        "nothing: it only reads the tables, which every check must do",
        _own("pyarrow"),
        int,
        "nothing",
    ),
)
