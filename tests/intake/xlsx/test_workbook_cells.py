"""What the stored cells of a workbook show."""

from __future__ import annotations

import pytest

from deportation_goal.intake.xlsx.workbook_cells import day_and_time


@pytest.mark.parametrize(
    ("serial", "since_1904", "moment"),
    [
        ("45717", False, "2025-03-01 00:00:00"),
        ("45717.604", False, "2025-03-01 14:29:46"),
        ("45717.5", True, "2029-03-02 12:00:00"),
        ("61", False, "1900-03-01 00:00:00"),
        ("44255", True, "2025-03-01 00:00:00"),
        ("60", False, ""),
        ("0.5", False, ""),
        ("-1", False, ""),
        ("99999999", False, ""),
        ("2958465", True, ""),
        ("NaN", False, ""),
        ("x", False, ""),
    ],
)
def test_serial_numbers_of_days(serial: str, since_1904: bool, moment: str) -> None:
    assert day_and_time(serial, since_1904=since_1904) == moment
