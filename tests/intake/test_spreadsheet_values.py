"""What spreadsheets do to values: what has one reading is set right, what has two is told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.intake.spreadsheet_values import read_cell, restore_value
from deportation_goal.intake.submitted_table import SubmittedCell
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.package.schema import Field
from deportation_goal.table_files.read_rows import read_rows
from deportation_goal.values.numbers import plain
from support import REPOSITORY


def field(package: Package, table: str, column: str) -> Field:
    return package.resource(table).schema.by_name[column]


ONE_READING = [
    ("figures", "period", "2025-03-15 00:00:00", "2025-03-15"),
    ("figures", "period", "2025-03-15T00:00:00", "2025-03-15"),
    ("figures", "period", "2025.0", "2025"),
    ("figures", "period", "'2025-03", "2025-03"),
    ("figures", "period", "2025–03", "2025-03"),
    ("figures", "said_on", "3/15/2025", "2025-03-15"),
    ("figures", "said_on", "15/3/2025", "2025-03-15"),
    ("figures", "said_on", "12.04.2025", "2025-04-12"),
    ("figures", "said_on", "4/4/2025", "2025-04-04"),
    ("revisions", "date", "2026-11-01 00:00:00", "2026-11-01"),
    ("figures", "value", "1000000.0", "1000000"),
    ("figures", "value", "1E+06", "1000000"),
    ("figures", "value", "1.4e6", "1400000"),
    ("figures", "value", "7E-01", "0.7"),
    ("figures", "value", "70%", "70"),
    ("figures", "value", "70.5 %", "70.5"),
    ("figures", "value", "1,000,000", "1000000"),
    ("figures", "value", "1.000.000", "1000000"),
    ("figures", "value", "1 000 000", "1000000"),
    ("figures", "value", "1\u202f400", "1400"),
    ("figures", "value", "1,234.5", "1234.5"),
    ("figures", "value", "1.234,5", "1234.5"),
    ("figures", "value", "12,5", "12.5"),
    ("figures", "value", "'75", "75"),
    ("figures", "value", "-5,5", "-5.5"),
    ("figures", "evidence_start", "1204.0", "1204"),
    ("figures", "approximate", "TRUE", "true"),
    ("figures", "approximate", "FALSCH", "false"),
    ("areas", "m49", "12", "012"),
    ("areas", "m49", "00012", "012"),
    ("areas", "m49", "188.0", "188"),
    ("figures", "period_basis", "Stated", "stated"),
    ("figures", "indicator_id", "“removals–goal”", "removals-goal"),
    ("figures", "place", "Guantánamo\u00a0Bay", "Guantánamo Bay"),
    ("figures", "notes", "two\nlines ", "two lines"),
    ("agents", "name", " Jane Doe", "Jane Doe"),
]


@pytest.mark.parametrize(("table", "column", "sent", "meant"), ONE_READING)
def test_one_reading_is_set_right_and_told(package: Package, table: str, column: str, sent: str, meant: str) -> None:
    value, message = restore_value(field(package, table, column), sent)
    assert value == meant
    assert message


TWO_READINGS = [
    ("figures", "period", "2025-03-01 00:00:00", ("2025-03 for the month", "2025-03-01 for the day")),
    ("figures", "said_on", "03/04/2025", ("2025-04-03", "2025-03-04")),
    ("figures", "said_on", "Mar-25", ("2025-03",)),
    ("figures", "said_on", "45717", ("2025-03-01",)),
    ("figures", "value", "1,000", ("1000 or 1:",)),
    ("figures", "value", "1.400", ("1400 or 1.4",)),
    ("figures", "value", "0.7", ("70%", "write 70")),
]


@pytest.mark.parametrize(("table", "column", "sent", "named"), TWO_READINGS)
def test_what_has_two_readings_stays_and_both_are_named(
    package: Package, table: str, column: str, sent: str, named: tuple[str, ...]
) -> None:
    value, message = restore_value(field(package, table, column), sent)
    assert value == sent
    for reading in named:
        assert reading in message


@pytest.mark.parametrize("column", ["value", "notes", "period"])
@pytest.mark.parametrize("shown", ["#DIV/0!", "#######", " #N/A"])
def test_an_error_of_a_spreadsheet_is_no_value(package: Package, column: str, shown: str) -> None:
    read = read_cell(field(package, "figures", column), SubmittedCell(shown))
    assert (read.value, read.lost) == ("", True)
    assert "type the value itself" in read.message


UNTOUCHED = [
    ("figures", "period", "2025-03"),
    ("figures", "period", "2025-33"),
    ("figures", "period", "2025-01-20/2026-01-19"),
    ("figures", "period", "2025-02-30 00:00:00"),
    ("figures", "period", "13/13/2025"),
    ("figures", "value", "one million"),
    ("figures", "value", "1.5"),
    ("figures", "value", "1E+999999999"),
    ("figures", "value", "1.000,000.5"),
    ("figures", "value", "-12"),
    ("figures", "evidence_start", "70%"),
    ("figures", "approximate", "maybe"),
    ("figures", "period_basis", "guessed"),
    ("quotes", "text", "‘We’ve got to’ – they said"),
    ("areas", "m49", "1234"),
    ("areas", "m49", "012"),
    ("figures", "value_text", "1,000"),
]


@pytest.mark.parametrize(("table", "column", "sent"), UNTOUCHED)
def test_what_no_spreadsheet_did_is_left_to_the_rules(package: Package, table: str, column: str, sent: str) -> None:
    assert restore_value(field(package, table, column), sent) == (sent, "")


@pytest.mark.slow
def test_every_cell_of_the_data_is_left_alone() -> None:
    real = load_package(REPOSITORY)
    seen = 0
    for table, rows in read_rows(real).items():
        for row in rows:
            for column, value in row.items():
                restored, message = restore_value(real.resource(table).schema.by_name[column], value)
                # 40915.0 is the number 40915: only the digits behind the point may go.
                assert restored == value or Decimal(restored) == Decimal(value), (table, column, message)
                seen += 1
    assert seen


@given(st.text(max_size=40), st.sampled_from(["period", "value", "approximate", "period_basis", "notes", "area"]))
def test_no_text_raises_and_a_second_pass_changes_nothing(sent: str, column: str) -> None:
    one = load_package(REPOSITORY).resource("figures").schema.by_name[column]
    value, _ = restore_value(one, sent)
    assert restore_value(one, value)[0] == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False))
def test_a_number_in_plain_digits_keeps_its_value(number: Decimal) -> None:
    one = load_package(REPOSITORY).resource("figures").schema.by_name["value"]
    text = plain(number)
    assert restore_value(one, text)[0] == text
