"""The rows that the derived tables are made from here: the example package's, and a few more."""

from __future__ import annotations

import pytest

from deportation_goal.package.descriptor import Package, load_package
from made_tables import EditableRows, editable_rows
from support import copy_package, example_files, write_files


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory, package: Package) -> EditableRows:
    """The rows of the example package by table; not to be changed."""
    folder = copy_package(tmp_path_factory.mktemp("derived"), with_data=False)
    write_files(folder, example_files(package))
    return editable_rows(load_package(folder))


@pytest.fixture
def tables(read_once: EditableRows) -> EditableRows:
    """The rows of the example package by table, to be changed at will."""
    return {table: [dict(row) for row in rows] for table, rows in read_once.items()}
