"""The rows that the derived tables are made from here: the example package's, and a few more."""

from __future__ import annotations

from pathlib import Path

import pytest

from deportation_goal.package.descriptor import load_package
from deportation_goal.table_files.read_rows import read_rows

Tables = dict[str, list[dict[str, str]]]


@pytest.fixture
def tables(example_copy: Path) -> Tables:
    """The rows of the example package by table, to be changed at will."""
    return read_rows(load_package(example_copy))
