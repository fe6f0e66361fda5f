"""Observations are verified by the hash of their workbook and the number in their cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.evidence.observed_cells import CellStatus, HeldWorkbook, Observed, observed_cells, verify_cells

HASH = "ab" * 32


def _status(value: str, stored: str | None, *, cell: str = "P29", held: bool = True) -> CellStatus:
    observed = Observed("val-000001", "example-counts", HASH, "Counts" if cell else "", cell, value)
    workbook = HeldWorkbook(
        "counts.xlsx", lambda sheet, address: stored if (sheet, address) == ("Counts", "P29") else None
    )
    (result,) = verify_cells([observed], {HASH: workbook} if held else {})
    assert result.observed is observed
    assert bool(result.workbook) is held
    return result.status


@pytest.mark.parametrize(
    ("value", "stored", "status"),
    [
        ("118164", "118164", CellStatus.VERIFIED),
        ("118164", "118164.0", CellStatus.VERIFIED),
        ("59425.73", "59425.730000000003", CellStatus.VERIFIED),
        ("59425.7", "59425.8", CellStatus.DIFFERS),
        ("118164", "185884", CellStatus.DIFFERS),
        ("118164", "Total", CellStatus.DIFFERS),
        ("118164", "", CellStatus.NO_CELL),
        ("118164", None, CellStatus.NO_CELL),
    ],
)
def test_a_cell_has_to_hold_the_number(value: str, stored: str | None, status: CellStatus) -> None:
    assert _status(value, stored) is status


def test_a_counted_number_has_a_workbook_and_no_cell() -> None:
    assert _status("239", None, cell="") is CellStatus.FILE_FOUND


def test_without_the_workbook_nothing_is_said_of_the_cell() -> None:
    assert _status("118164", "185884", held=False) is CellStatus.WORKBOOK_NOT_AVAILABLE


@given(st.integers(0, 10**9), st.integers(0, 2))
def test_a_binary_fraction_is_the_number_that_it_was_stored_for(hundredths: int, decimals: int) -> None:
    value = Decimal(hundredths).scaleb(-decimals)
    assert _status(str(value), repr(float(value))) is CellStatus.VERIFIED
    assert _status(str(value), repr(float(value) + 1)) is CellStatus.DIFFERS


def test_only_observations_that_name_a_workbook_are_looked_at() -> None:
    row = {"source_id": "example-counts", "sheet": "Counts", "cell": "P29", "value": "1"}
    rows = [
        {**row, "observation_id": "val-000001", "file_sha256": HASH},
        {**row, "observation_id": "val-000002", "file_sha256": "", "sheet": "", "cell": ""},
    ]
    assert [item.row_id for item in observed_cells({"observations": rows})] == ["val-000001"]
    assert observed_cells({}) == []
