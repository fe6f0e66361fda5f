"""The reader against openpyxl and calamine, cell by cell, on workbooks that three programs write.

Where two readers differ there is a reason, and it is written here.
"""

from __future__ import annotations

import datetime
import io
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table
from python_calamine import CalamineWorkbook

from deportation_goal.intake.submitted_table import DAYS, Stored, SubmittedCell
from deportation_goal.intake.xlsx.workbook_tables import read_workbook
from programs import require_program
from workbooks import saved, zipped

HANGING: Final = 300

FORMATS: Final = (
    "General",
    "0",
    "0.00",
    "#,##0",
    "#,##0.00;[Red](#,##0.00)",
    "0%",
    "0.00%",
    "0.00E+00",
    "# ?/?",
    '"$"#,##0.00',
    '0" days"',
    "yyyy-mm-dd",
    "m/d/yyyy",
    "d-mmm-yy",
    "mmm-yy",
    "mmmm yyyy",
    "yyyy",
    "d-mmm",
    "h:mm",
    "h:mm:ss AM/PM",
    "yyyy-mm-dd h:mm:ss",
    "[h]:mm:ss",
    "mm:ss.0",
    "ss.000",
    "@",
    "[$-409]mmmm d, yyyy;@",
)
NUMBERS: Final = (0.5, 1, 1.25, 45719, 45719.604, 0.7, 1_200_000, 12.7, 61, 2958465)
TEXTS: Final = (
    "plain",
    " spaces ",
    "two\nlines",
    "é “ü” – ñ",
    "<&>",
    "a_x000D_b",
    "00012",
    "TRUE",
    "1e5",
    "日本語",
    "a\tb",
)

Cells = dict[tuple[int, int], Any]


