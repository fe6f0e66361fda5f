"""The SQLite file: types, keys, checks, views with names, the search."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.release.artefacts import sqlite
from deportation_goal.release.artefacts.typed_cells import csv_rows
from made_packages import CODES, TABLE, made_package


@pytest.fixture
def example(example_copy: Path) -> Iterator[sqlite3.Connection]:
    """The file of the example package."""
    package = load_package(example_copy)
    sqlite.write(package)
    with contextlib.closing(sqlite3.connect(package.file(sqlite.FORMAT.files))) as connection:
        yield connection


@pytest.fixture
def things(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The file of a made-up table."""
    row = {"thing_id": "thing-1", "text": "a", "code": CODES[0], "number": "1", "boolean": "true", "date": "2025-01-20"}
    package = made_package(tmp_path, [row])
    sqlite.write(package)
    with contextlib.closing(sqlite3.connect(package.file(sqlite.FORMAT.files))) as connection:
        yield connection


def test_the_file_is_sound_and_says_what_it_is(example: sqlite3.Connection, package: Package) -> None:
    assert example.execute("PRAGMA foreign_key_check").fetchall() == []
    assert example.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert example.execute("PRAGMA application_id").fetchone() == (sqlite.APPLICATION_ID,)
    assert example.execute("PRAGMA user_version").fetchone() == (sqlite.version_number(package.version),)
    about = dict(example.execute("SELECT name, value FROM release").fetchall())
    assert (about["version"], about["created"]) == (package.version, package.descriptor["created"])


def test_a_version_becomes_a_number_that_grows_with_it() -> None:
    numbers = [sqlite.version_number(version) for version in ("0.1.0", "0.1.1", "0.2.0", "1.0.0", "1.0.12", "1.12.0")]
    assert numbers == sorted(set(numbers))


def test_every_reference_is_declared_and_has_an_index(example: sqlite3.Connection, package: Package) -> None:
    for resource in package.resources:
        declared = {row[3] for row in example.execute(f"PRAGMA foreign_key_list({resource.name})")}
        assert declared == {key.column for key in resource.schema.foreign_keys}
        indexes = [row[1] for row in example.execute(f"PRAGMA index_list({resource.name})")]
        first = {example.execute(f"PRAGMA index_info({name})").fetchone()[2] for name in indexes}
        assert declared <= first


def test_a_view_has_the_name_of_what_each_id_stands_for(example: sqlite3.Connection) -> None:
    query = "SELECT indicator_id, indicator_name, area_name, source_title, attributed_to_name FROM figures_named"
    assert ("removals-goal", "Goal for removals", "United States", "A report", "a federal official") in example.execute(
        query
    ).fetchall()
    for table in ("quotes", "obstacles", "countries", "sources", "agents"):
        rows = example.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        assert example.execute(f"SELECT count(*) FROM {table}_named").fetchone() == rows  # noqa: S608


def test_words_are_found_in_quotes_and_summaries(example: sqlite3.Connection) -> None:
    for table, column, key in (
        ("quotes", "text", "quote_id"),
        ("obstacles", "summary", "obstacle_id"),
        ("countries", "summary", "country_role_id"),
    ):
        text, row_id = example.execute(f"SELECT {column}, {key} FROM {table}").fetchone()  # noqa: S608
        word = max(text.replace(",", " ").split(), key=len)
        found = example.execute(
            "SELECT table_name, row_id FROM statement_search WHERE statement_search MATCH ?", (f'"{word.upper()}"',)
        ).fetchall()
        assert (table, row_id) in found


def test_values_have_their_types(things: sqlite3.Connection) -> None:
    query = "SELECT typeof(text), typeof(number), typeof(integer), typeof(boolean), date(date) FROM things"
    assert things.execute(query).fetchone() == ("text", "real", "null", "integer", "2025-01-20")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("code", "five"),
        ("number", "many"),
        ("boolean", 2),
        ("date", "2025-02-30"),
        ("parent", "nobody"),
        ("thing_id", None),
    ],
)
def test_a_wrong_value_is_refused_by_the_database(column: str, value: object, things: sqlite3.Connection) -> None:
    things.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        things.execute(f"UPDATE things SET {column} = ?", (value,))  # noqa: S608


def test_a_file_with_a_value_that_a_check_does_not_let_in_is_not_made(tmp_path: Path) -> None:
    package = made_package(tmp_path, [{"thing_id": "thing-1", "text": "a", "code": "no code"}])
    with pytest.raises(AssertionError, match="broken"):
        sqlite.write(package)
    assert not package.file(sqlite.FORMAT.files).exists()


def test_every_column_and_code_is_explained(example: sqlite3.Connection, package: Package) -> None:
    columns = {(resource.name, field.name) for resource in package.resources for field in resource.schema.fields}
    assert set(example.execute("SELECT table_name, column_name FROM data_dictionary")) == columns
    codes = {
        (resource.name, field.name, category.value)
        for resource in package.resources
        for field in resource.schema.fields
        for category in field.categories
    }
    assert set(example.execute("SELECT table_name, column_name, code FROM code_lists")) == codes


@pytest.mark.parametrize(
    ("change", "as_written"),
    [
        ("SELECT 1", True),
        ("UPDATE things SET text = 'b'", False),
        ("UPDATE things SET number = NULL", False),
        ("UPDATE things SET text = CAST(text AS BLOB)", False),
        ("INSERT INTO things (thing_id) VALUES ('thing-2')", False),
        ("DELETE FROM things", False),
        ("DROP TABLE things", False),
    ],
)
def test_only_the_very_values_are_as_written(change: str, as_written: bool, tmp_path: Path) -> None:
    row = {"thing_id": "thing-1", "text": "a", "number": "1.50", "boolean": "true", "date": "2025-01-20"}
    package = made_package(tmp_path, [row])
    rows = {TABLE: list(map(tuple, csv_rows(package, package.resource(TABLE))))}
    assert sqlite.as_written(package, rows) == []
    sqlite.write(package)
    with contextlib.closing(sqlite3.connect(package.file(sqlite.FORMAT.files), isolation_level=None)) as connection:
        connection.execute(change)
    assert sqlite.as_written(package, rows) == [TABLE] * as_written


def test_a_view_in_the_place_of_a_table_is_not_read(tmp_path: Path) -> None:
    package = made_package(tmp_path, [])
    package.file(sqlite.FORMAT.files).parent.mkdir()
    with contextlib.closing(sqlite3.connect(package.file(sqlite.FORMAT.files))) as connection:
        connection.execute(
            "CREATE VIEW things AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS thing_id FROM n"
        )
    with pytest.raises(UserError, match="no table things"):
        list(sqlite.read(package, package.resource(TABLE)))
