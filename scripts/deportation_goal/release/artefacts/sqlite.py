"""SQLite: one file with all tables, typed, keyed and checked, views that join names, and a full-text search."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import PACKAGE_NAME, Package, Resource
from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.release.artefacts import sqlite_schema as sql
from deportation_goal.release.artefacts.release_format import CellRows, Format
from deportation_goal.release.artefacts.typed_cells import by_column, cell_of, cell_rows, csv_rows, typed

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID: Final = int.from_bytes(b"DpGl")
"""Marks the file as this dataset's (`file` shows it); user_version is the version as a number."""


def version_number(version: str) -> int:
    """Return a version as one number that grows with it: 1.2.3 as 1002003."""
    major, minor, patch = (int(part) for part in version.split("."))
    return major * 1_000_000 + minor * 1_000 + patch


def write(package: Package) -> None:
    """Write the file."""
    import sqlite3

    target = package.file(FORMAT.files)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    try:
        with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            _fill(connection, package, package.resources)
            _demand_sound(connection, package)
            # The draft carries traces of how it was written; a vacuumed copy is a function of its content.
            connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        draft.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, package: Package, filled: Sequence[Resource]) -> None:
    """Make all tables, and put rows into some of them."""
    schemas = {resource.name: resource.schema for resource in package.resources}
    # A draft that is lost is written again: nothing needs to survive a power cut.
    # The checks of all rows are made at once, in the end.
    pragmas = ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "ignore_check_constraints = ON")
    for pragma in (*pragmas, "page_size = 4096"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version_number(package.version)}")
    connection.execute("BEGIN")
    for resource in package.resources:
        connection.execute(sql.create_table(resource.schema))
        if resource in filled:
            rows = csv_rows(package, resource)
            connection.executemany(sql.insert(resource.schema), by_column(resource.schema.fields, rows, _stored))
    for resource in package.resources:
        for statement in sql.indexes(resource.schema):
            connection.execute(statement)
        # The derived tables have the names already.
        view = None if resource.is_derived else sql.named_view(resource.schema, schemas)
        if view:
            connection.execute(view)
    _fill_describing_tables(connection, package)
    connection.execute(sql.SEARCH_TABLE)
    for schema in schemas.values():
        if _is_searched(schema):
            connection.execute(sql.search_insert(schema, schema.label[0]))
    connection.execute("INSERT INTO statement_search (statement_search) VALUES ('optimize')")
    connection.execute("COMMIT")
    connection.execute("ANALYZE")


def _is_searched(schema: TableSchema) -> bool:
    return bool(schema.has_evidence and schema.label)


def _stored(field: Field, cells: Sequence[str]) -> list[Any]:
    if field.type in ("string", "date"):
        # SQLite has no type for dates: they stay text in ISO 8601, which its date functions read.
        return [cell or None for cell in cells]
    values = {cell: typed(field, cell) for cell in set(cells)}
    return [values[cell] for cell in cells]


def _fill_describing_tables(connection: sqlite3.Connection, package: Package) -> None:
    descriptor, schemas = package.descriptor, [resource.schema for resource in package.resources]
    for statement in sql.DESCRIBING_TABLES:
        connection.execute(statement)
    release = {
        "name": descriptor["name"],
        "title": descriptor["title"],
        "version": package.version,
        "created": descriptor["created"],
        "description": descriptor["description"],
        "licenses": " ".join(member["name"] for member in descriptor.get("licenses", ())),
    }
    connection.executemany('INSERT INTO "release" VALUES (?, ?)', release.items())
    connection.executemany('INSERT INTO "data_dictionary" VALUES (?, ?, ?, ?, ?, ?, ?)', sql.dictionary_rows(schemas))
    connection.executemany('INSERT INTO "code_lists" VALUES (?, ?, ?, ?, ?)', sql.code_rows(schemas))


def _demand_sound(connection: sqlite3.Connection, package: Package) -> None:
    queries = filter(None, (sql.broken_checks(resource.schema) for resource in package.resources))
    unchecked = [row for query in queries for row in connection.execute(query)]
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    said = connection.execute("PRAGMA integrity_check").fetchall()
    if unchecked or broken or said != [("ok",)]:
        raise AssertionError(f"the SQLite file is broken: {unchecked} {broken[:3]} {said[:3]}")


def read(package: Package, resource: Resource) -> Iterator[tuple[str, ...]]:
    """Read a table back.

    Raises:
        UserError: If it cannot be read, or lacks the table or a column.
    """
    import sqlite3

    try:
        with contextlib.closing(_opened(package.file(FORMAT.files))) as connection:
            if not _is_plain_table(connection, resource.name):
                raise UserError(f"has no table {resource.name}")
            yield from cell_rows(resource.schema.fields, connection.execute(sql.select(resource.schema)), _back)
    except sqlite3.Error as error:
        raise UserError(f"cannot be read: {error}") from None


def _is_plain_table(connection: sqlite3.Connection, name: str) -> bool:
    """Whether rows can be read without running what the file says: a view could go on for ever."""
    found = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone()
    return bool(found) and str(found[0]).startswith("CREATE TABLE")


