"""Which reader a file goes to, and what is said of files with nothing in them."""

from __future__ import annotations

import json

import pytest

from contributors import AREA, csv_of
from deportation_goal.contribute.read import read_submission
from deportation_goal.contribute.submission import Submission
from deportation_goal.findings import Level
from deportation_goal.package.descriptor import Package
from issues import FIGURE, FOLDER, form, issue_body
from support import schemas_of
from workbooks import book_of, saved

WORKBOOK = saved(book_of({"areas": [list(AREA), list(AREA.values())]}))
ROWS = {
    ".csv": csv_of([AREA]),
    ".json": json.dumps([AREA], indent=1).encode(),
    ".jsonl": json.dumps(AREA).encode(),
    ".xlsx": WORKBOOK,
}


def read(package: Package, path: str, content: bytes, table: str | None = "areas") -> Submission:
    return read_submission(path, content, schemas_of(package), table)


@pytest.mark.parametrize("suffix", ROWS)
@pytest.mark.parametrize("path", ["rows{}", "ROWS{}", "-"])
def test_every_form_gives_the_same_row(package: Package, suffix: str, path: str) -> None:
    name = path.format(suffix.upper() if path.isupper() else suffix)
    submission = read(package, name, ROWS[suffix])
    assert [(row.table, dict(row.values)) for row in submission.rows] == [("areas", AREA)]
    assert submission.findings == ()
    assert submission.rows[0].place.path == name


def test_one_object_over_several_lines_on_standard_input_is_json(package: Package) -> None:
    (row,) = read(package, "-", json.dumps({"areas": [AREA]}, indent=2).encode(), None).rows
    assert row.values == AREA


def test_a_workbook_that_is_called_csv_is_read_as_what_it_is(package: Package) -> None:
    (row,) = read(package, "rows.csv", WORKBOOK).rows
    assert row.values == AREA


def test_an_issue_made_from_a_form_is_read(package: Package) -> None:
    body = issue_body(form(next(FOLDER.glob("*figure.yml"))), FIGURE)
    (row,) = read(package, "issue.md", body.encode(), None).rows
    assert (row.table, row.values["value"]) == ("figures", FIGURE["value"])


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        ("rows.doc", b"area", "«.doc» is no kind of file"),
        ("rows", b"area", "«no ending»"),
        ("rows.xlsx", csv_of([AREA]), "is no workbook"),
        ("issue.md", b"### Area\xe9", "not UTF-8"),
        ("rows.csv", b"", "is empty"),
        ("rows.csv", b"area,name\n", "no row in it"),
        ("rows.csv", b"area,name\n,\n , \n\n", "no row in it"),
        ("rows.json", b"[]", "no row in it"),
        ("rows.json", b"[{}]", "no row in it"),
        ("rows.jsonl", b"\n\n", "no row in it"),
        ("-", b"", "is empty"),
        ("rows.xlsx", saved(book_of({"areas": [list(AREA)]})), "no row in it"),
    ],
)
def test_a_file_without_rows_says_why_in_one_finding(package: Package, path: str, content: bytes, words: str) -> None:
    submission = read(package, path, content)
    (finding,) = submission.findings
    assert submission.rows == ()
    assert (finding.path, finding.level) == (path, Level.ERROR)
    assert words in finding.message
