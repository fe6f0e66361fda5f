"""Workbooks for tests: by openpyxl where it can write what is wanted, part by part where no program would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final

import openpyxl

from deportation_goal.intake.rows import judge
from deportation_goal.intake.submitted_rows import Submission
from deportation_goal.intake.xlsx.workbook_tables import read_workbook
from deportation_goal.package.descriptor import Package
from support import schemas_of

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def book_of(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> openpyxl.Workbook:
    """Return a workbook with these rows by name of the sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return book


def parts_of(sheet: str, name: str = "figures") -> dict[str, str]:
    """Return the parts of the smallest workbook with one sheet, whose XML is given."""
    return {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="s" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{name}" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": sheet,
    }


def sheet_xml(rows: str, after: str = "") -> str:
    """Return the XML of a sheet with these rows, and elements after them."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def inline(row: int, cells: Mapping[str, str]) -> str:
    """Return a row of text cells, by column letter."""
    inside = "".join(f'<c r="{letter}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for letter, text in cells.items())
    return f'<row r="{row}">{inside}</row>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            # A fixed date: the same bytes each time, whatever the clock says.
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}


def repacked(content: bytes, extra: Mapping[str, str | bytes]) -> bytes:
    """Return a workbook with some parts replaced or added."""
    return zipped({**unpacked(content), **extra})


def read(content: bytes, package: Package, table: str | None = None, name: str = "rows.xlsx") -> Submission:
    """Read a workbook from its bytes."""
    return judge(read_workbook(content, name), schemas_of(package), table)