def _opened(file: Path) -> sqlite3.Connection:
    """Open a file to read only; `immutable` keeps SQLite from writing anything beside it."""
    import sqlite3

    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _back(field: Field, value: object) -> str:
    if field.type == "boolean" and value in (0, 1) and isinstance(value, int):
        return cell_of(field, bool(value))
    if field.type == "date" and isinstance(value, str):
        return value
    return cell_of(field, value)


def named_version(package: Package, _resource: Resource) -> str | None:
    """Return the version that the table `release` names.

    Raises:
        UserError: If it cannot be read.
    """
    import sqlite3

    try:
        with contextlib.closing(_opened(package.file(FORMAT.files))) as connection:
            row = connection.execute("SELECT value FROM release WHERE name = 'version'").fetchone()
    except sqlite3.Error as error:
        raise UserError(f"cannot be read: {error}") from None
    return str(row[0]) if row else ""


def as_written(package: Package, rows: CellRows) -> list[str]:
    """Return the tables that have the very values that `write` makes of the rows of the CSV."""
    import sqlite3

    found: list[str] = []
    # Why the file cannot be read is said where the values are compared.
    with (
        contextlib.suppress(sqlite3.Error, ValueError),
        contextlib.closing(_opened(package.file(FORMAT.files))) as connection,
    ):
        for name in rows:
            schema = package.resource(name).schema
            if _is_plain_table(connection, name):
                values = zip_longest(
                    by_column(schema.fields, rows[name], _stored), connection.execute(sql.select(schema))
                )
                found += [name] * all(expected == row for expected, row in values)
    return found


def structure(package: Package, _as_written: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what differs in tables, views, indexes, the dictionary and the search, and what SQLite says is broken.

    Raises:
        UserError: If the file cannot be read.
    """
    import sqlite3

    with (
        contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as expected,
        contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as copy,
    ):
        _fill(expected, package, ())
        try:
            # A copy in memory may be written to, as the test of the search does; the file may not.
            with contextlib.closing(_opened(package.file(FORMAT.files))) as file:
                file.backup(copy)
            differences = (
                [*_objects(expected, copy)] or [*_contents(expected, copy)] or [*_search(package, copy), *_broken(copy)]
            )
        except sqlite3.Error as error:
            raise UserError(f"cannot be read: {error}") from None
    for difference in differences:
        yield FORMAT.files, difference


def _objects(expected: sqlite3.Connection, found: sqlite3.Connection) -> Iterator[str]:
    here, there = (
        {(kind, name): sql for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master")}
        for connection in (found, expected)
    )
    if not here:
        raise UserError("has no tables")
    for kind, name in sorted(here.keys() | there.keys()):
        if (kind, name) not in here:
            yield f"the {kind} {name} is missing"
        elif (kind, name) not in there:
            yield f"the {kind} {name} is not one of a release of this version"
        elif here[kind, name] != there[kind, name]:
            yield f"the {kind} {name} has another definition than in a release of this version"
    for pragma in ("application_id", "user_version"):
        one, other = (connection.execute(f"PRAGMA {pragma}").fetchone()[0] for connection in (found, expected))
        if one != other:
            yield f"{pragma} is {one}, not {other}"


def _contents(expected: sqlite3.Connection, found: sqlite3.Connection) -> Iterator[str]:
    """Yield the tables besides those of the release whose rows are not what they should be."""
    for query, name in _DESCRIBING.items():
        if expected.execute(query).fetchall() != found.execute(query).fetchall():
            yield f"the table {name} has other rows than in a release of this version"


def _search(package: Package, found: sqlite3.Connection) -> Iterator[str]:
    import sqlite3

    schemas = [resource.schema for resource in package.resources if _is_searched(resource.schema)]
    rows = [row for schema in schemas for row in found.execute(sql.search_rows(schema, schema.label[0]))]
    if rows != found.execute("SELECT c0, c1, c2, c3 FROM statement_search_content ORDER BY id").fetchall():
        yield "the search holds other texts than the tables"
    try:
        found.execute("INSERT INTO statement_search (statement_search) VALUES ('integrity-check')")
    except sqlite3.DatabaseError:
        yield "the index of the search does not match its texts"


def _broken(found: sqlite3.Connection) -> Iterator[str]:
    # The checks of the tables are asked of every value, which takes longest: here each value is compared with the CSV.
    found.execute("PRAGMA ignore_check_constraints = ON")
    said = [str(row[0]) for row in found.execute("PRAGMA integrity_check(1)")]
    if said != ["ok"]:
        yield f"SQLite reports that the file is broken: {' '.join(said[0].split())}"


_DESCRIBING: Final = {
    # The version is a question of its own.
    "SELECT * FROM release WHERE name <> 'version' ORDER BY rowid": "release",
    "SELECT * FROM data_dictionary ORDER BY rowid": "data_dictionary",
    "SELECT * FROM code_lists ORDER BY rowid": "code_lists",
}
"""Queries for tables that `_is_plain_table` accepts, with the name that a message uses."""


FORMAT: Final = Format(
    title="SQLite",
    place=20,
    folder="formats",
    extension=".sqlite",
    media_type="application/vnd.sqlite3",
    write=write,
    read=read,
    named_version=named_version,
    as_written=as_written,
    structure=structure,
    one_file=PACKAGE_NAME,
)
