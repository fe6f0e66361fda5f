"""One row from the command line, `--set COLUMN=VALUE`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from deportation_goal.contribute.submission import Place, Submission, SubmittedRow
from deportation_goal.contribute.text_files import unknown_column
from deportation_goal.package.schema import TableSchema

PATH: Final = "--set"
"""What findings call the place of a setting; their column is its number."""


class SettingError(ValueError):
    """A setting that is not COLUMN=VALUE; the message says which."""


def split_settings(settings: Sequence[str]) -> dict[str, str]:
    """Return the values by column.

    Raises:
        SettingError: If one has no `=` or no column, or a column is set twice.
    """
    values: dict[str, str] = {}
    for setting in settings:
        column, equals, value = setting.partition("=")
        column = column.strip()
        if not equals or not column:
            raise SettingError(f"«{setting}» is not COLUMN=VALUE, such as value=1000000")
        if column in values:
            raise SettingError(f"{column} is set twice: keep one")
        values[column] = value
    return values


def from_settings(schema: TableSchema, settings: Sequence[str]) -> Submission:
    """Return the one row that the settings make, with findings on columns that the table does not have.

    Raises:
        SettingError: If one is not COLUMN=VALUE, or a column is set twice.
    """
    values = split_settings(settings)
    places = {column: Place(PATH, 1, number, number) for number, column in enumerate(values, start=1)}
    findings = tuple(finding for column in values for finding in unknown_column(places[column], schema, column))
    filled = {column: value for column, value in values.items() if value}
    return Submission((SubmittedRow(schema.name, filled, places, Place(PATH)),), findings)
