"""Rows written as text: every byte of the workbook is the one that XlsxWriter writes cell by cell."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from deportation_goal.package.schema import parse_schema
from deportation_goal.release.artefacts.typed_cells import BOOLEANS
from deportation_goal.release.artefacts.xlsx_links import Links
from deportation_goal.release.artefacts.xlsx_pages import Looks, number_code
from deportation_goal.release.artefacts.xlsx_rows import FIRST_DAY, write_rows
from deportation_goal.release.artefacts.xlsx_workbook import keeps

NO_LINKS = Links(frozenset(), {})
TYPES = ("string", "number", "boolean", "date", "integer")
FIELDS = parse_schema(
    "things", {"fields": [{"name": kind, "type": kind} for kind in TYPES], "primaryKey": "string"}
).fields
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(lambda text: text[:3] != "<r>"),
    st.sampled_from([" a", "a ", "=1+1", "_x0041_", "a & <b>", "2025", "\u00a0", "Guantánamo", "x" * 40_000]),
)
ROWS = st.lists(
    st.tuples(
        TEXTS,
        st.one_of(st.just(""), st.integers().map(str), st.decimals(-(10**9), 10**9, places=3).map(str)),
        st.sampled_from(["", "true", "false"]),
        st.one_of(st.just(""), st.dates().map(str)),
        st.one_of(st.just(""), st.integers(-(10**17), 10**17).map(str)),
    ),
    max_size=5,
)


def _height(row: Sequence[str]) -> float:
    return 18 + 15.0 * len(row[0])


def _cell_by_cell(sheet: Worksheet, looks: Looks, rows: Sequence[tuple[str, ...]], links: Links, *, high: bool) -> None:
    for number, row in enumerate(rows, start=1):
        if high:
            sheet.set_row(number, _height(row))
        for column, (field, cell) in enumerate(zip(FIELDS, row, strict=True)):
            if not cell:
                continue
            if target := links.target(column, cell):
                sheet.write_url(number, column, target, looks.cell_link, keeps(field, cell))
            elif field.type == "number":
                sheet.write_number(number, column, float(cell), looks.of(number_code(cell), False))
            elif field.type == "integer":
                sheet.write_number(number, column, int(cell))
            elif field.type == "boolean":
                sheet.write_boolean(number, column, BOOLEANS[cell])
            elif field.type == "date" and (day := datetime.date.fromisoformat(cell)) >= FIRST_DAY:
                sheet.write_datetime(number, column, day, looks.date)
            else:
                sheet.write_string(number, column, keeps(field, cell))


def _parts(
    rows: Sequence[tuple[str, ...]], *, at_once: bool, links: Links = NO_LINKS, high: bool = False
) -> dict[str, bytes]:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        book.set_properties({"created": datetime.datetime(2026, 1, 1)})
        looks = Looks(book)
        sheet = book.add_worksheet("things")
        for column, field in enumerate(FIELDS):
            sheet.set_column(column, column, 10, looks.text if field.type == "string" else None)
        sheet.write_row(0, 0, TYPES, looks.heading)
        if at_once:
            assert write_rows(sheet, looks, FIELDS, rows, keeps, links, _height if high else None) == len(rows)
        else:
            _cell_by_cell(sheet, looks, rows, links, high=high)
        book.add_worksheet("next").write_string(0, 0, "a", looks.text)
    with zipfile.ZipFile(content) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


@given(ROWS)
@example([("a", "1.50", "true", "1850-05-01", "7")])
@settings(max_examples=40)
@pytest.mark.slow
def test_rows_have_the_bytes_of_cells_written_one_by_one(rows: Sequence[tuple[str, ...]]) -> None:
    assert _parts(rows, at_once=True) == _parts(rows, at_once=False)


def test_rows_of_several_lines_have_the_bytes_of_rows_written_one_by_one() -> None:
    rows = [("ab", "1", "", "", ""), ("", "2", "", "", "")]
    assert _parts(rows, at_once=True, high=True) == _parts(rows, at_once=False, high=True)


def test_many_rows_are_written_in_portions() -> None:
    rows = [(f"thing {number}", str(number), "", "", "") for number in range(2_001)]
    assert _parts(rows, at_once=True) == _parts(rows, at_once=False)


def test_linked_cells_have_the_bytes_of_links_written_one_by_one() -> None:
    texts = ["https://example.org/a?b=1&c=2#top", "http://example.org/a b", "thing-1", ""]
    rows = [(text, "1", "", "", "") for text in texts]
    for links in (Links(frozenset({0}), {}), Links(frozenset(), {0: {"next": {"thing-1": 4}}})):
        assert [links.target(0, text) for text in texts].count("") == 3
        assert _parts(rows, at_once=True, links=links) == _parts(rows, at_once=False, links=links)
