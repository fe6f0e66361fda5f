"""Workbooks that are refused, or whose cells are: each with a clear finding, quickly, and without rows."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from dataclasses import replace
from typing import Literal

import pytest

from deportation_goal.findings import Level
from deportation_goal.intake.xlsx import workbook_safety, workbook_sheets
from deportation_goal.package.descriptor import Package
from deportation_goal.rules.submission import UNREADABLE, UNSAFE_WORKBOOK
from effort import EVERYTHING
from workbooks import MAIN, book_of, inline, parts_of, read, repacked, saved, sheet_xml, zipped

ROWS = inline(1, {"A": "agent_id", "B": "name"}) + inline(2, {"A": "jane", "B": "Jane"})
GOOD = {"agents": [("agent_id", "name"), ("jane", "Jane")]}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEGABYTE = 1024 * 1024


def refusal(content: bytes, package: Package, name: str = "rows.xlsx") -> tuple[str, str]:
    """Return rule and message of the only finding."""
    submission = read(content, package, name=name)
    (finding,) = submission.findings
    assert not submission.rows
    assert (finding.path, finding.level) == (name, Level.ERROR)
    return finding.rule, finding.message


def test_the_plain_workbook_of_these_tests_is_read(package: Package) -> None:
    assert len(read(zipped(parts_of(sheet_xml(ROWS), "agents")), package).rows) == 1
    assert len(read(saved(book_of(GOOD)), package).rows) == 1


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "empty"),
        (b"agent_id,name\n", "not a workbook"),
        (b"<html><table>", "web page"),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), ".xls"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (zipped({"a.txt": "a"}), "zip file"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}), ".ods"),
        (repacked(saved(book_of(GOOD)), {"xl/workbook.bin": b"x"}), ".xlsb"),
        (zipped({"_rels/.rels": "<a/>", "word/document.xml": "<a/>"}), "not a workbook"),
        (zipped(parts_of("<worksheet", "agents")), "not well-formed XML"),
        (zipped(parts_of(sheet_xml(ROWS.replace("A2", "B2")), "agents")), "at B2, a cell occurs twice"),
        (zipped(parts_of(sheet_xml(ROWS.replace("A2", "A9")), "agents")), 'the cell "A9" is outside its row'),
        (zipped(parts_of(sheet_xml(ROWS.replace("A2", "XFE2")), "agents")), "at XFE2, a cell is outside"),
        (zipped(parts_of(sheet_xml('<row r="1048577"/>'), "agents")), "at row 1048577"),
        (
            zipped(parts_of(sheet_xml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "agents")),
            "at A1, a cell refers to the text 7",
        ),
        (zipped({k: v for k, v in parts_of("", "agents").items() if "sheet1" not in k}), "missing"),
    ],
)
def test_what_is_not_a_whole_workbook(package: Package, content: bytes, named: str) -> None:
    rule, message = refusal(content, package)
    assert rule == UNREADABLE.id
    assert named in message


def test_a_truncated_workbook(package: Package) -> None:
    whole = saved(book_of(GOOD))
    assert refusal(whole[: len(whole) // 2], package)[0] == UNREADABLE.id


def test_a_zip_with_a_password(package: Package) -> None:
    content = bytearray(saved(book_of(GOOD)))
    position = content.find(b"PK\x01\x02")
    while position >= 0:
        content[position + 8] |= 1
        position = content.find(b"PK\x01\x02", position + 1)
    rule, message = refusal(bytes(content), package)
    assert rule == UNREADABLE.id
    assert "password" in message


def test_macros(package: Package) -> None:
    book = saved(book_of(GOOD))
    for content, name in ((repacked(book, {"xl/vbaProject.bin": b"x"}), "rows.xlsx"), (book, "rows.XLSM")):
        rule, message = refusal(content, package, name)
        assert rule == UNSAFE_WORKBOOK.id
        assert "macros" in message


def test_a_sheet_of_old_macros(package: Package) -> None:
    parts = parts_of(sheet_xml(ROWS), "agents")
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("/worksheet", "/xlMacrosheet")
    assert "macro sheet" in refusal(zipped(parts), package)[1]


@pytest.mark.slow
def test_a_zip_bomb_by_its_directory(package: Package) -> None:
    bomb = repacked(saved(book_of(GOOD)), {"xl/worksheets/sheet1.xml": bytes(40 * MEGABYTE)})
    assert len(bomb) < MEGABYTE
    rule, message = refusal(bomb, package)
    assert rule == UNSAFE_WORKBOOK.id
    assert "times its size" in message


def test_a_workbook_that_unpacks_to_too_much(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_safety, "LIMITS", replace(workbook_safety.LIMITS, unpacked=2_000))
    rule, message = refusal(saved(book_of(GOOD)), package)
    assert rule == UNSAFE_WORKBOOK.id
    assert "unpacks to more" in message


def test_a_part_that_is_longer_than_its_directory_says(package: Package) -> None:
    content = bytearray(zipped(parts_of(sheet_xml(ROWS + " " * 5 * MEGABYTE), "agents")))
    entry = content.rfind(b"PK\x01\x02")
    assert content[entry + 46 :].startswith(b"xl/worksheets/sheet1.xml")
    content[entry + 24 : entry + 28] = struct.pack("<I", 100)
    tracemalloc.start()
    rule, _ = refusal(bytes(content), package)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rule == UNREADABLE.id
    assert peak < 2 * MEGABYTE


def test_parts_that_are_read_count_as_they_are_unpacked(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipped(parts_of(sheet_xml(ROWS), "agents"))
    archive = workbook_safety.open_archive(content, "rows.xlsx")
    monkeypatch.setattr(archive, "_left", 50)
    with pytest.raises(workbook_safety.WorkbookRefusedError, match="unpacks to more"):
        list(archive.chunks("xl/worksheets/sheet1.xml"))


def test_too_many_parts(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_safety, "MAXIMUM_PARTS", 3)
    assert "parts inside" in refusal(saved(book_of(GOOD)), package)[1]


def test_too_large_a_file(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_safety, "MAXIMUM_FILE", 100)
    assert "in parts" in refusal(saved(book_of(GOOD)), package)[1]


def test_too_many_cells(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_sheets, "MAXIMUM_CELLS", 3)
    assert "filled cells" in refusal(saved(book_of(GOOD)), package)[1]


def test_a_part_that_stands_twice(package: Package) -> None:
    buffer = io.BytesIO(saved(book_of(GOOD)))
    with zipfile.ZipFile(buffer, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("xl/workbook.xml", "<a/>")
    assert "twice" in refusal(buffer.getvalue(), package)[1]


def test_an_unusual_compression(package: Package) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as target:
        target.writestr("_rels/.rels", "<a/>")
    assert "unusual way" in refusal(buffer.getvalue(), package)[1]


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]>',
)


@pytest.mark.parametrize("declaration", ENTITIES)
@pytest.mark.parametrize("part", ["_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_entities_are_refused_in_every_part(package: Package, declaration: str, part: str) -> None:
    parts = parts_of(sheet_xml(ROWS), "agents")
    parts[part] = declaration + parts[part]
    rule, message = refusal(zipped(parts), package)
    assert rule == UNSAFE_WORKBOOK.id
    assert part in message


@pytest.mark.slow
def test_a_tag_without_an_end(package: Package) -> None:
    endless = sheet_xml("<row x='" + "".join(map(str, range(600_000))))
    assert "tag without an end" in refusal(zipped(parts_of(endless, "agents")), package)[1]


def test_formulas_are_told_by_column_with_their_cells(package: Package) -> None:
    rows = [("agent_id", "name", "role"), *(("jane", f'="x{number}"', "=1+1") for number in range(3))]
    submission = read(saved(book_of({"agents": rows})), package)
    assert [(finding.rule, finding.cell) for finding in submission.findings] == [
        (UNSAFE_WORKBOOK.id, "agents!B2"),
        (UNSAFE_WORKBOOK.id, "agents!C2"),
    ]
    assert "2 more in this column, to row 4" in submission.findings[0].message


def test_an_array_formula_and_one_that_is_shared(package: Package) -> None:
    shared = '<row r="3"><c r="A3"><f t="shared" si="0"/><v>1</v></c><c r="B3"><f t="array" ref="B3">A1</f></c></row>'
    submission = read(zipped(parts_of(sheet_xml(ROWS + shared), "agents")), package)
    assert [finding.cell for finding in submission.findings] == ["agents!A3", "agents!B3"]
    # The stored value is read, so that a formula does not also count as a missing value.
    assert dict(submission.rows[-1].values) == {"agent_id": "1"}
    assert submission.rows[-1].place_of("name").cell == "agents!B3"


def test_text_that_looks_like_a_formula_is_text(package: Package) -> None:
    rows = inline(1, {"A": "name"}) + inline(2, {"A": "=1+1"})
    (row,) = read(zipped(parts_of(sheet_xml(rows), "agents")), package).rows
    assert row.values["name"] == "=1+1"


def test_merged_cells(package: Package) -> None:
    book = book_of(GOOD)
    book["agents"].merge_cells("A2:B3")
    (finding,) = read(saved(book), package).findings
    assert (finding.rule, finding.cell) == (UNSAFE_WORKBOOK.id, "agents!A2:B3")


def test_a_merged_range_that_is_none(package: Package) -> None:
    merged = '<mergeCells><mergeCell ref="nonsense"/></mergeCells>'
    assert refusal(zipped(parts_of(sheet_xml(ROWS, merged), "agents")), package)[0] == UNREADABLE.id


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
@pytest.mark.parametrize("name", ["agents", "remarks", "lists"])
def test_hidden_sheets(package: Package, state: Literal["hidden", "veryHidden"], name: str) -> None:
    book = book_of({"sources": [("title",), ("T",)], name: [("name",), ("Jane",)]})
    book[name].sheet_state = state
    (finding,) = read(saved(book), package).findings
    assert (finding.rule, finding.cell) == (UNSAFE_WORKBOOK.id, f"{name}!A1")


def test_hidden_rows_and_columns_are_told(package: Package) -> None:
    book = book_of({"agents": [("agent_id", "name"), ("jane", "Jane"), ("john", "John")]})
    book["agents"].row_dimensions[3].hidden = True
    book["agents"].column_dimensions["B"].hidden = True
    submission = read(saved(book), package)
    assert [(finding.level, finding.cell) for finding in submission.findings] == [
        (Level.WARNING, "agents!A3"),
        (Level.WARNING, "agents!B1"),
    ]
    assert len(submission.rows) == 2


@pytest.mark.slow
def test_the_findings_on_a_workbook_end_somewhere(package: Package) -> None:
    rows = [("agent_id", "name"), *(("jane", "#N/A") for _ in range(3_000))]
    assert len(read(saved(book_of({"agents": rows})), package).findings) == 1_000


@pytest.mark.slow
def test_many_empty_rows_in_little_memory(package: Package) -> None:
    empty = "".join(f'<row r="{number}"/>' for number in range(3, 1_048_577 if EVERYTHING else 100_000))
    content = zipped(parts_of(sheet_xml(ROWS + empty), "agents"))
    tracemalloc.start()
    submission = read(content, package)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(submission.rows) == 1
    assert not submission.findings
    assert peak < 8 * MEGABYTE


def test_elements_of_other_vocabularies_are_passed_over(package: Package) -> None:
    other = '<row r="3"><c r="A3" t="inlineStr"><x:f xmlns:x="urn:other">1</x:f><is><t>john</t></is></c></row>'
    submission = read(zipped(parts_of(sheet_xml(ROWS + other), "agents")), package)
    assert not submission.findings
    assert len(submission.rows) == 2


def test_the_strict_vocabulary_is_read(package: Package) -> None:
    strict = sheet_xml(ROWS).replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert len(read(zipped(parts_of(strict, "agents")), package).rows) == 1
