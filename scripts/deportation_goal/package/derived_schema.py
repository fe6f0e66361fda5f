"""The schemas of the derived tables: in the package, but not in the descriptor, which lists what people edit."""

from __future__ import annotations

from typing import Final

from deportation_goal.package.descriptor import Package, read_schema, safe_path
from deportation_goal.package.schema import TableSchema

DERIVED_SCHEMAS: Final = "schemas/derived"


def derived_schema(package: Package, name: str) -> TableSchema:
    """Return the schema of a derived table.

    Raises:
        UserError: If it is missing or broken.
    """
    path = f"{DERIVED_SCHEMAS}/{name}.schema.json"
    return read_schema(name, package.root, safe_path(package.root, path, f"the derived table {name}"))
