"""One row from the command line, `--set COLUMN=VALUE`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deportation_goal.contribute.rules import UNKNOWN_COLUMN
from deportation_goal.contribute.submission import Place, Submission, SubmittedRow, finding_at
from deportation_goal.contribute.text_files import unknown_column
from deportation_goal.package.schema import TableSchema

PATH = "--set"


def split_settings(settings: Sequence[str]) -> dict[str, str]:
    """Return the values by column.

    Raises:
        ValueError: If one has no `=`, or a column is set twice.
    """
    values: dict[str, str] = {}
    for setting in settings:
        column, equals, value = setting.partition("=")
        if not equals:
            raise ValueError(f"«{setting}» is not COLUMN=VALUE")
        if column in values:
            raise ValueError(f"{column} is set twice")
        values[column] = value
    return values


def from_settings(schemas: Mapping[str, TableSchema], table: str, settings: Sequence[str]) -> Submission:
    """Return the one row that the settings make; what is wrong with them as findings."""
    place = Place(PATH)
    try:
        values = split_settings(settings)
    except ValueError as error:
        return Submission((), (finding_at(place, UNKNOWN_COLUMN.id, str(error), table=table),))
    places = {column: Place(PATH, 1, number, number) for number, column in enumerate(values, start=1)}
    findings = tuple(finding for column in values for finding in unknown_column(places[column], schemas[table], column))
    filled = {column: value for column, value in values.items() if value}
    return Submission((SubmittedRow(table, filled, places, place),), findings)
