"""metadata/tests.sql: no query gives a row on a release, in SQLite and in DuckDB, and each one that a fault breaks gives it."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

QUERY = re.compile(r"-- (.+)\n(SELECT .+);\n")


@pytest.fixture(scope="module")
def queries(real_build: Path) -> list[tuple[str, str]]:
    """Title and query of each test."""
    text = (real_build / "dist/metadata/tests.sql").read_text(encoding="utf-8")
    found = QUERY.findall(text)
    assert len(found) == text.count(";\n") > 500
    return found


@pytest.fixture
def copy(real_build: Path) -> Iterator[sqlite3.Connection]:
    """The tables of the release in memory, to be broken."""
    with (
        contextlib.closing(sqlite3.connect(real_build / "dist/formats/deportation-goal.sqlite")) as file,
        contextlib.closing(sqlite3.connect(":memory:")) as memory,
    ):
        file.backup(memory)
        yield memory


def test_no_query_gives_a_row_in_sqlite(queries: list[tuple[str, str]], copy: sqlite3.Connection) -> None:
    assert [title for title, query in queries if copy.execute(query).fetchall()] == []


def test_no_query_gives_a_row_in_duckdb(queries: list[tuple[str, str]], real_build: Path) -> None:
    import duckdb

    with duckdb.connect() as release:
        for path in sorted((real_build / "dist/formats/parquet").glob("*.parquet")):
            release.execute(f"CREATE VIEW \"{path.stem}\" AS SELECT * FROM '{path.as_posix()}'")  # noqa: S608  our own names
        assert [title for title, query in queries if release.execute(query).fetchall()] == []


@pytest.mark.parametrize(
    ("fault", "title"),
    [
        ("UPDATE figures SET qualifier = 'atleast' WHERE rowid = 1", "figures: qualifier has codes of its list"),
        ("UPDATE figures SET source_id = 'nowhere' WHERE rowid = 1", "figures: source_id is a row of sources"),
        ("UPDATE figures_flat SET value_low = value_high + 1 WHERE value_high > 0", "figures_flat: value_low does not lie after value_high"),
        ("UPDATE figures SET evidence_start = evidence_end + 1 WHERE evidence_end > 0", "figures: evidence_start does not lie after evidence_end"),
        ("UPDATE goal_vs_outcome SET value = NULL", "goal_vs_outcome: value is never empty"),
    ],
)  # fmt: skip
def test_a_fault_is_found(fault: str, title: str, queries: list[tuple[str, str]], copy: sqlite3.Connection) -> None:
    copy.execute("PRAGMA ignore_check_constraints = ON")
    copy.execute("PRAGMA foreign_keys = OFF")
    table = fault.split()[1]
    # A copy without the constraints of the file, which refuse the fault themselves.
    copy.execute(f"CREATE TABLE broken AS SELECT * FROM {table}")  # noqa: S608  our own names
    copy.execute(fault.replace(table, "broken", 1))
    query = dict(queries)[title].replace(f'FROM "{table}"', "FROM broken", 1)
    assert copy.execute(query).fetchall()
