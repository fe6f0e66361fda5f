"""The schemas of the derived tables: in the package, but not in the descriptor, which lists what people edit."""

from __future__ import annotations

from typing import Final

from deportation_goal.package.descriptor import Package, read_json
from deportation_goal.package.schema import TableSchema, parse_schema

DERIVED_SCHEMAS: Final = "schemas/derived"


def derived_schema(package: Package, name: str) -> TableSchema:
    """Return the schema of a derived table.

    Raises:
        UserError: If it is missing or broken.
    """
    return parse_schema(name, read_json(package.file(f"{DERIVED_SCHEMAS}/{name}.schema.json")))
