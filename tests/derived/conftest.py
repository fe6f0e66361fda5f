"""The rows that the derived tables are made from here: the example package's, and a few more."""

from __future__ import annotations

from pathlib import Path

import pytest

from deportation_goal.package.descriptor import load_package
from made_tables import EditableRows, editable_rows


@pytest.fixture
def tables(example_copy: Path) -> EditableRows:
    """The rows of the example package by table, to be changed at will."""
    return editable_rows(load_package(example_copy))
