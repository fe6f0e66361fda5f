"""Reading the rows of a workbook: places, types of cells, headers, sheets, the template's own marks."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from python_calamine import CalamineWorkbook

from deportation_goal.findings import Level
from deportation_goal.intake.submitted_rows import Submission
from deportation_goal.intake.xlsx.workbook_cells import shown_text
from deportation_goal.intake.xlsx.workbook_sheets import open_workbook
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.package.schema import parse_schema
from deportation_goal.rules.submission import OLD_TEMPLATE, SPREADSHEET, UNKNOWN_COLUMN, WHICH_TABLE
from deportation_goal.template.template_workbook import template
from support import REPOSITORY
from workbooks import book_of, inline, parts_of, read, saved, sheet_xml, zipped

HEADER = ("figure_id", "indicator_id", "period", "value", "notes", "words")


def one_row(package: Package, cells: Mapping[str, Any], formats: Mapping[str, str] | None = None) -> Submission:
    """Read a sheet of figures with one row of these cells."""
    book = book_of({"figures": [tuple(cells), tuple(cells.values())]})
    sheet = book["figures"]
    for number, name in enumerate(cells, start=1):
        if formats and name in formats:
            sheet.cell(2, number).number_format = formats[name]
    return read(saved(book), package)


def test_every_cell_is_text_with_its_place(package: Package) -> None:
    book = book_of({"figures": [HEADER, (None, "removals-goal", "2025-03", 1_000_000, None, "He said so.")]})
    submission = read(saved(book), package, name="mine.xlsx")
    (row,) = submission.rows
    assert row.table == "figures"
    assert dict(row.values) == {
        "indicator_id": "removals-goal",
        "period": "2025-03",
        "value": "1000000",
        "words": "He said so.",
    }
    place = row.place_of("value")
    assert (place.path, place.line, place.column, place.cell) == ("mine.xlsx", 2, 4, "figures!D2")
    assert row.place_of("notes").cell == "figures!E2"
    assert row.place_of("area") == row.place
    assert not submission.findings
    assert not submission.remarks


def test_a_missing_locator_is_told_at_the_words(package: Package) -> None:
    header = ("evidence_start", "evidence_end", "words", "notes")
    book = book_of({"figures": [header, (None, None, "He said so."), (0, 24, None)]})
    first, second = read(saved(book), package).rows
    assert list(first.places) == ["words", "notes"]
    assert list(second.places) == list(header)


def test_a_sheet_name_with_a_space_stands_in_quotes(package: Package) -> None:
    book = book_of({"my rows": [("agent_id", "name"), ("jane-doe", "Jane Doe")]})
    (row,) = read(saved(book), package, "agents").rows
    assert row.place_of("name").cell == "'my rows'!B2"


@pytest.mark.parametrize(
    ("column", "cell", "shown", "value", "told"),
    [
        ("period", datetime.datetime(2025, 3, 1), "mmm-yy", "2025-03", True),
        ("period", datetime.datetime(2025, 3, 1), '[$-409]mmmm" "yyyy;@', "2025-03", True),
        ("period", datetime.datetime(2025, 1, 1), "yyyy", "2025", True),
        ("period", datetime.datetime(2025, 3, 15), "m/d/yyyy", "2025-03-15", True),
        ("period", datetime.datetime(2025, 3, 15, 14, 30), "m/d/yyyy h:mm", "2025-03-15", True),
        ("period", 2025, "General", "2025", False),
        ("period", "2025-03", "@", "2025-03", False),
        ("value", 0.7, "0%", "70", True),
        ("value", 0.7051, "0.0%", "70.51", True),
        ("value", 1_000_000, "#,##0", "1000000", False),
        ("value", 12.5, "0.00E+00", "12.5", False),
        ("value_text", 0.7, "0%", "70%", False),
        ("approximate", True, "General", "true", True),
        ("counterpart_area", "VEN ", "General", "VEN", True),
    ],
)
def test_what_the_number_format_decides_is_set_right(
    package: Package, column: str, cell: object, shown: str, value: str, told: bool
) -> None:
    submission = one_row(package, {column: cell, "notes": "a note"}, {column: shown})
    assert submission.rows[0].values[column] == value
    assert not submission.findings
    assert [(remark.column, remark.after) for remark in submission.remarks] == ([(column, value)] if told else [])


@pytest.mark.parametrize(
    ("column", "cell", "shown", "level", "named"),
    [
        ("period", datetime.datetime(2025, 3, 1), "yyyy-mm-dd h:mm:ss", Level.WARNING, "2025-03 for the month"),
        ("period", datetime.datetime(2025, 3, 1), "m/d/yyyy", Level.WARNING, "2025-03-01 for the day"),
        ("period", datetime.datetime(2025, 3, 4), "d-mmm", Level.WARNING, "no year"),
        ("period", datetime.time(14, 30), "h:mm", Level.ERROR, "time"),
        ("value_text", datetime.datetime(2025, 3, 4, 14, 30), "m/d/yyyy h:mm", Level.ERROR, "time"),
        ("value", datetime.datetime(2025, 3, 4), "d-mmm", Level.ERROR, "formatted as Text"),
        ("value_text", datetime.datetime(2025, 3, 4), "m/d/yyyy", Level.ERROR, "formatted as Text"),
        ("value", 0.7, "General", Level.WARNING, "write 70"),
        ("notes", 1234567890123456789, "General", Level.ERROR, "15 digits"),
        ("value", "#N/A", "General", Level.ERROR, "type the value"),
    ],
)
def test_what_is_not_known_is_a_finding(
    package: Package, column: str, cell: object, shown: str, level: Level, named: str
) -> None:
    submission = one_row(package, {column: cell, "area": "USA"}, {column: shown})
    (finding,) = submission.findings
    assert (finding.rule, finding.level, finding.field, finding.cell) == (SPREADSHEET.id, level, column, "figures!A2")
    assert named in finding.message
    assert not submission.remarks


def test_days_counted_from_1904(package: Package) -> None:
    book = book_of({"figures": [("said_on", "area"), (datetime.datetime(2025, 3, 15), "USA")]})
    book.epoch = CALENDAR_MAC_1904
    (row,) = read(saved(book), package).rows
    assert row.values["said_on"] == "2025-03-15"


def test_the_double_that_stands_for_a_decimal_number(package: Package) -> None:
    rows = inline(1, {"A": "value"}) + '<row r="2"><c r="A2"><v>12.699999999999999</v></c></row>'
    (row,) = read(zipped(parts_of(sheet_xml(rows))), package).rows
    assert row.values["value"] == "12.7"


def test_rich_text_phonetics_escapes_and_cells_without_an_address(package: Package) -> None:
    rows = (
        "<row><c t='inlineStr'><is><t>name</t></is></c><c t='inlineStr'><is><t>role</t></is></c></row>"
        "<row><c t='inlineStr'><is><r><t>Jane </t></r><r><t>Doe</t></r><rPh sb='0' eb='1'><t>jein</t></rPh></is></c>"
        "<c t='str'><v>a_x000A_b</v></c></row>"
    )
    (row,) = read(zipped(parts_of(sheet_xml(rows), "agents")), package).rows
    assert dict(row.values) == {"name": "Jane Doe", "role": "a b"}


def test_empty_rows_do_no_harm(package: Package) -> None:
    book = book_of({"agents": [("name",), ("Jane",), (None,), ("  ",), ("John",)]})
    book["agents"].cell(1_048_576, 1).value = " "
    rows = read(saved(book), package).rows
    assert [(row.values["name"], row.place.line) for row in rows] == [("Jane", 2), ("John", 5)]


def test_an_empty_default_sheet_is_passed_over(package: Package) -> None:
    submission = read(saved(book_of({"agents": [("name",), ("Jane",)], "Sheet1": [], "Sheet2": []})), package)
    assert len(submission.rows) == 1
    assert not submission.findings


def test_an_unknown_sheet_is_a_finding_with_the_nearest_table(package: Package) -> None:
    submission = read(saved(book_of({"figure": [("value",), (1,)], "agents": [("name",), ("Jane",)]})), package)
    (finding,) = submission.findings
    assert (finding.rule, finding.suggestion, finding.cell) == (WHICH_TABLE.id, "figures", "figure!A1")


def test_two_unknown_sheets_stay_unknown_even_with_a_table(package: Package) -> None:
    submission = read(saved(book_of({"one": [("name",), ("Jane",)], "two": [("name",), ("John",)]})), package, "agents")
    assert [finding.rule for finding in submission.findings] == [WHICH_TABLE.id] * 2
    assert not submission.rows


def test_a_sheet_of_another_table_than_the_one_named_is_not_dropped_in_silence(package: Package) -> None:
    submission = read(saved(book_of({"agents": [("name",), ("Jane",)]})), package, "figures")
    assert [finding.rule for finding in submission.findings] == [WHICH_TABLE.id]


@pytest.mark.parametrize(
    ("header", "cell", "named", "suggestion"),
    [
        (("name", "Role"), "agents!B1", "Role", "role"),
        (("name", "Wikidata id"), "agents!B1", "Wikidata id", "wikidata_id"),
        (("name", "name"), "agents!B1", "twice", ""),
        (("name", None), "agents!B2", "no name in the header", ""),
        (("name", "words"), "agents!B1", "words", ""),
    ],
)
def test_headers_that_are_no_columns(
    package: Package, header: tuple[str | None, ...], cell: str, named: str, suggestion: str
) -> None:
    submission = read(saved(book_of({"agents": [header, ("Jane", "x")]})), package)
    (finding,) = submission.findings
    assert (finding.rule, finding.cell, finding.suggestion) == (UNKNOWN_COLUMN.id, cell, suggestion)
    assert named in finding.message


def test_a_title_above_the_header_is_told_once(package: Package) -> None:
    rows = [("My rows",), (None,), ("name", "role"), ("Jane", "x")]
    (finding,) = read(saved(book_of({"agents": rows})), package).findings
    assert "are in row 3" in finding.message


def test_a_sheet_without_a_header_names_the_columns(package: Package) -> None:
    (finding,) = read(saved(book_of({"agents": [("Jane", "x"), ("John", "y")]})), package).findings
    assert "agent_id, agent_type, name" in finding.message


def filled_template(package: Package, *, touched: bool = False) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(template(package, ["agents"], {})))
    book["agents"]["C3"] = "Jane Doe"
    if touched:
        book["agents"]["C2"] = "John Doe"
    return saved(book)


def test_the_example_of_the_template_is_not_sent(package: Package) -> None:
    submission = read(filled_template(package), package)
    assert [dict(row.values) for row in submission.rows] == [{"name": "Jane Doe"}]
    assert not submission.findings


def test_an_example_row_that_was_written_over_is_read(package: Package) -> None:
    submission = read(filled_template(package, touched=True), package)
    assert [row.values["name"] for row in submission.rows] == ["John Doe", "Jane Doe"]


def changed(package: Package, take: str, example: str) -> Package:
    """Return the package with a column less and another example in agents."""
    resources = []
    for resource in package.resources:
        found = resource
        if resource.name == "agents":
            document = json.loads((REPOSITORY / resource.schema_path).read_text(encoding="utf-8"))
            document["fields"] = [field for field in document["fields"] if field["name"] != take]
            document["fields"][1]["example"] = example
            document["foreignKeys"] = []
            found = resource._replace(schema=parse_schema("agents", document))
        resources.append(found)
    return package._replace(resources=tuple(resources))


def test_a_template_of_another_schema_is_recognised_with_its_example(package: Package) -> None:
    later = changed(package, "wikidata_id", "person")
    submission = read(filled_template(package), later)
    assert [(finding.rule, finding.level) for finding in submission.findings] == [
        (UNKNOWN_COLUMN.id, Level.ERROR),
        (OLD_TEMPLATE.id, Level.WARNING),
    ]
    assert package.version in submission.findings[0].message
    assert [dict(row.values) for row in submission.rows] == [{"name": "Jane Doe"}]


def test_a_template_without_a_new_column_gets_a_warning_only(package: Package) -> None:
    earlier = changed(package, "wikidata_id", "person")
    submission = read(filled_template(earlier), package)
    assert [(finding.rule, finding.level) for finding in submission.findings] == [(OLD_TEMPLATE.id, Level.WARNING)]
    assert len(submission.rows) == 1


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30)
NUMBERS = st.integers(-(10**14), 10**14) | st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 4))


# The program that writes the workbook takes a text that begins so for a formula or an error.
PLAIN = TEXTS.filter(lambda text: text.strip() and not text.startswith(("=", "#")))


@given(st.lists(st.tuples(PLAIN, NUMBERS.filter(bool)), min_size=1, max_size=5))
def test_another_reader_sees_the_same_cells(rows: list[tuple[str, float]]) -> None:
    content = saved(book_of({"figures": [("text", "number"), *rows]}))
    book = open_workbook(content, "rows.xlsx")
    cells = book.read(book.sheets[0]).rows
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("figures").to_python()
    for number, (text, value) in enumerate(theirs[1:], start=2):
        assert cells[number][1].text == text
        assert isinstance(value, int | float)
        assert float(shown_text(cells[number][2])) == pytest.approx(value)


@given(st.binary(max_size=300))
def test_no_bytes_raise(content: bytes) -> None:
    submission = read(content, load_package(REPOSITORY))
    assert submission.findings
    assert not submission.rows


@given(st.data())
def test_no_damage_raises(data: st.DataObject) -> None:
    rows = inline(1, {"A": "name", "B": "role"}) + inline(2, {"A": "Jane", "B": "x"})
    whole = bytearray(zipped(parts_of(sheet_xml(rows), "agents")))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    for content in (bytes(whole), bytes(whole[:cut])):
        submission = read(content, load_package(REPOSITORY))
        assert all(isinstance(value, str) for row in submission.rows for value in row.values.values())
