"""One cause gives one finding: 100,000 columns too many, a comment above the header, rows of another table, and others."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Final, Literal

import pytest

from deportation_goal.findings import CheckResult, Problem
from deportation_goal.package.descriptor import Package
from deportation_goal.report.text_report import render_text
from deportation_goal.rules.engine import check_tables, package_inputs
from deportation_goal.rules.one_cause import FEW, folded
from made_findings import finding, result_of
from support import example_files, inputs_of

PATH: Final = "data/figures.csv"
A_FEW_LINES: Final = 30


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


def written(rows: Sequence[Sequence[str]], quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n", quoting=quoting).writerows(rows)
    return file.getvalue().encode()


def check(package: Package, change: Callable[[bytes], bytes]) -> CheckResult:
    """Check the real package with other bytes for the figures."""
    inputs = {table.path: table.content or b"" for table in package_inputs(package)}
    return check_tables(inputs_of(package, {**inputs, PATH: change(inputs[PATH])}))


def rules_of(result: CheckResult, path: str = PATH) -> list[str]:
    return [finding.rule for finding in result.findings if finding.path == path]


@pytest.mark.slow
@pytest.mark.parametrize("names", [[f"c{number}" for number in range(100_000)], ["x"] * 100_000])
def test_a_hundred_thousand_unknown_columns(names: list[str], package: Package) -> None:
    def change(content: bytes) -> bytes:
        header, rest = content.split(b"\n", 1)
        return header + b"," + ",".join(names).encode() + b"\n" + rest

    tracemalloc.start()
    try:
        result = check(package, change)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert rules_of(result) == ["header"]
    assert len(render_text(result)) < 2_000
    assert most < 200_000_000


@pytest.mark.slow
@pytest.mark.parametrize("above", ["# exported by somebody on Monday\n", "sep=,\n", "Figures of 2025,,,\n\n"])
def test_a_comment_above_the_header(above: str, package: Package) -> None:
    result = check(package, lambda content: above.encode() + content)
    (found,) = [finding for finding in result.findings if finding.rule == "header"]
    assert (found.line, found.message) == (
        1,
        f"this line is not the header: line {above.count(chr(10)) + 1} is. Delete what is above it",
    )
    assert set(rules_of(result)) <= {"header", "blank-line"}


def test_a_file_without_its_header(package: Package) -> None:
    result = check(package, lambda content: content.split(b"\n", 1)[1])
    assert rules_of(result) == ["header"]
    assert "was the header lost?" in result.findings[0].message


def test_columns_that_are_only_written_differently_are_told_each(package: Package) -> None:
    files = example_files(package)
    path = package.resource("areas").path
    header, rest = files[path].split(b"\n", 1)
    result = check_tables(inputs_of(package, {**files, path: header.upper() + b"\n" + rest}))
    suggestions = [finding.suggestion for finding in result.findings if finding.path == path]
    assert suggestions == list(package.resource("areas").schema.columns)


@pytest.mark.slow
@pytest.mark.parametrize("ragged", [True, False])
def test_the_rows_of_another_table(ragged: bool, package: Package) -> None:
    foreign = rows_of(package.read(package.resource("quotes").path))[1:]

    def change(content: bytes) -> bytes:
        header = rows_of(content)[0]
        if ragged:
            return written([header, *foreign])
        return written([header, *([*row, *[""] * len(header)][: len(header)] for row in foreign)])

    result = check(package, change)
    assert len(rules_of(result)) == 1
    assert "more of the" in result.findings[0].message


@pytest.mark.slow
def test_cells_that_moved_to_the_next_column(package: Package) -> None:
    def change(content: bytes) -> bytes:
        header, *rows = rows_of(content)
        return written([header, *(["", *row[:-1]] for row in rows)])

    result = check(package, change)
    assert len(rules_of(result)) == 1
    assert "cells that moved to the next column" in result.findings[0].message


@pytest.mark.slow
@pytest.mark.parametrize("column", ["figure_id", "value", "value_text", "period"])
def test_a_column_filled_down(column: str, package: Package) -> None:
    def change(content: bytes) -> bytes:
        header, *rows = rows_of(content)
        place = header.index(column)
        return written([header, *([*row[:place], rows[0][place], *row[place + 1 :]] for row in rows)])

    result = check(package, change)
    assert rules_of(result)
    text = [line for line in render_text(result).splitlines() if line.startswith(f"  {PATH}") or "…" in line]
    assert len(text) < A_FEW_LINES


@pytest.mark.slow
def test_every_cell_quoted(package: Package) -> None:
    result = check(package, lambda content: written(rows_of(content), csv.QUOTE_ALL))
    assert rules_of(result) == ["quoting", "quoting"]
    header, cells = (finding for finding in result.findings if finding.path == PATH)
    assert "column names are in double quotes" in header.message
    assert "cells are in double quotes but hold no comma or quote" in cells.message
    assert cells.fixable


@pytest.mark.slow
def test_a_few_quoted_cells_are_told_each(package: Package) -> None:
    def change(content: bytes) -> bytes:
        lines = content.split(b"\n")
        return b"\n".join([lines[0], *(line.replace(b",USA,", b',"USA",', 1) for line in lines[1:6]), *lines[6:]])

    rules = rules_of(check(package, change))
    assert set(rules) <= {"quoting"}
    assert len(rules) > 1


def problem(row: int, column: str = "a", rule: str = "enum", table: str = "t") -> Problem:
    return Problem(rule, table, row, column, "x", "wrong", "y")


def test_what_few_rows_or_half_of_them_break_is_told_each() -> None:
    few = [problem(row) for row in range(FEW)]
    half = [problem(row) for row in range(FEW + 1)]
    for problems, rows in ((few, FEW), (half, 2 * len(half))):
        assert folded(problems, lambda _: rows, lambda _: 10) == problems  # noqa: B023


def test_what_more_than_half_of_the_rows_break_is_told_once() -> None:
    problems = [problem(row) for row in range(30, 5, -1)]
    (one,) = folded(problems, lambda _: 40, lambda _: 10)
    assert (one.row, one.column, one.suggestion) == (6, "a", "")
    assert one.message == "wrong. 24 more of the 40 rows break this rule too"


def test_problems_of_files_and_other_tables_stay() -> None:
    of_file = Problem("header", "t", None, "", "", "wrong", line=1)
    others = [problem(1, table="other"), problem(2, table="other")]
    broken = [problem(row, column) for column in "abc" for row in range(30)]
    kept = folded([of_file, *broken, *others], lambda _: 30, lambda _: 4)
    assert of_file in kept
    assert kept[-2:] == others
    assert len(kept) == 4


def test_the_text_shows_the_first_of_many_alike() -> None:
    many = [finding(line=line, field="period", rule="pattern") for line in range(2, 40)]
    lines = render_text(result_of(many)).splitlines()
    assert sum("[pattern]" in line for line in lines) == 4
    assert any(line.startswith("  … 35 more [pattern] in period, down to line 39:") for line in lines)
