"""The scanner against Python's csv module, and its places against the text itself."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deportation_goal.table_files.scan import Cell, scan_records

CELL_TEXT = st.text(st.sampled_from('ab,"\n é𝄞;\t\u2028\x0b'), max_size=8)
RAW_RECORDS = st.lists(st.lists(st.tuples(CELL_TEXT, st.booleans()), min_size=1, max_size=4), max_size=6)


def _raw(text: str, always_quoted: bool) -> str:
    if always_quoted or any(character in text for character in ',"\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _cut(lines: Sequence[str], cell: Cell) -> str:
    """Return what stands in the text from the first to the last character of a cell."""
    last = cell.line - 1 + cell.text.count("\n")
    if last == cell.line - 1:
        return lines[last][cell.column - 1 : cell.end_column - 1]
    middle = lines[cell.line : last]
    return "\n".join([lines[cell.line - 1][cell.column - 1 :], *middle, lines[last][: cell.end_column - 1]])


@given(RAW_RECORDS, st.booleans())
@example([[("", True)]], True)
@example([[('"', False), ("a\n\n", False)], [("", False), ("", False)]], False)
def test_well_formed_csv_reads_as_python_reads_it(records: list[list[tuple[str, bool]]], final_break: bool) -> None:
    raws = [[_raw(text, quoted) for text, quoted in record] for record in records]
    text = "\n".join(",".join(record) for record in raws) + ("\n" if final_break and raws else "")
    scanned = list(scan_records(text))
    assert [[cell.text for cell in record] for record in scanned] == [
        record or [""] for record in csv.reader(io.StringIO(text, newline=""), strict=True)
    ]
    assert not any(cell.flaw for record in scanned for cell in record)
    lines = text.split("\n")
    assert [[_cut(lines, cell) for cell in record] for record in scanned] == raws[: len(scanned)]


@given(st.text(st.sampled_from('ab,"\n '), max_size=40))
def test_any_text_falls_into_cells_without_loss(text: str) -> None:
    lines = text.split("\n")
    scanned = list(scan_records(text))
    rebuilt = "\n".join(",".join(_cut(lines, cell) for cell in record) for record in scanned)
    assert rebuilt == text.removesuffix("\n")


@given(st.text(st.sampled_from('ab,"\n '), max_size=40))
def test_cells_of_a_record_follow_each_other_by_one_delimiter(text: str) -> None:
    for record in scan_records(text):
        assert record[0].column == 1
        for left, right in itertools.pairwise(record):
            assert right.column == left.end_column + 1
            assert right.line == left.line + left.text.count("\n")


def test_columns_count_code_points() -> None:
    (record,) = scan_records("𝄞é,b")
    assert record == [Cell("𝄞é", 1, 1, 3), Cell("b", 1, 4, 5)]


def test_a_cell_over_two_lines_begins_on_the_first_and_ends_on_the_second() -> None:
    first, second = scan_records('a,"x\ny",c\nd\n')
    assert first == [Cell("a", 1, 1, 2), Cell("x\ny", 1, 3, 3), Cell("c", 2, 4, 5)]
    assert second == [Cell("d", 3, 1, 2)]


def test_no_text_has_no_records() -> None:
    assert list(scan_records("")) == []


def test_an_empty_line_is_one_empty_cell() -> None:
    assert list(scan_records("a\n\nb\n"))[1] == [Cell("", 2, 1, 1)]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('a,"b,c\nd,e,f\n', Cell('"b', 1, 3, 5, "unclosed")),
        ('"\n', Cell('"', 1, 1, 2, "unclosed")),
        ('"a""\n', Cell('"a""', 1, 1, 5, "unclosed")),
        ('"a"b,c\n', Cell("ab", 1, 1, 5, "text_after_quote")),
        ('a,"b" \n', Cell("b ", 1, 3, 7, "text_after_quote")),
        ('a"b,c\n', Cell('a"b', 1, 1, 4, "bare_quote")),
        (' "a"\n', Cell(' "a"', 1, 1, 5, "bare_quote")),
    ],
)
def test_flaws_of_quoting_are_named_and_placed(text: str, cell: Cell) -> None:
    flawed = [cell for record in scan_records(text) for cell in record if cell.flaw]
    assert flawed == [cell]


def test_an_unclosed_quote_does_not_swallow_the_lines_after_it() -> None:
    text = 'a,b\n1,"open\n2,x\n3,"closed"\n'
    assert [[cell.text for cell in record] for record in scan_records(text)] == [
        ["a", "b"],
        ["1", '"open'],
        ["2", "x"],
        ["3", "closed"],
    ]


def test_a_cell_of_very_many_lines() -> None:
    # With a look ahead for every line this takes minutes.
    lines = "x\n" * 100_000
    _, record, last = scan_records(f'a,b\n1,"{lines}",\n2,y\n')
    assert record[1] == Cell(lines, 2, 3, 2)
    assert (record[2].line, record[2].column, last[0].line) == (100_002, 3, 100_003)


@pytest.mark.slow
def test_very_many_unclosed_quotes() -> None:
    records = list(scan_records('"x,\n' * 20_000))
    assert {record[0].flaw for record in records} == {"unclosed"}
    assert len(records) == 20_000


def test_another_delimiter() -> None:
    (record,) = scan_records('a;"b;c";d,e', ";")
    assert [cell.text for cell in record] == ["a", "b;c", "d,e"]
