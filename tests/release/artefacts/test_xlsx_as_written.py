"""A sheet that is as written needs no reading: so nothing that a reader would see differently may pass for one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.release.artefacts import xlsx_workbook as xlsx
from deportation_goal.release.artefacts.typed_cells import csv_rows
from made_packages import TABLE, made_package
from workbooks import repacked, unpacked

SHEET, BOOK, STYLES = "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
TEXTS = ("a & <b>", " a ", "_x0041_", "\u00a0a", "tab\there", "=1+1", "ünï", "x" * 40_000, '" s="2')
ROWS = [
    {"thing_id": "thing-0", "text": "a", "code": "one", "number": "1.5", "boolean": "true", "date": "2025-01-20"},
    {"thing_id": "thing-1", "number": "-0.50", "date": "1850-05-01"},
    *({"thing_id": f"thing-{number}", "text": text} for number, text in enumerate(TEXTS, start=2)),
]


def _as_written(package: Package, tables: Sequence[str] = (TABLE,)) -> list[str]:
    rows = {name: list(map(tuple, csv_rows(package, package.resource(name)))) for name in tables}
    return xlsx.as_written(package, rows)


@pytest.fixture
def things(tmp_path: Path) -> Package:
    """A made-up package with its workbook."""
    package = made_package(tmp_path, ROWS)
    xlsx.write(package)
    return package


def _change(package: Package, part: str, old: str, new: str) -> None:
    path = package.file(xlsx.FORMAT.files)
    content = unpacked(path.read_bytes())[part]
    assert old.encode() in content, content
    path.write_bytes(repacked(path.read_bytes(), {part: content.replace(old.encode(), new.encode(), 1)}))


def test_what_was_just_written_is_as_written(things: Package) -> None:
    assert _as_written(things) == [TABLE]


def test_every_table_with_lines_of_one_height_is_as_written(example_copy: Path) -> None:
    package = load_package(example_copy)
    for member in package.descriptor["resources"]:
        member["rowCount"] = 0
    xlsx.write(package)
    assert _as_written(package, package.table_names) == list(package.table_names)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, "<t>=1+1<", "<t>=1+2<"),
        (SHEET, 'encoding="UTF-8"', 'encoding="ISO-8859-1"'),
        (SHEET, "<v>45677<", "<v>45678<"),
        (SHEET, '<row r="2">', '<row r="2" hidden="1">'),
        (SHEET, "<t>thing_id<", "<t>other_id<"),
        (SHEET, "<v>45677<", "<f>1</f><v>45677<"),
        (SHEET, "</sheetData>", '<row r="12"/></sheetData>'),
        (SHEET, "</sheetData>", '</sheetData><sheetData><row r="2"/></sheetData>'),
        (SHEET, "</sheetData>", "</sheetData><conditionalFormatting><formula>1</formula></conditionalFormatting>"),
        (SHEET, "</sheetData>", "</sheetData><!-- -->"),
        (SHEET, "<sheetData>", "<sheetData/><sheetData>"),
        (SHEET, "<sheetData>", "<!-- --><sheetData>"),
        (SHEET, "<sheetData>", "<formula>1</formula><sheetData>"),
        (BOOK, f'name="{TABLE}"', 'name="others"'),
        (BOOK, f'<sheet name="{TABLE}"', f'<sheet name="{TABLE}" state="hidden"'),
        (BOOK, "<sheets>", f"<sheets><sheet name='{TABLE}' sheetId='9' r:id='rId1'/>"),
        (BOOK, "<sheets>", "<!-- --><sheets>"),
        (RELATIONS, "worksheets/sheet2.xml", "worksheets/sheet1.xml"),
        (RELATIONS, '<Relationship Id="rId1"', '<Relationship Id="rId2"'),
        (STYLES, 'formatCode="yyyy-mm-dd"', 'formatCode="0"'),
        (STYLES, '<numFmt numFmtId="164"', '<numFmt numFmtId="14"'),
        (STYLES, "<numFmts", "<!-- --><numFmts"),
        (STYLES, "<cellXfs", "<cellXfs/><cellXfs"),
    ],
)
def test_what_may_be_read_otherwise_is_not_as_written(part: str, old: str, new: str, things: Package) -> None:
    _change(things, part, old, new)
    assert _as_written(things) == []


def test_a_damaged_or_missing_workbook_is_not_as_written(things: Package) -> None:
    path = things.file(xlsx.FORMAT.files)
    path.write_bytes(path.read_bytes()[:-40])
    assert _as_written(things) == []
    path.unlink()
    assert _as_written(things) == []
