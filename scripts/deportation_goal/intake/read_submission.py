"""Reads what a contributor sends, by the form of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.findings import Level
from deportation_goal.intake.csv_file import read_csv
from deportation_goal.intake.json_file import read_json
from deportation_goal.intake.rows import judge
from deportation_goal.intake.submitted_rows import Place, Submission, finding_at
from deportation_goal.intake.submitted_table import (
    SubmittedCell,
    SubmittedFile,
    SubmittedRecord,
    SubmittedTable,
    refused,
)
from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.submission import UNREADABLE

PATH: Final = "--set"
"""What findings call the place of a setting; their column is its number."""


def split_settings(settings: Sequence[str]) -> dict[str, str]:
    """Return the values by column.

    Raises:
        UserError: If one has no `=` or no column, or a column is set twice.
    """
    values: dict[str, str] = {}
    for setting in settings:
        column, equals, value = setting.partition("=")
        column = column.strip()
        if not equals or not column:
            raise UserError(f'"{setting}" is not COLUMN=VALUE, such as value=1000000')
        if column in values:
            raise UserError(f"{column} is set twice: keep one")
        values[column] = value
    return values


def from_settings(schema: TableSchema, settings: Sequence[str]) -> Submission:
    """Return the one row that the settings make, with findings on columns that the table does not have.

    Raises:
        UserError: If one is not COLUMN=VALUE, or a column is set twice.
    """
    values = split_settings(settings)
    places = [Place(PATH, 1, number, number) for number in range(1, len(values) + 1)]
    names = {at: SubmittedCell(column, place) for at, (column, place) in enumerate(zip(values, places, strict=True))}
    cells = {
        at: SubmittedCell(value, place)
        for at, (value, place) in enumerate(zip(values.values(), places, strict=True))
        if value
    }
    table = SubmittedTable(
        schema.name, SubmittedRecord(names, Place(PATH)), [SubmittedRecord(cells, Place(PATH))], Place(PATH), named=True
    )
    return judge(SubmittedFile((table,)), {schema.name: schema}, schema.name)


STANDARD_INPUT: Final = "-"
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods")


def read_submission(path: str, content: bytes, schemas: Mapping[str, TableSchema], table: str | None) -> Submission:
    """Read the rows of a file.

    The name decides: .csv, .json, .jsonl, .md (an issue made from a form), or a workbook. Standard input has no
    name: there the first character decides between JSON, JSON Lines and CSV.

    Args:
        path: The file as the contributor named it; `-` for standard input.
        content: Its bytes.
        schemas: Schema of every table.
        table: Name of the table, or None where the file decides.

    Returns:
        The rows, or findings on the file; bad content never raises.
    """
    submission = _read(path, content, schemas, table)
    if submission.rows or any(finding.level is Level.ERROR for finding in submission.findings):
        return submission
    message = "the file has no rows: fill in at least one below the header"
    nothing = finding_at(Place(path), UNREADABLE.id, message)
    return replace(submission, findings=(*submission.findings, nothing))


def _read(path: str, content: bytes, schemas: Mapping[str, TableSchema], table: str | None) -> Submission:
    if Path(path).suffix.lower() == ".md":
        return _read_issue(content, path, schemas)
    return judge(read_tables(path, content), schemas, table)


def read_tables(path: str, content: bytes) -> SubmittedFile:
    """Read the tables of a file as they are, without knowing what they should hold.

    Args:
        path: The file as the contributor named it; `-` for standard input.
        content: Its bytes.

    Returns:
        The tables, or findings on the file; bad content never raises.
    """
    suffix = Path(path).suffix.lower()
    if suffix in _WORKBOOKS or content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        from deportation_goal.intake.xlsx.workbook_tables import read_workbook

        return read_workbook(content, path)
    if path == STANDARD_INPUT:
        suffix = _suffix_of(content)
    if suffix in (".json", ".jsonl", ".ndjson"):
        return read_json(content, path, lines=suffix != ".json")
    if suffix in (".csv", ".txt"):
        return read_csv(content, path)
    kind = f"files that end in {suffix}" if suffix else "files without an ending"
    return refused(path, f"{kind} are not read here: send .csv, .xlsx, .json or .jsonl")


def _suffix_of(content: bytes) -> str:
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"["):
        return ".json"
    if not start.startswith(b"{"):
        return ".csv"
    first_line = start.split(b"\n", 1)[0].rstrip()
    return ".jsonl" if first_line.endswith(b"}") else ".json"


def _read_issue(content: bytes, path: str, schemas: Mapping[str, TableSchema]) -> Submission:
    from deportation_goal.intake.issue_form import parse_issue

    try:
        body = content.decode("utf-8")
    except UnicodeDecodeError:
        message = "the file is not UTF-8: save it as UTF-8"
        return Submission((), (finding_at(Place(path), UNREADABLE.id, message),))
    return parse_issue(body, path, schemas)
