"""An independent second opinion: frictionless reads and validates a package that our own rules passed."""

from __future__ import annotations

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
        report = Package.from_descriptor(read_json(folder / DESCRIPTOR), basepath=str(folder.resolve())).validate()
    lines = [f"{DESCRIPTOR}: {error.message}" for error in report.errors]
    for task in report.tasks:
        lines.extend(f"{task.place}: {_place(error)}{error.message}" for error in task.errors)
    return lines


def _place(error: Any) -> str:
    row, column = getattr(error, "row_number", None), getattr(error, "field_name", None)
    return f"row {row}: " * bool(row) + f"{column}: " * bool(column)
