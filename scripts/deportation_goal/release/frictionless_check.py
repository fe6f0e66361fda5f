"""An independent second opinion: frictionless reads and validates a package that our own rules passed."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Any

from deportation_goal.package.descriptor import DESCRIPTOR, read_json


def frictionless_errors(folder: Path) -> list[str]:
    """Return what frictionless has against a package, a line each; empty if nothing.

    Sizes and hashes of the descriptor, types, constraints, keys and references are all looked at.
    """
    from frictionless import Package, system

    # No network, and the descriptor as read: given as a path it would be taken for a pattern where a folder has [ ].
    with system.use_context(trusted=False):
        package: Any = Package.from_descriptor(read_json(folder / DESCRIPTOR), basepath=str(folder.resolve()))
        # For each table that refers to another frictionless asks for that other one, and would read it again.
        resource_of = package.get_resource
        package.get_resource = cache(lambda name: _Referred(resource_of(name), package.resources))
        report = package.validate()
    lines = [f"{DESCRIPTOR}: {error.message}" for error in report.errors]
    for task in report.tasks:
        lines.extend(f"{task.place}: {_place(error)}{error.message}" for error in task.errors)
    return lines


class _Referred:
    """A table as those see it that refer to it: frictionless reads it once, and its keys are kept."""

    schema = None

    def __init__(self, resource: Any, resources: list[Any]) -> None:
        references = [
            key["reference"] for other in resources if other.schema is not None for key in other.schema.foreign_keys
        ]
        self._resource = resource
        self._fields = {
            field for named in references if named["resource"] == resource.name for field in named["fields"]
        }

    @cached_property
    def row_stream(self) -> list[dict[str, Any]]:
        """The cells of the columns to which others refer, a row each."""
        copy = self._resource.to_copy()
        copy.schema.foreign_keys = []
        with copy:
            return [{field: row.get(field) for field in self._fields} for row in copy.row_stream]

    def to_copy(self) -> _Referred:
        """Return itself: what is kept can be read again and again."""
        return self

    def __enter__(self) -> _Referred:
        return self

    def __exit__(self, *_error: object) -> None: ...


def _place(error: Any) -> str:
    row, column = getattr(error, "row_number", None), getattr(error, "field_name", None)
    return f"row {row}: " * bool(row) + f"{column}: " * bool(column)
