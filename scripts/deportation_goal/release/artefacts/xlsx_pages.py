"""The sheets of the workbook around the tables: what this is and how to read it, the dictionary, the codes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from deportation_goal.derived.questions import QUESTIONS, Question
from deportation_goal.package.descriptor import Package, Resource
from deportation_goal.package.facts import DatasetFacts, citation_sentence, dataset_facts
from deportation_goal.release.artefacts.sqlite_schema import code_rows, dictionary_rows
from deportation_goal.release.artefacts.typed_cells import csv_rows
from deportation_goal.release.release_readme import HOW_TO_READ, licence_sentence
from deportation_goal.statements.quoting_notes import quoting_notes, texts_of
from deportation_goal.table_files import Row
from deportation_goal.wording import counted

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

TEXT, DAY = "@", "yyyy-mm-dd"
"""Number formats: text as it is, and days as in the CSV."""
VERSION: Final = "Version"
READ_ME, DICTIONARY, CODES = "Read me", "Dictionary", "Codes"
BEFORE_YOU_QUOTE: Final = "Before you quote"
_DERIVED_TAB: Final = "#9DB4CE"
_TECHNICAL_TAB: Final = "#BFBFBF"
_BASE_TAB: Final = "#E0C48C"
_DARK: Final = "#1F3A5F"
_A4: Final = 9
_WIDEST_PAGE: Final = 260
"""Width, in digits, that a landscape page shows at a size that can be read."""
_PRINTED: Final = 60
"""Scale at which wider sheets are printed, in percent of the size on the screen."""
_WIDE: Final = 100
"""Width of the column of the first sheet that holds sentences, in digits."""
_SECTION: Final = 26
"""Height of the row of a heading, in points."""


class Looks:
    """The formats of cells.

    Args:
        book: The workbook.
        wraps: Whether long texts of a table are broken into lines, as in a sheet that people read on one screen.
    """

    def __init__(self, book: xlsxwriter.Workbook, *, wraps: bool = False) -> None:
        self._book = book
        self.wraps = wraps
        self._placed = {"text_wrap": True, "valign": "top"} if wraps else {}
        self.heading = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": _DARK, "valign": "vcenter"})
        # Without the indent a text touches the number in the column before it.
        self.text = book.add_format(
            {"num_format": TEXT, **self._placed, **({"align": "left", "indent": 1} if wraps else {})}
        )
        self.date = book.add_format({"num_format": DAY, **self._placed})
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": _DARK})
        self.section = book.add_format({"bold": True, "font_size": 13, "font_color": _DARK, "valign": "bottom"})
        self.label = book.add_format({"bold": True, "valign": "top", "font_color": _DARK})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": TEXT})
        self.link = book.add_format({"font_color": "#0B5394", "underline": 1, "valign": "top"})
        in_place = {"valign": "top"} if wraps else {}
        self.cell_link = book.add_format({"font_color": "#0B5394", "underline": 1, "num_format": TEXT, **in_place})
        self._shown = {(TEXT, False): self.text, (TEXT, True): self.cell_link, (DAY, False): self.date}

    def of(self, code: str, linked: bool) -> Format:
        """Return the format of a cell of a table, by its number format, and whether it leads somewhere."""
        if (code, linked) not in self._shown:
            self._shown[code, linked] = self._book.add_format({"num_format": code, **self._placed})
        return self._shown[code, linked]


def number_code(cell: str) -> str:
    """Return the number format that shows a number with as many decimals as the CSV has, thousands grouped."""
    _, point, decimals = cell.partition(".")
    return "#,##0" + point + "0" * len(decimals)


def set_up_printing(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Let a sheet print in landscape, its heading on each page: fitted to the width if readable, otherwise with its key."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.repeat_rows(0)
    if sum(widths) <= _WIDEST_PAGE:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.repeat_columns(0)
        sheet.set_print_scale(_PRINTED)


def write_read_me(book: xlsxwriter.Workbook, looks: Looks, package: Package) -> None:
    """Write the first sheet: what this is, its version, what to know before quoting, how to read it, licence, what is where."""
    sheet = book.add_worksheet(READ_ME)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, _WIDE, looks.wrapped)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    sheet.set_tab_color(_DARK)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, package.descriptor["title"], looks.title)
    sheets = {*(resource.name for resource in package.resources), DICTIONARY, CODES}
    answers = _first_answers(package)
    for row, (label, text) in enumerate(_read_me_lines(package), start=2):
        sheet.set_row(row, height(text) if text else _SECTION)
        if label in sheets:
            sheet.write_url(row, 0, f"internal:'{label}'!A{answers.get(text, 1)}", looks.link, label)
        else:
            sheet.write_string(row, 0, label, looks.label if text else looks.section)
        if text:
            sheet.write_string(row, 1, text, looks.wrapped)


def _read_me_lines(package: Package) -> Iterator[tuple[str, str]]:
    """Yield label and text of each line of the first sheet; a heading has no text.

    The sheets to open first come before the words about them, since a reader in a hurry sees one screen.
    """
    facts = dataset_facts(package.descriptor)
    yield "What this is", facts.description
    yield VERSION, f"{facts.version}, {facts.date}"
    in_order = in_order_of_sheets(package)
    if first := [resource for resource in in_order if resource.schema.is_headline]:
        yield "Open first", ""
        yield from _sheets(package, first)
    if asked := [question for question in QUESTIONS if question.sheet in {resource.name for resource in in_order}]:
        yield "Questions", ""
        for question in asked:
            yield question.sheet, _asked(question)
    yield from _notes(package, facts)
    yield "Other sheets" if first else "Sheets", ""
    yield from _sheets(package, [resource for resource in in_order if not resource.schema.is_headline])
    yield DICTIONARY, "Every column of every table, with its type and what it means."
    yield CODES, "Every code of every column that has a list of codes, with what it means."


def _asked(question: Question) -> str:
    """Return a question and which rows of its sheet answer it, as somebody sets the filters there."""
    parts = [
        f"{column} is {'' if kept else 'not '}{' or '.join(cells) or 'empty'}"
        for column, cells, kept in question.filters
    ]
    return f"{question.asked} Rows in which {' and '.join(parts)}." if parts else question.asked


def _first_answers(package: Package) -> Mapping[str, int]:
    """Return the row of a sheet in which the answer to a question begins, by the words of `_asked`."""
    found = {}
    for resource in package.resources:
        asked = [question for question in QUESTIONS if question.sheet == resource.name and resource.is_derived]
        # Of a large table all cells would fill the memory.
        rows = _rows(package, resource, set().union(*(question.asked_of for question in asked))) if asked else []
        for question in asked:
            for answer in question.answer(rows)[:1]:
                found[_asked(question)] = rows.index(answer) + 2
    return found


def _sheets(package: Package, resources: Sequence[Resource]) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and what is in it."""
    members = {member["name"]: member for member in package.descriptor["resources"]}
    for resource in resources:
        member = members[resource.name]
        technical = "Technical: for programs and audits. " if resource.schema.is_technical else ""
        yield member["name"], f"{technical}{counted(member['rowCount'], 'row')}. {member['description']}"


