"""Cells as values, and the string that stands for a value."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from deportation_goal.package.schema import Field
from deportation_goal.release.artefacts.typed_cells import canonical, cell_of, typed
from made_packages import TABLE, made_package


@pytest.fixture
def field(tmp_path: Path, request: pytest.FixtureRequest) -> Field:
    """The column of a type."""
    return made_package(tmp_path, []).resource(TABLE).schema.by_name[request.param]


@pytest.mark.parametrize(
    ("field", "cell", "expected"),
    [
        ("number", "1.50", "1.5"),
        ("number", "100", "100"),
        ("number", "100.000", "100"),
        ("number", "-0.0", "0"),
        ("integer", "-0", "0"),
        ("integer", "10", "10"),
        ("text", "1.50", "1.50"),
        ("number", "", ""),
    ],
    indirect=["field"],
)
def test_numbers_are_compared_by_value_and_texts_as_they_are(field: Field, cell: str, expected: str) -> None:
    assert canonical(field, cell) == expected


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("number", 1000000.0, "1000000"),
        ("number", 1e-7, "0.0000001"),
        ("number", True, "True"),
        ("number", "1", "'1'"),
        ("integer", 7, "7"),
        ("boolean", 1, "1"),
        ("date", datetime.date(2025, 1, 20), "2025-01-20"),
        ("date", datetime.datetime(2025, 1, 20), "datetime.datetime(2025, 1, 20, 0, 0)"),
        ("text", 5, "5"),
        ("text", None, ""),
    ],
    indirect=["field"],
)
def test_a_value_of_a_foreign_type_equals_no_cell(field: Field, value: object, expected: str) -> None:
    assert cell_of(field, value) == expected


@pytest.mark.parametrize(
    ("field", "cell"),
    [("number", "one"), ("integer", "1.5"), ("boolean", "yes"), ("date", "2025-02-30")],
    indirect=["field"],
)
def test_a_cell_of_another_type_has_no_value(field: Field, cell: str) -> None:
    with pytest.raises(ValueError, match=cell.replace(".", r"\.") if cell != "2025-02-30" else "day"):
        typed(field, cell)
