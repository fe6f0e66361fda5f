"""Reads what a comparison needs of one package: descriptor, schemas, rows, commands and functions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from deportation_goal.diff.interface import INTERFACE, Interface, parse_interface
from deportation_goal.diff.package_diff import Side
from deportation_goal.errors import UserError
from deportation_goal.package.derived_schema import DERIVED_SCHEMAS
from deportation_goal.package.descriptor import Package, Resource, load_package, read_json, read_schema
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules import structure
from deportation_goal.table_files import Rows
from deportation_goal.table_files.read import TableFile, UndecodableError, read_table

Values = tuple[str, ...]

_FATAL: Final = frozenset(
    rule.id
    for rule in (
        structure.EMPTY_FILE,
        structure.DELIMITER,
        structure.HEADER,
        structure.RAGGED_ROW,
        structure.BROKEN_QUOTES,
    )
)
"""Rules of structure without which nobody knows which cell belongs to which column."""


@dataclass(frozen=True)
class TableValues:
    """The rows of a table, as written.

    Attributes:
        schema: The Table Schema, whose columns the values follow.
        values: The cells of each row.
    """

    schema: TableSchema
    values: Sequence[Values]

    @property
    def key_position(self) -> int:
        """Position of the key column."""
        return self.schema.columns.index(self.schema.primary_key)

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the rows, in their order."""
        position = self.key_position
        return [values[position] for values in self.values]

    @cached_property
    def by_id(self) -> dict[str, Values]:
        """The rows by id."""
        return dict(zip(self.ids, self.values, strict=True))


@dataclass(frozen=True)
class Table:
    """A table of one side.

    Attributes:
        name: Its name.
        schema: Its Table Schema as parsed JSON, for members that the tool itself does not use.
        resource: Its member of the descriptor; empty for a derived table.
        rows: Its rows; None for a derived table, which is computed from the others.
    """

    name: str
    schema: Mapping[str, Any]
    resource: Mapping[str, Any]
    rows: TableValues | None


@dataclass(frozen=True)
class Contents:
    """What is compared of one package.

    Attributes:
        side: How the report names it.
        descriptor: The descriptor as parsed.
        tables: Its tables by name, in the order of the descriptor, derived ones last.
        interface: The commands and functions of its tool, None if it does not say.
    """

    side: Side
    descriptor: Mapping[str, Any]
    tables: Mapping[str, Table]
    interface: Interface | None

    @property
    def rows(self) -> Rows:
        """The rows of every table but derived ones, by table."""
        return {
            name: [dict(zip(table.rows.schema.columns, values, strict=True)) for values in table.rows.values]
            for name, table in self.tables.items()
            if table.rows is not None
        }


def read_contents(folder: Path, name: str, kind: str, commit: str = "") -> Contents:
    """Read a package.

    Args:
        folder: Its folder.
        name: How the user named it.
        kind: `folder`, `zip` or `git revision`.
        commit: The commit of a git revision.

    Raises:
        UserError: If it is not a package, a schema is broken, or a table cannot be read row by row and cell by cell.
    """
    try:
        package = load_package(folder)
        tables = {resource.name: _table(package, resource) for resource in package.resources if not resource.is_derived}
        tables.update({table: _derived(folder, table) for table in _derived_names(folder) if table not in tables})
        interface = parse_interface(read_json(folder / INTERFACE)) if (folder / INTERFACE).is_file() else None
    except UserError as error:
        # A folder that was made for a moment means nothing to the reader.
        shown = str(error) if kind == "folder" else str(error).replace(f"{folder}/", "")
        raise UserError(f"{name} ({kind}): {shown}") from None
    return Contents(Side(name, kind, package.version, commit), package.descriptor, tables, interface)


def _table(package: Package, resource: Resource) -> Table:
    members: list[Mapping[str, Any]] = package.descriptor["resources"]
    member = next(member for member in members if member["name"] == resource.name)
    document = read_json(package.file(resource.schema_path)) if resource.schema_path else member["schema"]
    try:
        file = read_table(package.read(resource.path))
    except OSError as error:
        raise UserError(f"{resource.path} cannot be read ({error.strerror})") from None
    except UndecodableError as error:
        raise UserError(
            f"{resource.path}:{error.line}: the file is not UTF-8 (it looks like {error.guess}): save it as UTF-8"
        ) from None
    _refuse_broken(resource, file)
    rows = TableValues(resource.schema, file.rows)
    _refuse_unkeyed(resource, file, rows)
    return Table(resource.name, document, member, rows)


def _refuse_broken(resource: Resource, file: TableFile) -> None:
    """Refuse a file of which nobody can say which cell belongs to which row and column."""
    problems = list(structure.file_problems(resource.name, resource.schema, file))
    if file.header:
        problems.extend(structure.row_problems(resource.name, resource.schema, file))
    for problem in problems:
        if problem.rule in _FATAL:
            line = problem.line if problem.row is None else file.cells(problem.row)[0].line
            raise UserError(f"{resource.path}:{line}: {problem.message}")


def _refuse_unkeyed(resource: Resource, file: TableFile, rows: TableValues) -> None:
    """Refuse rows without an id, and ids that are there twice: rows are compared by id."""
    key = resource.schema.primary_key
    if len(rows.by_id) == len(rows.ids) and "" not in rows.by_id:
        return
    seen: set[str] = set()
    for number, row_id in enumerate(rows.ids):
        where = f"{resource.path}:{file.cells(number)[0].line}"
        if not row_id:
            raise UserError(f"{where}: the row has no {key}: `deportation-goal fix` gives it one, or write it")
        if row_id in seen:
            raise UserError(f"{where}: {key} {row_id} is there twice: rows are compared by it, so keep one of the two")
        seen.add(row_id)


def _derived_names(folder: Path) -> list[str]:
    suffix = ".schema.json"
    return sorted(path.name.removesuffix(suffix) for path in (folder / DERIVED_SCHEMAS).glob(f"*{suffix}"))


def _derived(folder: Path, name: str) -> Table:
    path = f"{DERIVED_SCHEMAS}/{name}.schema.json"
    read_schema(name, folder, path)
    return Table(name, read_json(folder / path), {}, None)


def as_json(value: object) -> str:
    """Return a JSON value for a report: a text as it is, anything else as JSON, nothing as nothing."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
