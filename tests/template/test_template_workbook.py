"""The spreadsheet to fill in: what stands in it, within the limits of Excel, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from deportation_goal.evidence.locator import WORDS
from deportation_goal.intake.add import add_rows
from deportation_goal.intake.submitted_rows import Place, Submission, SubmittedRow
from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import Field
from deportation_goal.rules.engine import package_inputs
from deportation_goal.template.template_marks import (
    CODES,
    EXAMPLE,
    FIRST_CELLS,
    KNOWN_IDS,
    LISTS,
    READ_ME,
    example_row,
    is_example_row,
    must_fill,
    schema_fingerprint,
    sheet_fields,
)
from deportation_goal.template.template_workbook import template

TABLES = ("figures", "quotes", "obstacles", "countries", "sources", "indicators", "agents")
IDS = {
    "sources": [{"source_id": "some-source", "title": "A title", "published": "2025"}],
    "agents": [{"agent_id": f"agent-{number:03}", "name": f"Agent {number}", "role": ""} for number in range(120)],
    "areas": [{"area": "USA", "name": "United States"}],
    "indicators": [{"indicator_id": "removals-goal", "name": "Goal", "definition": "What is aimed for."}],
}
TITLE_LIMIT, MESSAGE_LIMIT, INLINE_LIMIT = 32, 255, 255
TEXT_FORMAT = "@"


@pytest.fixture(scope="module")
def written(package: Package) -> bytes:
    return template(package, TABLES, IDS)


@pytest.fixture(scope="module")
def book(written: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written))


def columns(book: openpyxl.Workbook, package: Package) -> Iterator[tuple[Worksheet, str, Field]]:
    """Yield every column of every sheet for rows: the sheet, the letter, the field."""
    for table in TABLES:
        sheet = book[table]
        for number, field in enumerate(sheet_fields(package.resource(table).schema), start=1):
            yield sheet, get_column_letter(number), field


def look(sheet: Worksheet, letter: str) -> ColumnDimension:
    """Return what the free cells of a column are formatted with; a run of like columns is stored as one."""
    number = column_index_from_string(letter)
    (found,) = (each for each in sheet.column_dimensions.values() if (each.min or 0) <= number <= (each.max or 0))
    return found


def validation(sheet: Worksheet, letter: str) -> DataValidation:
    """Return what limits the first free cell of a column."""
    found: DataValidation
    (found,) = (each for each in sheet.data_validations.dataValidation if f"{letter}3" in each.sqref)
    return found


def listed(book: openpyxl.Workbook, found: DataValidation) -> list[str]:
    """Return the values of the list behind a drop-down."""
    sheet, _, cells = str(found.formula1).partition("!")
    first, _, last = cells.replace("$", "").partition(":")
    return [str(cell.value) for (cell,) in book[sheet][f"{first}:{last or first}"]]


def test_the_same_bytes_each_time(package: Package, written: bytes) -> None:
    assert template(package, TABLES, IDS) == written


def test_the_sheets(book: openpyxl.Workbook, package: Package) -> None:
    assert book.sheetnames == [READ_ME, *TABLES, CODES, KNOWN_IDS, LISTS]
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == [LISTS]
    for name, first in FIRST_CELLS.items():
        assert book[name]["A1"].value == first
    assert f"{book.properties.created:%Y-%m-%dT%H:%M:%SZ}" == package.descriptor["created"]


def test_every_column_stands_in_the_header_and_nothing_else(book: openpyxl.Workbook, package: Package) -> None:
    for table in TABLES:
        schema = package.resource(table).schema
        names = [cell.value for cell in book[table][1]]
        assert [name for name in names if name != WORDS] == [name for name in schema.columns if name != "added_in"]
        assert (WORDS in names) == schema.has_evidence


def test_the_header_is_locked_and_the_cells_below_are_free(book: openpyxl.Workbook, package: Package) -> None:
    for sheet, letter, _ in columns(book, package):
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert sheet.freeze_panes == "A3"
        assert sheet[f"{letter}1"].protection.locked
        assert sheet[f"{letter}2"].protection.locked
        assert not look(sheet, letter).protection.locked


def test_columns_that_a_spreadsheet_would_mangle_are_text(book: openpyxl.Workbook, package: Package) -> None:
    for sheet, letter, field in columns(book, package):
        is_text = look(sheet, letter).number_format == TEXT_FORMAT
        assert is_text == (field.type not in ("number", "integer")), field.name


def test_required_columns_look_and_read_differently(book: openpyxl.Workbook, package: Package) -> None:
    looks: dict[bool, set[tuple[object, object]]] = {True: set(), False: set()}
    for sheet, letter, field in columns(book, package):
        required = must_fill(package.resource(sheet.title).schema, field)
        cell = sheet[f"{letter}1"]
        looks[required].add((cell.fill.fgColor.rgb, cell.font.bold))
        assert cell.comment is not None
        assert ("Required." in cell.comment.text) == required
        assert str(validation(sheet, letter).prompt).startswith("Required.") == required
    assert len(looks[True]) == 1
    assert not looks[True] & looks[False]


def test_every_column_has_a_note_and_a_message_within_the_limits(book: openpyxl.Workbook, package: Package) -> None:
    for sheet, letter, field in columns(book, package):
        comment, limits = sheet[f"{letter}1"].comment, validation(sheet, letter)
        assert comment is not None
        assert field.title in comment.text
        assert field.description in comment.text
        assert 0 < len(str(limits.promptTitle)) <= TITLE_LIMIT
        assert 0 < len(str(limits.prompt)) <= MESSAGE_LIMIT
        assert 0 < len(str(limits.errorTitle)) <= TITLE_LIMIT
        assert 0 < len(str(limits.error)) <= MESSAGE_LIMIT
        assert len(str(limits.formula1 or "")) <= INLINE_LIMIT


def test_codes_and_ids_are_lists(book: openpyxl.Workbook, package: Package) -> None:
    for sheet, letter, field in columns(book, package):
        limits, schema = validation(sheet, letter), package.resource(sheet.title).schema
        keys = {key.column: key for key in schema.foreign_keys}
        if field.enum:
            assert listed(book, limits) == list(field.enum)
            assert (limits.type, limits.errorStyle) == ("list", None)
        elif field.type == "boolean":
            assert listed(book, limits) == ["true", "false"]
        elif field.name in keys:
            key = keys[field.name]
            assert listed(book, limits) == [row[key.key] for row in IDS[key.table]]
            assert (limits.type, limits.errorStyle) == ("list", "information")
        else:
            assert limits.type != "list"


def test_every_code_and_every_id_is_explained(book: openpyxl.Workbook, package: Package) -> None:
    explained = {(row[2], row[4]) for row in book[CODES].iter_rows(min_row=4, values_only=True)}
    for _, _, field in columns(book, package):
        for category in field.categories:
            assert (category.value, category.description) in explained
    known = {row[:2] for row in book[KNOWN_IDS].iter_rows(min_row=4, values_only=True)}
    assert known == {(table, next(iter(row.values()))) for table, rows in IDS.items() for row in rows}


def test_the_read_me_names_every_sheet_and_the_version(book: openpyxl.Workbook, package: Package) -> None:
    text = "\n".join(str(value) for row in book[READ_ME].iter_rows(values_only=True) for value in row if value)
    for name in (*TABLES, CODES, KNOWN_IDS, package.version):
        assert name in text


def test_the_example_row_stands_in_row_2(book: openpyxl.Workbook, package: Package) -> None:
    for table in TABLES:
        sheet, schema = book[table], package.resource(table).schema
        values = {
            str(head.value): str(cell.value)
            for head, cell in zip(sheet[1], sheet[2], strict=True)
            if cell.value is not None
        }
        assert is_example_row(schema, values)
        assert values[schema.primary_key] == EXAMPLE
        assert {field.name for field in sheet_fields(schema) if must_fill(schema, field)} <= set(values)


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_the_example_rows_break_no_rule(package: Package, table: str) -> None:
    schema = package.resource(table).schema
    values = {column: value for column, value in example_row(schema).items() if value != EXAMPLE and column != WORDS}
    if not schema.has_evidence:
        values[schema.primary_key] = "an-example-of-a-new-row"
    row = SubmittedRow(table, values, {}, Place("rows.xlsx"))
    added = add_rows(package_inputs(package), Submission((row,)))
    # An example shows a real name, which may not be given twice; it is never sent.
    errors = [
        finding for finding in added.check.findings if finding.level == "error" and finding.rule != "repeated-name"
    ]
    assert [(finding.rule, finding.message) for finding in errors] == []


def test_a_row_that_differs_from_the_example_is_none(package: Package) -> None:
    schema = package.resource("agents").schema
    assert not is_example_row(schema, example_row(schema) | {"name": "Somebody else"})
    assert not is_example_row(schema, {"agent_id": EXAMPLE})
    assert is_example_row(schema, example_row(schema) | {"role": " "})


def test_the_fingerprint_follows_what_rows_a_table_takes(package: Package) -> None:
    prints = {schema_fingerprint(resource.schema) for resource in package.resources}
    assert len(prints) == len(package.resources)


def test_a_package_without_rows_gives_a_template_without_lists_of_ids(package: Package) -> None:
    empty = openpyxl.load_workbook(io.BytesIO(template(package, ["agents"], {})))
    assert validation(empty["agents"], "E").type != "list"
    assert validation(empty["agents"], "B").type == "list"
