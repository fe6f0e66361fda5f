"""The sheets of the template that explain: the read-me, the codes, the ids that are known."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import TableSchema
from deportation_goal.table_files import Rows
from deportation_goal.template.template_marks import (
    CODES,
    FIRST_CELLS,
    KNOWN_IDS,
    READ_ME,
    must_fill,
    sheet_fields,
)

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_HOW: Final = (
    ("Begin", "Fill in the sheets you need, one row for each thing you found. The other sheets may stay empty."),
    (
        "Headings",
        "A dark heading with white letters marks a required column. A pale heading: fill it in where the text "
        "gives something. A grey heading in italics: leave it empty, the tool fills it in.",
    ),
    (
        "Notes and lists",
        "Point at a heading to read what belongs in its column. Where a cell has an arrow, choose from the list.",
    ),
    ("Example", "Row 2 of each sheet is an example. It is not sent; begin in row 3."),
    (
        "Numbers, dates",
        "Write numbers in digits and dates as 2025, 2025-03 or 2025-03-12. The cells are set to keep them as typed.",
    ),
    (
        "The passage",
        "In the column “words” paste the sentence of the source that says it. The tool finds where it is in "
        "the text and keeps the place, not the sentence. Keep your copy of the text: the tool asks for it.",
    ),
    (
        "Ids",
        "Use the ids from the lists. If a source, a person or an indicator is not there, add a row for it in its own "
        "sheet and use the new id at once. (A template made without table names has all these sheets.)",
    ),
    ("Values only", "No formulas, no merged cells, no hidden sheets, no macros."),
    (
        "Try it",
        "Save as .xlsx. To see what is right and wrong without changing anything, run:\n"
        "deportation-goal add --from FILE.xlsx --text article.txt --dry-run",
    ),
)


class Explained:
    """What the explaining sheets are written from."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        package: Package,
        schemas: Sequence[TableSchema],
        rows: Rows,
    ) -> None:
        self.book, self.package, self.schemas, self.rows = book, package, schemas, rows
        self.title = book.add_format({"bold": True, "font_size": 14, "font_color": "#1F3A5F"})
        self.heading = book.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3A5F", "valign": "vcenter", "text_wrap": True}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self.plain = book.add_format({"font_color": "#595959"})
        self.strong = book.add_format({"bold": True, "valign": "top", "num_format": "@"})

    def sheet(self, name: str, widths: Sequence[int]) -> Worksheet:
        """Add a sheet with its title in A1."""
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, FIRST_CELLS[name], self.title)
        sheet.set_row(0, 24)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet


def write_read_me(explained: Explained) -> None:
    """Write the sheet that says how the others are filled in."""
    sheet = explained.sheet(READ_ME, (18, 96))
    sheet.write_string(1, 0, f"Made for version {explained.package.version} of the dataset.", explained.plain)
    row = 3
    for label, line in _HOW:
        _line(sheet, row, label, line, explained.strong, explained.text)
        row += 1
    row = _heading(explained, sheet, row + 1, ("sheet", "a row is"))
    for schema in explained.schemas:
        required = ", ".join(field.name for field in sheet_fields(schema) if must_fill(schema, field))
        _line(sheet, row, schema.name, f"{schema.description} Required: {required}.", explained.strong, explained.text)
        row += 1
    _line(sheet, row, CODES, "What the codes of the lists mean.", explained.strong, explained.text)
    _line(sheet, row + 1, KNOWN_IDS, "What the ids in the lists mean.", explained.strong, explained.text)
    sheet.fit_to_pages(1, 1)
    sheet.protect()


def _line(sheet: Worksheet, row: int, first: str, second: str, look: Format, text: Format) -> None:
    sheet.write_string(row, 0, first, look)
    sheet.write_string(row, 1, second, text)
    sheet.set_row(row, _height(second, 96))


def _height(text: str, width: int) -> int:
    """Return the height, in points, of a text that wraps in a column of so many digits' width."""
    lines = sum(max(1, len(textwrap.wrap(line, width * 11 // 10))) for line in text.split("\n"))
    return 3 + 14 * lines


def _heading(explained: Explained, sheet: Worksheet, row: int, names: Sequence[str]) -> int:
    for column, name in enumerate(names):
        sheet.write_string(row, column, name, explained.heading)
    return row + 1


def _codes(explained: Explained) -> Iterator[tuple[str, ...]]:
    """Yield the codes with their meaning, each list once, with the columns that use it."""
    lists: dict[tuple[tuple[str, str, str], ...], list[str]] = {}
    for schema in explained.schemas:
        for field in schema.fields:
            if field.categories:
                key = tuple((category.value, category.label, category.description) for category in field.categories)
                lists.setdefault(key, []).append(f"{schema.name}.{field.name}")
    for codes, columns in lists.items():
        names = {column.partition(".")[2] for column in columns}
        where = ", ".join(dict.fromkeys(column.partition(".")[0] for column in columns))
        for code in codes:
            yield (", ".join(sorted(names)), where, *code)


def write_codes(explained: Explained) -> None:
    """Write the sheet that explains the codes."""
    sheet = explained.sheet(CODES, (20, 30, 32, 34, 80))
    start = _heading(explained, sheet, 2, ("column", "sheets", "code", "label", "meaning"))
    for row, line in enumerate(_codes(explained), start=start):
        sheet.set_row(row, _height(line[-1], 80))
        for column, text in enumerate(line):
            sheet.write_string(row, column, text, explained.strong if column == 2 else explained.text)
    _finish(sheet, start, 4)


def write_known_ids(explained: Explained) -> None:
    """Write the sheet that says what the ids in the lists mean."""
    sheet = explained.sheet(KNOWN_IDS, (14, 52, 100))
    start = row = _heading(explained, sheet, 2, ("sheet", "id", "what it is"))
    labels = {resource.name: resource.schema.label for resource in explained.package.resources}
    targets = {key.table: key.key for schema in explained.schemas for key in schema.foreign_keys}
    for table in explained.package.table_names:
        if table not in targets:
            continue
        for known in sorted(explained.rows.get(table, ()), key=lambda known: known[targets[table]]):
            says = ": ".join(filter(None, (known[column] for column in labels[table])))
            sheet.set_row(row, _height(says, 100))
            for column, text in enumerate((table, known[targets[table]], says)):
                sheet.write_string(row, column, text, explained.strong if column == 1 else explained.text)
            row += 1
    _finish(sheet, start, 2)


def _finish(sheet: Worksheet, start: int, last_column: int) -> None:
    sheet.freeze_panes(start, 0)
    sheet.repeat_rows(start - 1)
    sheet.autofilter(start - 1, 0, start - 1, last_column)
    sheet.protect("", {"autofilter": True, "format_columns": True})
