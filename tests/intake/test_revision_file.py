"""Many corrections or retractions in one file: its columns, its formats, and what is wrong with it."""

from __future__ import annotations

import io
import json
import re

import pytest
import xlsxwriter

from deportation_goal.errors import UserError
from deportation_goal.intake.revision_file import read_corrections, read_retractions
from deportation_goal.intake.submitted_table import SubmittedCell

ROWS = [
    ["id", "column", "value", "reason"],
    ["fig-7k2m9q", "notes", "A note, with a comma.", "Read again."],
    ["agents:jane-doe", "name", "", "Read again."],
]


def _csv(rows: list[list[str]]) -> bytes:
    return "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\n" for row in rows).encode()


def _workbook(rows: list[list[str]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Corrections")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
        book.add_worksheet("Empty")
    return content.getvalue()


def _json(rows: list[list[str]]) -> bytes:
    return json.dumps([dict(zip(rows[0], row, strict=True)) for row in rows[1:]]).encode()


@pytest.mark.parametrize(
    ("name", "content"), [("c.csv", _csv(ROWS)), ("c.xlsx", _workbook(ROWS)), ("c.json", _json(ROWS))]
)
def test_a_row_is_a_corrected_cell_in_every_format(name: str, content: bytes) -> None:
    first, second = read_corrections(name, content, "")
    assert (first.row_id, first.reason) == ("fig-7k2m9q", "Read again.")
    assert (second.row_id, second.reason) == ("agents:jane-doe", "Read again.")
    cells = [cell for correction in (first, second) for cell in correction.values.values()]
    assert [cell.text for cell in cells if isinstance(cell, SubmittedCell)] == ["A note, with a comma.", ""]
    assert [list(correction.values) for correction in (first, second)] == [["notes"], ["name"]]


def test_the_place_of_a_cell_is_kept() -> None:
    (first, _second), (sheet, _) = (
        read_corrections("c.csv", _csv(ROWS), ""),
        read_corrections("c.xlsx", _workbook(ROWS), ""),
    )
    assert first.places["notes"][:3] == ("c.csv", 2, 18)
    assert sheet.places["notes"].cell == "Corrections!C2"


def test_a_table_may_be_named_in_a_column_and_a_reason_once_for_all() -> None:
    content = b"Table,ID,Column,Value\nagents,jane-doe,name,Jane\n"
    (correction,) = read_corrections("c.csv", content, "For all.")
    assert (correction.row_id, correction.reason) == ("agents:jane-doe", "For all.")


def test_retractions_name_what_takes_the_place() -> None:
    content = b"id,reason,replaced_by\nfig-7k2m9q,Doubled.,quo-3f8d0z\nfig-8h3n1p,Doubled.,\n"
    found = [(item.row_id, item.replaced_by) for item in read_retractions("r.csv", content, "")]
    assert found == [("fig-7k2m9q", "quo-3f8d0z"), ("fig-8h3n1p", "")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "c.csv"),
        (b"id,column,value,reason\n", "the file has no rows"),
        (b"id,column,reason\na,b,c\n", "c.csv:1:1: the header lacks value"),
        (b"id,column,valeu,reason\na,b,c,d\n", 'c.csv:1:11: there is no column "valeu" here: did you mean value?'),
        (b"id,column,value\nfig-7k2m9q,notes,x\n", "c.csv:2:1: the row has no reason"),
        (b"id,column,value,reason\n,notes,x,y\n", "c.csv:2:1: the row has no id"),
        (b"id,column,value,reason\na,,x,y\n", "c.csv:2:3: the row has no column"),
        (b"id,column,value,reason\na,b,c,d,e\n", "the row has 5 cells, but the header has 4"),
        (b'id,column,value,reason\na,b,"c"c,d\n', "c.csv:2:"),
        (b"\xff\xfea", "c.csv"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place(content: bytes, says: str) -> None:
    with pytest.raises(UserError, match=re.escape(says)):
        read_corrections("c.csv", content, "")


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(UserError, match="not read here"):
        read_corrections("c.pdf", b"%PDF", "")


def test_all_lines_are_told_up_to_twenty() -> None:
    content = b"id,column,value,reason\n" + b",notes,x,y\n" * 30
    with pytest.raises(UserError) as refused:
        read_corrections("c.csv", content, "")
    assert len(str(refused.value).splitlines()) == 21
    assert str(refused.value).endswith("and 10 more")
