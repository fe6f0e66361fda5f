"""Writes the rows of a table into a sheet as text, three times as fast as cell by cell and with the same bytes.

XlsxWriter keeps the rows of a sheet in a file of their own until the workbook is closed. It makes an object of each cell,
checks it and writes it in pieces. Here a row goes into that file in one piece: its cells are known to be right, since they
passed the check. The file and the number of the last row are private members of XlsxWriter; a test holds the bytes to those
of its public methods.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from deportation_goal.package.schema import Field
from deportation_goal.release.artefacts.typed_cells import BOOLEANS
from deportation_goal.release.artefacts.xlsx_links import INTERNAL, Links
from deportation_goal.release.artefacts.xlsx_pages import DAY, TEXT, number_code

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from deportation_goal.release.artefacts.xlsx_pages import Looks

Shown = Callable[[str, bool], int]
"""Returns the number that the workbook gives the format of a cell, by number format, and whether the cell is linked."""

FIRST_DAY: Final = datetime.date(1900, 3, 1)
"""Excel counts days from 1900 and takes that year for a leap year; earlier dates stay text."""

_DAY_ZERO: Final = datetime.date(1899, 12, 30)
_AT_ONCE: Final = 2_000
"""Rows that are written together."""
_CONTROL: Final = re.compile(r"_x[0-9a-fA-F]{4}_|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What a workbook holds as `_xHHHH_`: a control character, and the underscore of a text of that form."""
_KEPT: Final = 4_096
"""Distinct cells of a column that are kept as written."""


def write_rows(
    sheet: Worksheet,
    looks: Looks,
    fields: Sequence[Field],
    rows: Iterable[Sequence[str]],
    keeps: Callable[[Field, str], str],
    links: Links,
    height: Callable[[Sequence[str]], float] | None = None,
) -> int:
    """Write rows below the heading of a sheet, and return how many there are.

    Args:
        sheet: The sheet, of a workbook that is written row by row (`constant_memory`), with its heading.
        looks: The formats of cells.
        fields: The columns.
        rows: The cells of each row, as the CSV has them; empty ones are left out.
        keeps: What the workbook keeps of a text.
        links: Where cells lead.
        height: Gives the height of a row, in points; if not given, every row has one line.
    """
    # What was written before, the heading, goes into the file first.
    sheet._write_single_row(1)

    def shown(code: str, linked: bool) -> int:
        # A format gets its number when a first cell has it, as when cells are written one by one.
        return int(looks.of(code, linked)._get_xf_index())

    # Many cells of a column are those of a row shortly before.
    columns = [
        (f'<c r="{column_letters(column)}', lru_cache(_KEPT)(cell_text(shown, field, keeps, links, column)))
        for column, field in enumerate(fields)
    ]
    hyperlinks = _Hyperlinks(sheet, links)
    number, waiting = 1, []
    for number, row in enumerate(rows, start=2):
        place = str(number)
        cells = [start + place + made(cell) for (start, made), cell in zip(columns, row, strict=True) if cell]
        high = f' ht="{height(row):.16G}" customHeight="1"' if height else ""
        waiting.append(f'<row r="{place}"{high}>{"".join(cells)}</row>')
        hyperlinks.add(row, place)
        if len(waiting) == _AT_ONCE:
            sheet.row_data_fh.write("".join(waiting))
            waiting.clear()
    sheet.row_data_fh.write("".join(waiting))
    hyperlinks.write()
    sheet.previous_row = number
    sheet.dim_rowmax = max(sheet.dim_rowmax, number - 1)
    return number - 1


class _Hyperlinks:
    """The links of a sheet, which stand below its rows."""

    def __init__(self, sheet: Worksheet, links: Links) -> None:
        self._sheet, self._links = sheet, links
        self._columns = [
            (column, f'<hyperlink ref="{column_letters(column)}', lru_cache(_KEPT)(partial(self._link, column)))
            for column in links.columns
        ]
        self._found: list[str] = []

    def add(self, row: Sequence[str], place: str) -> None:
        """Take the links of a row, given its number in the sheet."""
        for column, start, link in self._columns:
            address, rest = link(row[column])
            if address:
                self._sheet.rel_count += 1
                self._sheet.external_hyper_links.append(["/hyperlink", address, "External"])
                rest = f' r:id="rId{self._sheet.rel_count}"{rest}'
            if rest:
                self._found.append(f'{start}{place}"{rest}/>')

    def write(self) -> None:
        """Have the sheet write them when it is closed."""
        if self._found:
            text = f"<hyperlinks>{''.join(self._found)}</hyperlinks>"
            self._sheet._write_hyperlinks = lambda: self._sheet.fh.write(text)

    def _link(self, column: int, cell: str) -> tuple[str, str]:
        """Return the address outside the workbook, and what stands after the place."""
        from xlsxwriter.url import Url

        target = self._links.target(column, cell) if cell else ""
        if not target:
            return "", ""
        escaped = self._sheet._escape_attributes
        if target.startswith(INTERNAL):
            return "", f' location="{escaped(target.removeprefix(INTERNAL))}" display="{escaped(cell)}"'
        url = Url(target)
        return url._target(), f' location="{escaped(url._anchor)}"' if url._anchor else ""


def cell_text(
    shown: Shown, field: Field, keeps: Callable[[Field, str], str], links: Links, column: int
) -> Callable[[str], str]:
    """Return what makes the cells of a column: given a cell of the CSV, what follows its place in a sheet (`r="B2`).

    Args:
        shown: Gives the number of the format of a cell.
        field: The column.
        keeps: What the workbook keeps of a text.
        links: Where cells lead.
        column: The number of the column, from 0.
    """
    leads = column in links.columns

    def text(cell: str) -> str:
        return f'" s="{shown(TEXT, leads and bool(links.target(column, cell)))}"{inline(keeps(field, cell))}'

    def number(cell: str) -> str:
        return f'" s="{shown(number_code(cell), False)}"><v>{float(cell):.16G}</v></c>'

    def date(cell: str) -> str:
        day = datetime.date.fromisoformat(cell)
        if day < FIRST_DAY:
            return f'"{inline(cell)}'
        return f'" s="{shown(DAY, False)}"><v>{(day - _DAY_ZERO).days}</v></c>'

    def integer(cell: str) -> str:
        return f'"><v>{int(cell):.16G}</v></c>'

    def boolean(cell: str) -> str:
        return f'" t="b"><v>{int(BOOLEANS[cell])}</v></c>'

    return {"number": number, "date": date, "integer": integer, "boolean": boolean}.get(field.type, text)


def column_letters(column: int) -> str:
    """Return the name of a column in a sheet, given its number from 0."""
    return (column_letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def inline(words: str) -> str:
    """Return a text as it is in a sheet, after the place and the format of its cell."""
    if "_x" in words or not words.isprintable():
        words = _CONTROL.sub(lambda found: f"_x{ord(found[0][0]):04X}_{found[0][1:]}", words)
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    space = ' xml:space="preserve"' if words[0].isspace() or words[-1].isspace() else ""
    return f' t="inlineStr"><is><t{space}>{words}</t></is></c>'
