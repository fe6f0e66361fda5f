"""Reads datapackage.json and the schemas it names. Everything that makes a package unusable is found here."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from deportation_goal.errors import UserError
from deportation_goal.package.schema import TableSchema, parse_schema
from deportation_goal.package.system import read_plain

DESCRIPTOR: Final = "datapackage.json"
DERIVED_FOLDER: Final = "derived"
"""Where the derived tables stand in a release."""
PACKAGE_NAME: Final = "deportation-goal"
_VERSION: Final = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")


class Resource(NamedTuple):
    """A table of the package.

    Attributes:
        name: Name of the table.
        path: Path of its CSV inside the package, with `/`.
        schema: Its Table Schema.
        schema_path: Path of the schema inside the package, empty if it is in the descriptor.
    """

    name: str
    path: str
    schema: TableSchema
    schema_path: str

    @property
    def is_derived(self) -> bool:
        """Whether the table is computed from others, as a release holds some."""
        return self.path.startswith(f"{DERIVED_FOLDER}/")


class Package(NamedTuple):
    """The package: its folder, its descriptor as parsed, its tables."""

    root: Path
    descriptor: Mapping[str, Any]
    resources: tuple[Resource, ...]

    @property
    def version(self) -> str:
        """Version of the data (SemVer)."""
        return str(self.descriptor["version"])

    def resource(self, name: str) -> Resource:
        """Return the table of this name.

        Raises:
            KeyError: If there is none.
        """
        for resource in self.resources:
            if resource.name == name:
                return resource
        raise KeyError(name)

    @property
    def table_names(self) -> tuple[str, ...]:
        """Names of the tables, in the order of the descriptor."""
        return tuple(resource.name for resource in self.resources)

    def file(self, path: str) -> Path:
        """Return the file that a path of the descriptor names."""
        return self.root / path

    def read(self, path: str) -> bytes:
        """Return the content of a file of the package.

        Raises:
            OSError: If it is missing or not a regular file.
            UserError: If the path leads out of the package folder, as a symbolic link does.
        """
        return read_plain(self.root / safe_path(self.root, path, f"the file {path}"))


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UserError(f'the member "{twice}" appears twice in one object: keep one of them')
    return members


@contextlib.contextmanager
def _naming(path: Path, shown: str) -> Iterator[None]:
    """Say in an error which file cannot be read, and line and column where they help."""
    try:
        yield
    except UserError as error:
        raise UserError(f"{shown}: {error}") from None
    except FileNotFoundError:
        raise UserError(f"{path} is missing") from None
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        where = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise UserError(f"{path} is not valid JSON ({where})") from None


def _parsed(content: bytes) -> Any:
    return json.loads(content.decode("utf-8"), object_pairs_hook=_no_duplicates)


def read_json(path: Path) -> Any:
    """Read a JSON file strictly: UTF-8, no member twice.

    Raises:
        UserError: If it cannot be read; the message names the file.
    """
    with _naming(path, path.name):
        return _parsed(read_plain(path))


def read_schema(name: str, root: Path, path: str) -> TableSchema:
    """Read the schema of a table.

    Args:
        name: Name of the table.
        root: Folder of the package.
        path: Path of the schema in it.

    Raises:
        UserError: If it cannot be read or is no Table Schema; the message names the file.
    """
    with _naming(root / path, path):
        return _schema(name, read_plain(root / path))


@lru_cache(maxsize=256)
def _schema(name: str, content: bytes) -> TableSchema:
    """Parse a schema once: a comparison or a build meets the same schemas in several folders."""
    return parse_schema(name, _parsed(content))


def safe_path(root: Path, path: object, what: str) -> str:
    """Return a path of the descriptor if it stays inside the package.

    Raises:
        UserError: If it is absolute, climbs out, is an address, or leads out through a symbolic link.
    """
    if not isinstance(path, str) or not path:
        raise UserError(f"{what} needs the path of one file")
    pure = PurePosixPath(path)
    if "://" in path or "\\" in path or "\0" in path or pure.is_absolute() or ".." in pure.parts:
        raise UserError(f'{what} has the path "{path}": only paths inside the package folder are allowed')
    try:
        inside = (root / path).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        raise UserError(f"{what} has a path that leads nowhere: {path!a}") from None
    if not inside:
        raise UserError(f'{what} has the path "{path}", a link that leads out of the package folder')
    return path


def _resource(root: Path, member: object, position: int) -> Resource:
    what = f"{DESCRIPTOR}: resource {position}"
    if not isinstance(member, Mapping) or not isinstance(member.get("name"), str):
        raise UserError(f"{what} has no name")
    name = member["name"]
    what = f'{DESCRIPTOR}: resource "{name}"'
    path = safe_path(root, member.get("path"), what)
    schema = member.get("schema")
    if isinstance(schema, str):
        schema_path = safe_path(root, schema, f"{what}: its schema")
        return Resource(name, path, read_schema(name, root, schema_path), schema_path)
    if not isinstance(schema, Mapping):
        raise UserError(f"{what} has no schema")
    try:
        return Resource(name, path, parse_schema(name, schema), "")
    except UserError as error:
        raise UserError(f"{DESCRIPTOR}: {error}") from None


def load_package(root: Path) -> Package:
    """Read the descriptor of a folder and the schemas it names.

    Args:
        root: Folder with a datapackage.json.

    Raises:
        UserError: If the descriptor or a schema is missing, broken, or leads out of the folder.
    """
    document = read_json(root / DESCRIPTOR)
    if not isinstance(document, Mapping):
        raise UserError(f"{root / DESCRIPTOR} does not hold a JSON object")
    if document.get("name") != PACKAGE_NAME:
        raise UserError(f'{root / DESCRIPTOR} describes "{document.get("name")}", not {PACKAGE_NAME}')
    if not isinstance(document.get("version"), str) or not _VERSION.fullmatch(document["version"]):
        raise UserError(f"{root / DESCRIPTOR} has no version of the form 1.2.3 (Semantic Versioning)")
    members = document.get("resources")
    if not isinstance(members, list) or not members:
        raise UserError(f"{root / DESCRIPTOR} lists no resources")
    resources = tuple(_resource(root, member, position) for position, member in enumerate(members, start=1))
    names = [resource.name for resource in resources]
    for name in names:
        if names.count(name) > 1:
            raise UserError(f'{root / DESCRIPTOR} lists the resource "{name}" twice')
    columns = {resource.name: resource.schema.columns for resource in resources}
    for resource in resources:
        for key in resource.schema.foreign_keys:
            what = f"{resource.schema_path or DESCRIPTOR}: column {key.column} refers to"
            if key.table not in columns:
                raise UserError(f'{what} "{key.table}", which is not a resource')
            if key.key not in columns[key.table]:
                raise UserError(f'{what} "{key.key}", which is not a column of {key.table}')
    return Package(root, document, resources)
