"""Writes the spreadsheet to fill in: a sheet for each table, made from the schemas, with lists, notes and an example.

The same package gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from deportation_goal.evidence.locator import WORDS
from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import Field, TableSchema
from deportation_goal.table_files import Rows
from deportation_goal.template.template_marks import (
    LISTS,
    alert,
    example_row,
    filled_by_tool,
    input_message,
    mark_lines,
    must_fill,
    note,
    sheet_fields,
)
from deportation_goal.template.template_pages import Explained, write_codes, write_known_ids, write_read_me

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FIRST_ROW: Final = 2
_LAST_ROW: Final = 1_048_575
_LISTS_FROM_COLUMN: Final = 4
_BOOLEANS: Final = ("true", "false")
_MAXIMUM_TITLE: Final = 32
_WIDE: Final = 46
_NARROW: Final = 13
_LARGEST_NUMBER: Final = 10**15

_PROTECTION: Final[dict[str, Any]] = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}
"""What stays allowed on a protected sheet; there is no password, the protection only keeps the header."""

DARK: Final = "#1F3A5F"
PALE: Final = "#DCE6F1"
GREY: Final = "#EDEDED"


def template(package: Package, tables: Sequence[str], rows: Rows) -> bytes:
    """Return a workbook for new rows.

    Args:
        package: The package.
        tables: Names of the tables that get a sheet.
        rows: The rows of every table, for the ids that exist.

    Raises:
        KeyError: If there is no such table.
    """
    import xlsxwriter

    schemas = [package.resource(name).schema for name in tables]
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {
            "title": "Rows to fill in",
            "subject": f"deportation-goal {package.version}",
            "author": "deportation-goal template",
            "created": _created(package),
        }
    )
    explained = Explained(book, package, schemas, rows)
    write_read_me(explained)
    sheets = {schema.name: book.add_worksheet(schema.name) for schema in schemas}
    write_codes(explained)
    write_known_ids(explained)
    lists = _Lists(book, package.version, schemas)
    formats = _Formats(book)
    for schema in schemas:
        _write_sheet(sheets[schema.name], schema, formats, lists, rows)
    book.close()
    return buffer.getvalue()


def _created(package: Package) -> datetime.datetime:
    """Return the time of the descriptor, so that the bytes do not depend on the clock."""
    text = str(package.descriptor.get("created", ""))
    try:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return datetime.datetime(2025, 1, 20)


class _Lists:
    """The hidden sheet: the marks in its first columns, then a list a column."""

    def __init__(self, book: xlsxwriter.Workbook, version: str, schemas: Sequence[TableSchema]) -> None:
        self._sheet = book.add_worksheet(LISTS)
        self._sheet.hide()
        self._sheet.protect()
        self._ranges: dict[tuple[str, ...], str] = {}
        for number, line in enumerate(mark_lines(version, schemas)):
            self._sheet.write_row(number, 0, line)

    def range(self, title: str, values: Sequence[str]) -> str:
        """Return the formula of a list, writing it when it is new."""
        from xlsxwriter.utility import xl_range_abs

        key = tuple(values)
        if key not in self._ranges:
            column = _LISTS_FROM_COLUMN + len(self._ranges)
            self._sheet.write_string(0, column, title)
            self._sheet.write_column(1, column, values)
            self._ranges[key] = f"={LISTS}!{xl_range_abs(1, column, len(values), column)}"
        return self._ranges[key]


class _Formats:
    """The looks of headings and cells."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        heading = {"text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#A6A6A6", "locked": True}
        example = {"text_wrap": True, "valign": "top", "italic": True, "font_color": "#595959", "bg_color": "#F5F5F5"}
        example |= {"bottom": 1, "bottom_color": "#A6A6A6"}
        cell = {"text_wrap": True, "valign": "top", "locked": False}
        self.required = book.add_format({**heading, "bold": True, "font_color": "#FFFFFF", "bg_color": DARK})
        self.optional = book.add_format({**heading, "font_color": "#1F3A5F", "bg_color": PALE})
        self.tool = book.add_format({**heading, "italic": True, "font_color": "#595959", "bg_color": GREY})
        self.example = book.add_format({**example, "num_format": "@", "locked": True})
        self.example_number = book.add_format({**example, "locked": True})
        self.text = book.add_format({**cell, "num_format": "@"})
        self.number = book.add_format(cell)

    def heading(self, schema: TableSchema, field: Field) -> Format:
        """Return the look of a heading, which says who fills the column."""
        if must_fill(schema, field):
            return self.required
        return self.tool if filled_by_tool(schema, field) else self.optional


