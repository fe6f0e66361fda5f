"""The tables of a release as metadata standards describe them: file, hash, size, columns, references."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deportation_goal.derived import DERIVED
from deportation_goal.package.schema import TableSchema, parse_schema


@dataclass(frozen=True)
class DescribedTable:
    """A table of a release.

    Attributes:
        name: Its name.
        title: Its name for people.
        description: What one row is.
        path: Path of its CSV in the release, with `/`.
        schema: Its columns, key and references.
        sha256: Hash of the CSV, in hexadecimal digits.
        size: Size of the CSV in bytes.
        row_count: Number of rows.
    """

    name: str
    title: str
    description: str
    path: str
    schema: TableSchema
    sha256: str
    size: int
    row_count: int

    @property
    def is_derived(self) -> bool:
        """Whether the table is computed from others."""
        return self.name in DERIVED


def described_tables(descriptor: Mapping[str, Any], files: Mapping[str, bytes]) -> tuple[DescribedTable, ...]:
    """Return the tables that the descriptor of a release lists.

    Args:
        descriptor: The descriptor of the release.
        files: Its files by path, schemas among them.
    """
    tables = []
    for resource in descriptor["resources"]:
        if resource.get("format") != "csv":
            continue
        schema = resource["schema"]
        document = json.loads(files[schema]) if isinstance(schema, str) else schema
        tables.append(
            DescribedTable(
                name=resource["name"],
                title=resource["title"],
                description=resource["description"],
                path=resource["path"],
                schema=parse_schema(resource["name"], document),
                sha256=resource["hash"].removeprefix("sha256:"),
                size=resource["bytes"],
                row_count=resource["rowCount"],
            )
        )
    return tuple(tables)
