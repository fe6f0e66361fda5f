"""An independent second opinion: frictionless reads and validates a package that our own rules passed."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from deportation_goal.package.descriptor import DESCRIPTOR, read_json

MOST_ROWS: Final = 20_000
"""Rows of a table that frictionless is given: it takes longer for a large release than everything else together."""


def frictionless_errors(folder: Path) -> list[str]:
    """Return what frictionless has against a package, a line each; empty if nothing.

    Sizes and hashes of the descriptor, types, constraints, keys and references are all looked at: in the first
    `MOST_ROWS` rows of a table, and of a longer one without its size and hash.
    """
    from frictionless import Package, system

    # No network, and the descriptor as read: given as a path it would be taken for a pattern where a folder has [ ].
    with system.use_context(trusted=False), _each_cell_once():
        package: Any = Package.from_descriptor(read_json(folder / DESCRIPTOR), basepath=str(folder.resolve()))
        # For each table that refers to another frictionless asks for that other one, and would read it again.
        resource_of = package.get_resource
        package.get_resource = cache(lambda name: _Referred(resource_of(name), package.resources))
        report = package.validate(limit_rows=MOST_ROWS)
    lines = [f"{DESCRIPTOR}: {error.message}" for error in report.errors]
    for task in report.tasks:
        lines.extend(f"{task.place}: {_place(error)}{error.message}" for error in task.errors)
    return lines


class _Referred:
    """A table as those see it that refer to it: its keys, which frictionless would read anew for each of them."""

    schema = None

    def __init__(self, resource: Any, resources: list[Any]) -> None:
        references = [
            key["reference"] for other in resources if other.schema is not None for key in other.schema.foreign_keys
        ]
        self._file = Path(resource.basepath, resource.path)
        self._fields = {
            field for named in references if named["resource"] == resource.name for field in named["fields"]
        }

    @cached_property
    def row_stream(self) -> list[dict[str, str | None]]:
        """The cells of the columns to which others refer, which are all texts, a row each."""
        # What is wrong with the file is said where the table itself is read.
        with self._file.open(encoding="utf-8", errors="replace", newline="") as file:
            return [{field: row.get(field) or None for field in self._fields} for row in csv.DictReader(file)]

    def to_copy(self) -> _Referred:
        """Return itself: what is kept can be read again and again."""
        return self

    def __enter__(self) -> _Referred:
        return self

    def __exit__(self, *_error: object) -> None: ...


@contextlib.contextmanager
def _each_cell_once() -> Iterator[None]:
    """Have frictionless look once at each cell of a column that is written several times and has no fault."""
    from frictionless import Field

    original: Any = Field.create_cell_reader

    def remembering(field: Field) -> Callable[[Any], Any]:
        read, known = original(field), dict[Any, Any]()

        def reader(cell: Any) -> Any:
            found = known.get(cell)
            if found is None:
                found = read(cell)
                if not found[1]:
                    known[cell] = found
            return found

        return reader

    library: Any = Field
    library.create_cell_reader = remembering
    try:
        yield
    finally:
        library.create_cell_reader = original


def _place(error: Any) -> str:
    row, column = getattr(error, "row_number", None), getattr(error, "field_name", None)
    return f"row {row}: " * bool(row) + f"{column}: " * bool(column)