def _is_number(field: Field) -> bool:
    return field.type in ("number", "integer")


def _width(field: Field) -> int:
    """Return the width of a column in digits: room for its name, its codes, or a few words of its text."""
    least = max(_NARROW, len(field.name) + 2)
    if field.name == WORDS or (field.max_length or 0) > 120:
        return _WIDE
    if field.enum:
        return max(least, min(max(len(code) for code in field.enum) + 3, 30))
    if field.type != "string" or len(field.example) <= 10:
        return least
    return max(least, 28)


def _write_sheet(sheet: Worksheet, schema: TableSchema, formats: _Formats, lists: _Lists, rows: Rows) -> None:
    fields = sheet_fields(schema)
    example = example_row(schema)
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.set_row(0, 32)
    sheet.set_row(1, _example_height(fields, example))
    for column, field in enumerate(fields):
        cell_format = formats.number if _is_number(field) else formats.text
        sheet.set_column(column, column, _width(field), cell_format)
        sheet.write_string(0, column, field.name, formats.heading(schema, field))
        text = note(schema, field)
        sheet.write_comment(0, column, text, {"width": 340, "height": 40 + 17 * _lines(text), "author": ""})
        _write_example(sheet, column, field, example.get(field.name, ""), formats)
        sheet.data_validation(_FIRST_ROW, column, _LAST_ROW, column, _validation(schema, field, lists, rows))
    sheet.protect("", _PROTECTION)
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _example_height(fields: Sequence[Field], example: Mapping[str, str]) -> int:
    """Return the height of the example row, in points, in which its longest cell is seen whole."""
    return 4 + 15 * max(len(textwrap.wrap(example.get(field.name, ""), _width(field))) for field in fields)


def _lines(text: str) -> int:
    """Return how many lines a note takes at its width."""
    return sum(1 + len(line) // 52 for line in text.split("\n"))


def _write_example(sheet: Worksheet, column: int, field: Field, value: str, formats: _Formats) -> None:
    if not value:
        sheet.write_blank(1, column, None, formats.example)
    elif _is_number(field):
        sheet.write_number(1, column, float(value), formats.example_number)
    else:
        sheet.write_string(1, column, value, formats.example)


def _validation(schema: TableSchema, field: Field, lists: _Lists, rows: Rows) -> dict[str, Any]:
    """Return the list or limit of a column, with its input message and what is said on a breach."""
    title, message = alert(field)
    options: dict[str, Any] = {
        "ignore_blank": True,
        "input_title": field.title[:_MAXIMUM_TITLE],
        "input_message": input_message(schema, field),
        "error_title": title[:_MAXIMUM_TITLE],
        "error_message": message,
    }
    target = next((key for key in schema.foreign_keys if key.column == field.name), None)
    ids = sorted(row[target.key] for row in rows.get(target.table, ())) if target else []
    codes = field.enum or (_BOOLEANS if field.type == "boolean" else ())
    if codes:
        return options | {"validate": "list", "source": lists.range(f"{schema.name} {field.name}", codes)}
    if ids and target:
        # A new id may be on its way in another sheet, so the list only informs.
        source = lists.range(f"{target.table} {target.key}", ids)
        return options | {"validate": "list", "source": source, "error_type": "information"}
    if _is_number(field):
        kind = "integer" if field.type == "integer" else "decimal"
        low = field.minimum if field.minimum is not None else -_LARGEST_NUMBER
        return options | {"validate": kind, "criteria": "between", "minimum": low, "maximum": _LARGEST_NUMBER}
    if field.max_length is not None:
        return options | {"validate": "length", "criteria": "<=", "value": field.max_length}
    return options | {"validate": "any"}
