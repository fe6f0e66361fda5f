"""Which reader a file goes to, and what is said of files with nothing in them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributors import AREA, FIGURE, csv_of
from deportation_goal.errors import UserError
from deportation_goal.findings import Level
from deportation_goal.intake.read_submission import from_settings, read_submission, split_settings
from deportation_goal.intake.submitted_rows import Submission
from deportation_goal.package.descriptor import Package
from issues import FIGURE as FORM_FIGURE
from issues import FOLDER, form, issue_body
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
    body = issue_body(form(next(FOLDER.glob("*figure.yml"))), FORM_FIGURE)
    (row,) = read(package, "issue.md", body.encode(), None).rows
    assert (row.table, row.values["value"]) == ("figures", FORM_FIGURE["value"])


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        ("rows.doc", b"area", "files that end in .doc are not read"),
        ("rows", b"area", "files without an ending"),
        ("rows.xlsx", csv_of([AREA]), "is not a workbook"),
        ("issue.md", b"### Area\xe9", "not UTF-8"),
        ("rows.csv", b"", "is empty"),
        ("rows.csv", b"area,name\n", "has no rows"),
        ("rows.csv", b"area,name\n,\n , \n\n", "has no rows"),
        ("rows.json", b"[]", "has no rows"),
        ("rows.json", b"[{}]", "has no rows"),
        ("rows.jsonl", b"\n\n", "has no rows"),
        ("-", b"", "is empty"),
        ("rows.xlsx", saved(book_of({"areas": [list(AREA)]})), "has no rows"),
    ],
)
def test_a_file_without_rows_says_why_in_one_finding(package: Package, path: str, content: bytes, words: str) -> None:
    submission = read(package, path, content)
    (finding,) = submission.findings
    assert submission.rows == ()
    assert (finding.path, finding.level) == (path, Level.ERROR)
    assert words in finding.message


COLUMN = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)


@given(st.dictionaries(COLUMN, st.text()))
def test_settings_are_split_at_the_first_equals_sign(values: dict[str, str]) -> None:
    assert split_settings([f"{column}={value}" for column, value in values.items()]) == values


@pytest.mark.parametrize(
    ("settings", "message"),
    [(["value"], '"value" is not COLUMN=VALUE'), (["=5"], '"=5"'), (["value=1", "value=2"], "value is set twice")],
)
def test_what_is_no_setting_is_refused(settings: list[str], message: str) -> None:
    with pytest.raises(UserError, match=message):
        split_settings(settings)


def test_settings_make_one_row_and_empty_ones_count_as_missing(package: Package) -> None:
    schema = package.resource("figures").schema
    submission = from_settings(schema, [*(f"{column}={value}" for column, value in FIGURE.items()), "place="])
    (row,) = submission.rows
    assert (row.table, dict(row.values), submission.findings) == ("figures", FIGURE, ())
    assert row.place_of("value").column == 1 + list(FIGURE).index("value")
    assert row.place_of("notes") == row.place


def test_the_place_of_a_wrong_column_is_the_number_of_the_setting(package: Package) -> None:
    submission = from_settings(package.resource("figures").schema, ["value=1", "value_txt=one"])
    (finding,) = submission.findings
    assert (finding.path, finding.column, finding.rule) == ("--set", 2, "unknown-column")
    assert finding.suggestion == "value_text"
