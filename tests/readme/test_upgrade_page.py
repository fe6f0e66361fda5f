"""docs/upgrade.md: every query that it tells to write runs on the tables of today."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from deportation_goal.package.descriptor import load_package
from deportation_goal.table_files.read_rows import read_rows
from support import REPOSITORY

PAGE: Final = (REPOSITORY / "docs/upgrade.md").read_text(encoding="utf-8")
QUERIES: Final = re.findall(r"(?:(Before|After):\n\n)?```sql\n(.+?)\n```", PAGE, flags=re.DOTALL)
NEW: Final = [query for kind, query in QUERIES if kind != "Before"]
DERIVED: Final = [query for query in NEW if re.search("FROM (agreement|goal_vs_outcome)", query)]


@pytest.fixture(scope="module")
def tables() -> Iterator[sqlite3.Connection]:
    """The real tables, every cell as text."""
    connection = sqlite3.connect(":memory:")
    package = load_package(REPOSITORY)
    for name, rows in read_rows(package).items():
        columns = package.resource(name).schema.columns
        connection.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", [tuple(row.values()) for row in rows])  # noqa: S608  names of the schemas
    yield connection
    connection.close()


def test_every_change_of_a_query_is_shown_before_and_after() -> None:
    kinds = [kind for kind, _ in QUERIES if kind]
    assert kinds == ["Before", "After"] * (len(kinds) // 2) != []


@pytest.mark.slow
@pytest.mark.parametrize("query", DERIVED)
def test_a_query_on_a_derived_table_runs_on_the_release(real_build: Path, query: str) -> None:
    with contextlib.closing(sqlite3.connect(real_build / "dist/formats/deportation-goal.sqlite")) as release:
        assert release.execute(query).fetchall()


@pytest.mark.parametrize("query", [query for query in NEW if query not in DERIVED])
def test_a_query_that_it_tells_to_write_runs(tables: sqlite3.Connection, query: str) -> None:
    found = tables.execute(query).fetchall()
    # Nothing was computed in another way before 2.0.0, and perhaps nothing was retracted.
    assert found or "revisions" in query or "computed" in query