def in_order_of_sheets(package: Package) -> list[Resource]:
    """Return the tables in the order of their sheets: what people look for first, the technical tables last."""
    return sorted(
        package.resources,
        key=lambda resource: (
            not resource.schema.is_headline,
            resource.schema.is_technical,
            not resource.is_derived,
        ),
    )


def tab_colour(resource: Resource) -> str:
    """Return the colour of the tab of a sheet: dark for what people open first, grey for technical tables."""
    if resource.schema.is_headline:
        return _DARK
    if resource.schema.is_technical:
        return _TECHNICAL_TAB
    return _DERIVED_TAB if resource.is_derived else _BASE_TAB


def height(text: str, width: int = _WIDE) -> float:
    """Return the height of a row, in points, in which a text is seen whole in a column of a width in digits."""
    return 15.0 * (1 + len(text) // (width * 1.12)) + 2


def _notes(package: Package, facts: DatasetFacts) -> Iterator[tuple[str, str]]:
    """Yield label and text of what to know of the release; a heading has no text."""
    if notes := quoting_notes(texts_of(_sources(package)), facts):
        yield BEFORE_YOU_QUOTE, ""
        yield from notes
    yield "How to read the tables", ""
    yield from HOW_TO_READ
    yield "How to use and cite them", ""
    yield "Licence", licence_sentence(facts)
    yield "Cite as", citation_sentence(facts)


def _sources(package: Package) -> list[Row]:
    """Return the rows of the table of sources; none where a package has no such table."""
    return [
        row
        for resource in package.resources
        if resource.name == "sources"
        for row in _rows(package, resource, resource.schema.columns)
    ]


def _rows(package: Package, resource: Resource, columns: Collection[str]) -> list[Row]:
    places = {column: resource.schema.columns.index(column) for column in columns}
    return [{column: row[place] for column, place in places.items()} for row in csv_rows(package, resource)]


def pages(package: Package) -> dict[str, list[tuple[str, ...]]]:
    """Return the words of every sheet around the tables, row by row, by the name of the sheet."""
    read_me: list[tuple[str, ...]] = [(package.descriptor["title"],), (), *_read_me_lines(package)]
    return {READ_ME: read_me, DICTIONARY: _dictionary_lines(package), CODES: _code_lines(package)}


def _write_list(sheet: Worksheet, looks: Looks, widths: Sequence[int], lines: Sequence[Sequence[Any]]) -> None:
    """Write a sheet that is a plain list with a heading."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width, looks.wrapped)
    sheet.freeze_panes(1, 0)
    set_up_printing(sheet, widths)
    for number, line in enumerate(lines):
        if number:
            sheet.set_row(number, max(height(text, width) for text, width in zip(line, widths, strict=True)))
        for column, value in enumerate(line):
            sheet.write_string(number, column, value, looks.wrapped if number else looks.heading)
    sheet.autofilter(0, 0, len(lines) - 1, len(widths) - 1)


def write_dictionary(book: xlsxwriter.Workbook, looks: Looks, package: Package) -> None:
    """Write the sheet with every column of every table."""
    _write_list(book.add_worksheet(DICTIONARY), looks, (18, 24, 24, 10, 9, 80, 40), _dictionary_lines(package))


def _dictionary_lines(package: Package) -> list[tuple[str, ...]]:
    heading = ("table", "column", "title", "type", "needed", "meaning", "example")
    rows = dictionary_rows([resource.schema for resource in package.resources])
    return [heading, *((*row[:4], "yes" if row[4] else "", *row[5:]) for row in rows)]


def write_codes(book: xlsxwriter.Workbook, looks: Looks, package: Package) -> None:
    """Write the sheet with every code of every code list."""
    _write_list(book.add_worksheet(CODES), looks, (18, 20, 32, 32, 90), _code_lines(package))


def _code_lines(package: Package) -> list[tuple[str, ...]]:
    heading = ("table", "column", "code", "label", "meaning")
    return [heading, *code_rows([resource.schema for resource in package.resources])]
