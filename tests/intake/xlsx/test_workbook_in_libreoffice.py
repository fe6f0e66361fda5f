"""The template goes through a real spreadsheet program: filled, saved as xlsx and as csv, read back with equal rows."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import openpyxl
import pytest

from deportation_goal.intake.read_submission import read_submission
from deportation_goal.intake.submitted_rows import Submission
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.table_files import Rows
from deportation_goal.table_files.read_rows import read_rows
from deportation_goal.template.template_marks import is_example_row
from deportation_goal.template.template_workbook import template
from effort import sample
from programs import require_program
from support import REPOSITORY, schemas_of
from workbooks import saved

TABLES = ("figures", "quotes", "obstacles", "countries", "sources", "indicators", "agents")
SOME = 250
"""Rows of a table that are typed in, if not all of them are (see effort.py)."""
HANGING = 300

EVERY_SHEET_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""The CSV filter of LibreOffice: commas, double quotes, UTF-8, cells as shown, a file a sheet."""


@pytest.fixture(scope="module")
def rows() -> Rows:
    """The filled cells of real rows, without those that only the tool writes."""
    package = load_package(REPOSITORY)
    tables = read_rows(package)
    entered = {name: {field.name for field in package.resource(name).schema.entered} for name in TABLES}
    return {
        name: [
            {column: value for column, value in row.items() if value and column in entered[name]}
            for row in sample(tables[name], SOME)
        ]
        for name in TABLES
    }


@pytest.fixture(scope="module")
def filled(package: Package, rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with the real rows typed in, numbers as numbers."""
    book = openpyxl.load_workbook(io.BytesIO(template(package, TABLES, read_rows(package))))
    for name in TABLES:
        sheet, schema = book[name], package.resource(name).schema
        positions = {cell.value: number for number, cell in enumerate(sheet[1], start=1)}
        for number, row in enumerate(rows[name], start=3):
            for column, value in row.items():
                is_number = schema.by_name[column].type in ("number", "integer")
                typed = (float(value) if "." in value else int(value)) if is_number else value
                sheet.cell(number, positions[column]).value = typed
    file = tmp_path_factory.mktemp("filled") / "filled.xlsx"
    file.write_bytes(saved(book))
    return file


def converted(file: Path, form: str, folder: Path) -> Path:
    """Open a file in LibreOffice and save it in another form into a folder."""
    program = require_program("soffice", "libreoffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", form, "--outdir", str(folder / "out"), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=HANGING)
    return folder / "out"


def sent(submission: Submission, package: Package) -> dict[str, list[dict[str, str]]]:
    """Return the rows of a submission by table, without the example of the template."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in submission.rows:
        if not is_example_row(package.resource(row.table).schema, row.values):
            found.setdefault(row.table, []).append(dict(row.values))
    return found


def assert_nothing_but_percentages(submission: Submission) -> None:
    """The contributor is asked about numbers that a spreadsheet may have made: a percentage below one, or "3.251"."""
    asked = ("a spreadsheet keeps", ": write the one you mean")
    others = [
        finding.message for finding in submission.findings if not any(words in finding.message for words in asked)
    ]
    assert others == []
    assert submission.remarks == ()


@pytest.mark.slow
def test_the_template_as_filled_by_a_program(filled: Path, package: Package, rows: Rows) -> None:
    submission = read_submission("filled.xlsx", filled.read_bytes(), schemas_of(package), None)
    assert_nothing_but_percentages(submission)
    assert sent(submission, package) == rows


@pytest.mark.slow
def test_saved_as_a_workbook(filled: Path, package: Package, rows: Rows, tmp_path: Path) -> None:
    file = converted(filled, "xlsx", tmp_path) / "filled.xlsx"
    submission = read_submission("filled.xlsx", file.read_bytes(), schemas_of(package), None)
    assert_nothing_but_percentages(submission)
    assert sent(submission, package) == rows


@pytest.mark.slow
def test_saved_as_csv(filled: Path, package: Package, rows: Rows, tmp_path: Path) -> None:
    folder = converted(filled, EVERY_SHEET_AS_CSV, tmp_path)
    for name in TABLES:
        file = folder / f"filled-{name}.csv"
        submission = read_submission(file.name, file.read_bytes(), schemas_of(package), name)
        assert_nothing_but_percentages(submission)
        assert sent(submission, package) == {name: rows[name]}


@pytest.mark.slow
def test_saved_as_an_old_workbook_or_open_document(filled: Path, package: Package, tmp_path: Path) -> None:
    for form, named in (("xls", ".xls"), ("ods", ".ods")):
        file = converted(filled, form, tmp_path) / f"filled.{form}"
        (finding,) = read_submission(file.name, file.read_bytes(), schemas_of(package), None).findings
        assert named in finding.message
