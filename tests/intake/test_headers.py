"""Headers, and lines that are no rows: each named as what it is, once, in text files and in sheets."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from contributors import FIGURE, SOURCE, csv_of
from deportation_goal.evidence.locator import WORDS
from deportation_goal.findings import Finding
from deportation_goal.intake.csv_file import read_csv
from deportation_goal.intake.rows import judge
from deportation_goal.intake.submitted_rows import Submission
from deportation_goal.intake.table_names import table_called
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.template.template_marks import example_row
from support import REPOSITORY, schemas_of
from workbooks import book_of, read, saved

SCHEMAS = schemas_of(load_package(REPOSITORY))
NAMES = list(FIGURE)
VALUES = list(FIGURE.values())
TITLES = [SCHEMAS["figures"].by_name[name].title for name in NAMES]


def submissions(package: Package, *lines: Sequence[str], table: str = "figures") -> list[Submission]:
    """Return the lines as a CSV and as a sheet."""
    width = max(map(len, lines))
    padded = [[*line, *[""] * (width - len(line))] for line in lines]
    text = "\n".join(",".join(f'"{cell}"' if "," in cell else cell for cell in line) for line in padded)
    return [
        judge(read_csv(text.encode(), "rows.csv"), SCHEMAS, table),
        read(saved(book_of({"Sheet1": lines})), package, table),
    ]


def only(submission: Submission) -> Finding:
    (finding,) = submission.findings
    return finding


def test_a_missing_header_is_told_once(package: Package) -> None:
    for submission, word in zip(submissions(package, VALUES, VALUES), ("line", "row"), strict=True):
        message = only(submission).message
        assert message.startswith(f"the header is missing: {word} 1 must hold the names of the columns of figures")
        assert submission.rows == ()


def test_lines_above_the_header_are_told_with_its_line(package: Package) -> None:
    for submission, word in zip(submissions(package, ["My rows"], NAMES, VALUES), ("line", "row"), strict=True):
        assert only(submission).message == f"the names of the columns are in {word} 2: delete the {word}s above it"


@pytest.mark.parametrize("header", [NAMES, TITLES, [name.upper() for name in NAMES]])
def test_a_second_header_is_told_once_and_the_rows_are_read(package: Package, header: list[str]) -> None:
    for submission, word in zip(submissions(package, NAMES, VALUES, header, VALUES), ("line", "row"), strict=True):
        finding = only(submission)
        assert (finding.rule, finding.line, finding.message) == (
            "not-a-row",
            3,
            f"{word} 3 repeats the header: delete it",
        )
        assert len(submission.rows) == 2


@pytest.mark.parametrize("first", ["Total", "TOTAL:", "Sum", "average", "Grand total"])
def test_a_line_of_totals_is_told_as_one(package: Package, first: str) -> None:
    total = [first, *["" for _ in NAMES[1:-1]], "4000"]
    for submission in submissions(package, NAMES, VALUES, total):
        finding = only(submission)
        assert (finding.rule, finding.line) == ("not-a-row", 3)
        assert "looks like a line of totals" in finding.message


def test_a_word_for_a_total_in_a_whole_row_is_a_value(package: Package) -> None:
    for submission in submissions(package, NAMES, ["Total", *VALUES[1:]]):
        assert submission.findings == ()


def test_rows_of_another_table_are_told_once_with_its_name(package: Package) -> None:
    for submission in submissions(package, list(SOURCE), list(SOURCE.values())):
        finding = only(submission)
        assert (finding.rule, finding.suggestion) == ("which-table", "sources")
        assert "these are columns of sources, not of figures" in finding.message
        assert submission.rows == ()


def test_a_file_that_names_no_table_is_known_by_its_columns() -> None:
    finding = only(judge(read_csv(csv_of([SOURCE]), "rows.csv"), SCHEMAS, None))
    assert (finding.rule, finding.suggestion) == ("which-table", "sources")


@pytest.mark.parametrize("line", ["sep=,", '"sep=,"', "SEP=,", "sep=,,,"])
def test_the_line_that_excel_writes_for_itself_is_read_past_and_told(line: str) -> None:
    content = f"{line}\n".encode() + csv_of([FIGURE])
    submission = judge(read_csv(content, "rows.csv"), SCHEMAS, "figures")
    assert [row.place.line for row in submission.rows] == [3]
    (remark,) = submission.remarks
    assert remark.place.line == 1
    assert "is for Excel alone" in remark.message


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"sep=;\nvalue;area\n1;USA\n", "semicolons"), (b"value|area\n1|USA\n", "vertical bars")],
)
def test_another_separator_is_named(content: bytes, word: str) -> None:
    finding = only(judge(read_csv(content, "rows.csv"), SCHEMAS, "figures"))
    assert f"the cells are separated by {word}" in finding.message


def test_the_example_row_of_the_template_is_known_in_a_csv(package: Package) -> None:
    example = example_row(package.resource("figures").schema)
    row = {**dict.fromkeys(example, ""), **FIGURE}
    submission = judge(read_csv(csv_of([example, row], list(row)), "figures.csv"), SCHEMAS, None)
    assert [row.place.line for row in submission.rows] == [3]
    assert WORDS in example


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("figures", "figures"),
        (" Figures ", "figures"),
        ("figures (1)", "figures"),
        ("Copy of figures", "figures"),
        ("figures copy 2", "figures"),
        ("figures - Table 1", "figures"),
        ("figures-Table 1", "figures"),
        ("My workbook - figures", "figures"),
        ("my-rows-figures", "figures"),
        ("2026_figures", "figures"),
        ("figures and quotes", ""),
        ("figures-quotes", ""),
        ("figure", ""),
        ("Sheet1", ""),
        ("", ""),
    ],
)
def test_sheets_and_files_as_programs_name_them(name: str, table: str) -> None:
    assert table_called(name, SCHEMAS) == table