def by_xlsxwriter(*, since_1904: bool = False) -> bytes:
    """Formats, texts, truth values, rich text, merges, a table and conditional formats."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": since_1904})
    sheet = book.add_worksheet("cells")
    for row, code in enumerate(FORMATS):
        shown = book.add_format({"num_format": code})
        for column, number in enumerate(NUMBERS):
            sheet.write_number(row, column, number, shown)
    below = len(FORMATS)
    for column, text in enumerate(TEXTS):
        sheet.write_string(below, column, text)
    sheet.write_boolean(below + 1, 0, True)
    sheet.write_boolean(below + 1, 1, False)
    struck = book.add_format({"font_strikeout": True})
    sheet.write_rich_string(below + 2, 0, "rich ", struck, "text", " here")
    sheet.merge_range(below + 3, 0, below + 3, 2, "merged")
    sheet.write_formula(below + 4, 0, "=1+1", None, 2)
    sheet.write_formula(below + 4, 1, '="a"&"b"', None, "ab")
    sheet.write_formula(below + 4, 2, "=NA()", None, "#N/A")
    rule = {"type": "cell", "criteria": ">", "value": 1, "format": book.add_format({"num_format": '"$"0.00'})}
    sheet.conditional_format(0, 0, below, 5, rule)
    table = book.add_worksheet("table")
    table.add_table(0, 0, 2, 1, {"data": [["a", 1], ["b", 2]], "columns": [{"header": "one"}, {"header": "two"}]})
    book.close()
    return buffer.getvalue()


def by_openpyxl(*, since_1904: bool = False) -> bytes:
    """The same kinds as another program writes them, with errors and formats of conditional formatting."""
    book = openpyxl.Workbook()
    if since_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.title = "cells"
    for row, code in enumerate(FORMATS, start=1):
        for column, number in enumerate(NUMBERS, start=1):
            sheet.cell(row, column, number).number_format = code
    below = len(FORMATS) + 1
    for column, text in enumerate(TEXTS, start=1):
        sheet.cell(below, column, text)
    sheet.cell(below + 1, 1, True)
    sheet.cell(below + 1, 2, False)
    for column, error in enumerate(("#N/A", "#REF!", "#DIV/0!"), start=1):
        cell = sheet.cell(below + 2, column, error)
        cell.data_type = "e"
    sheet.cell(below + 3, 1, CellRichText("rich ", TextBlock(InlineFont(strike=True), "text")))
    sheet.cell(below + 4, 1, "merged")
    sheet.merge_cells(start_row=below + 4, start_column=1, end_row=below + 4, end_column=3)
    sheet.cell(below + 5, 1, datetime.datetime(2025, 3, 1, 14, 30))
    sheet.cell(below + 5, 2, datetime.date(2025, 3, 1))
    sheet.cell(below + 5, 3, datetime.time(14, 30))
    sheet.cell(below + 6, 1, "struck").font = Font(strike=True)
    style = DifferentialStyle(numFmt=NumberFormat(numFmtId=164, formatCode='"$"0.00'))
    rule: Any = CellIsRule(operator="greaterThan", formula=["1"])  # type: ignore[no-untyped-call]
    rule.dxf = style
    sheet.conditional_formatting.add("A1:Z99", rule)
    second = book.create_sheet("table")
    for line in (["one", "two"], ["a", 1], ["b", 2]):
        second.append(line)
    second.add_table(Table(displayName="Made", ref="A1:B3"))
    return saved(book)


def strict(content: bytes) -> bytes:
    """Return a workbook in the namespaces of strict OOXML, as "Strict Open XML Spreadsheet" of Excel."""
    changes = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        for name in source.namelist():
            part = source.read(name)
            for old, new in changes.items():
                part = part.replace(old, new)
            parts[name] = part
    return zipped(parts)


def by_libreoffice(content: bytes, folder: Path) -> bytes:
    """Return a workbook as LibreOffice saves it."""
    program = require_program("soffice", "libreoffice")
    source = folder / "in" / "book.xlsx"
    source.parent.mkdir()
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=HANGING)
    return (folder / "book.xlsx").read_bytes()


def ours(content: bytes, sheet: str) -> dict[tuple[int, int], SubmittedCell]:
    """Return the filled cells of a sheet by row and column as this project reads them."""
    file = read_workbook(content, "book.xlsx")
    assert file.findings == ()
    table = next(table for table in file.tables if table.name == sheet)
    return {
        (record.place.line, column): cell
        for record in (table.header, *table.rows)
        for column, cell in record.cells.items()
    }


def of_openpyxl(content: bytes, sheet: str) -> Cells:
    found = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[sheet]
    return {
        (int(cell.row or 0), int(cell.column or 0)): cell.value
        for line in found.iter_rows()
        for cell in line
        if filled(cell.value)
    }


def of_calamine(content: bytes, sheet: str) -> Cells:
    found = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet)
    rows = found.to_python(skip_empty_area=False)
    return {
        (row, column): value
        for row, line in enumerate(rows, start=1)
        for column, value in enumerate(line, start=1)
        if filled(value)
    }


def filled(value: object) -> bool:
    return value is not None and bool(str(value).strip())


def moment(value: object) -> str:
    """Return a day as this project shows it."""
    if isinstance(value, datetime.datetime):
        rounded = value + datetime.timedelta(microseconds=500_000)
        return str(rounded.replace(microsecond=0))
    return f"{value} 00:00:00" if isinstance(value, datetime.date) else ""


def agree(cell: SubmittedCell, value: Any) -> bool:
    """Whether another reader says the same of a cell."""
    if isinstance(value, bool):
        return cell.text == str(value).upper()
    if isinstance(value, int | float):
        number = Decimal(cell.text.removesuffix("%")) / (100 if cell.stored is Stored.PERCENT else 1)
        return float(number) == pytest.approx(float(value), rel=1e-14)
    if isinstance(value, datetime.datetime | datetime.date):
        return seconds_apart(cell.text, moment(value)) <= 1
    if isinstance(value, datetime.time):
        day = datetime.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        return time_of(cell) == pytest.approx(day.total_seconds() % 86_400, abs=1)
    if isinstance(value, datetime.timedelta):
        return time_of(cell) == pytest.approx(value.total_seconds() % 86_400, abs=1)
    return cell.text == str(value)


def seconds_apart(one: str, other: str) -> float:
    """Return how far two moments lie apart; another day where one is none."""
    try:
        times = [datetime.datetime.fromisoformat(text) for text in (one, other)]
    except ValueError:
        return 86_400.0
    return abs((times[0] - times[1]).total_seconds())


def time_of(cell: SubmittedCell) -> float:
    """Return the second of the day that a cell holds."""
    if " " in cell.text:
        found = datetime.datetime.fromisoformat(cell.text).time()
        return datetime.timedelta(hours=found.hour, minutes=found.minute, seconds=found.second).total_seconds()
    return float(cell.text) % 1 * 86_400


def explained(cell: SubmittedCell, value: Any) -> str:
    """Return why another reader says something else of a cell, empty if there is no reason."""
    if cell.text.replace("\r", "") == str(value).replace("_x000D_", ""):
        return "an escaped carriage return is undone here and left as it is by openpyxl"
    if cell.stored in DAYS and " " not in cell.text:
        return "a day before March 1900, which spreadsheets count wrongly, or after 9999 is left as the number it is"
    return ""


MADE: Final[dict[str, Callable[[], bytes]]] = {
    "xlsxwriter": by_xlsxwriter,
    "xlsxwriter 1904": lambda: by_xlsxwriter(since_1904=True),
    "openpyxl": by_openpyxl,
    "openpyxl 1904": lambda: by_openpyxl(since_1904=True),
    "strict": lambda: strict(by_openpyxl()),
}


def differences(content: bytes, theirs: Cells, sheet: str) -> Iterator[str]:
    """Yield each cell of which another reader says something else, without a reason."""
    mine = ours(content, sheet)
    for where in sorted(mine.keys() | theirs.keys()):
        cell, value = mine.get(where), theirs.get(where)
        if cell is not None and cell.stored is Stored.ERROR and value is None:
            continue  # calamine gives an empty cell for an error
        if cell is None or value is None:
            yield f"{where}: {cell} and {value!r}"
        elif not agree(cell, value) and not explained(cell, value):
            yield f"{where}: {cell.text!r} ({cell.stored.value}) and {value!r}"


@pytest.mark.slow
@pytest.mark.parametrize("through_libreoffice", [False, True])
@pytest.mark.parametrize("made", MADE)
def test_two_other_readers_see_the_same_cells(made: str, tmp_path: Path, *, through_libreoffice: bool) -> None:
    content = MADE[made]()
    if through_libreoffice:
        content = by_libreoffice(content, tmp_path)
    for sheet in ("cells", "table"):
        assert len(ours(content, sheet)) >= 6
        assert list(differences(content, of_calamine(content, sheet), sheet)) == []
        if made != "strict" or through_libreoffice:
            # openpyxl reads a strict sheet as an empty one.
            assert list(differences(content, of_openpyxl(content, sheet), sheet)) == []
