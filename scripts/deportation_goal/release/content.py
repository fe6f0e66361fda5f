"""What a release holds, as paths and bytes. Pure: the same package gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from deportation_goal.derived import DERIVED
from deportation_goal.package.descriptor import DESCRIPTOR, Package, read_json
from deportation_goal.package.schema import TableSchema, parse_schema
from deportation_goal.table_files.canonical import csv_bytes
from deportation_goal.table_files.rows import read_rows

SUMS: Final = "SHA256SUMS"
DERIVED_SCHEMAS: Final = "schemas/derived"
DERIVED_FOLDER: Final = "derived"
_CARRIED: Final = ("LICENSE", "LICENSE-DATA", "CITATION.cff", "CHANGELOG.md", "docs/dictionary.md")
"""Files of the repository that a release carries where they are there."""


def derived_schema(package: Package, name: str) -> TableSchema:
    """Return the schema of a derived table.

    Raises:
        PackageError: If it is missing or broken.
    """
    return parse_schema(name, read_json(package.file(f"{DERIVED_SCHEMAS}/{name}.schema.json")))


def derived_tables(package: Package) -> dict[str, list[dict[str, str]]]:
    """Return the rows of every derived table of a package that was checked."""
    rows = read_rows(package)
    return {name: compute(rows) for name, compute in DERIVED.items()}


def release_files(package: Package) -> dict[str, bytes]:
    """Return every file of the release by its path, the list of checksums last.

    The CSVs are byte for byte those of data/; the descriptor gets hash, size and row count of each table.
    """
    files: dict[str, bytes] = {}
    rows: dict[str, int] = {}
    for resource in package.resources:
        files[resource.path] = package.file(resource.path).read_bytes()
        rows[resource.path] = files[resource.path].count(b"\n") - 1
        if resource.schema_path:
            files[resource.schema_path] = package.file(resource.schema_path).read_bytes()
    resources = [dict(member) for member in package.descriptor["resources"]]
    for name, table in derived_tables(package).items():
        schema_path, path = f"{DERIVED_SCHEMAS}/{name}.schema.json", f"{DERIVED_FOLDER}/{name}.csv"
        schema = derived_schema(package, name)
        files[schema_path] = package.file(schema_path).read_bytes()
        files[path] = csv_bytes(schema.columns, table)
        rows[path] = len(table)
        resources.append(
            {
                **resources[0],
                "name": name,
                "title": schema.title,
                "description": schema.description,
                "path": path,
                "schema": schema_path,
            }
        )
    for name in _CARRIED:
        if package.file(name).is_file():
            files[name] = package.file(name).read_bytes()
    for member in resources:
        member["bytes"] = len(files[member["path"]])
        member["hash"] = f"sha256:{_sha256(files[member['path']])}"
        member["rowCount"] = rows[member["path"]]
    files[DESCRIPTOR] = _descriptor(package.descriptor, resources)
    files[SUMS] = checksums(files)
    return files


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _descriptor(descriptor: Mapping[str, Any], resources: list[dict[str, Any]]) -> bytes:
    return (json.dumps({**descriptor, "resources": resources}, ensure_ascii=False, indent=2) + "\n").encode()


def checksums(files: Mapping[str, bytes]) -> bytes:
    """Return the lines of SHA256SUMS (the form of sha256sum) for some files, by path."""
    lines = [f"{_sha256(content)}  {path}\n" for path, content in sorted(files.items()) if path != SUMS]
    return "".join(lines).encode()
