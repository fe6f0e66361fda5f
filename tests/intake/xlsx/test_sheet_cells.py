"""Sheets as programs write them: what the specification allows, what it does not and programs write all the same."""

from __future__ import annotations

import pytest

from deportation_goal.intake.submitted_table import Stored, SubmittedFile, SubmittedTable
from deportation_goal.intake.xlsx.number_formats import NumberFormat, number_format
from deportation_goal.intake.xlsx.sheet_cells import cell_address, column_name
from deportation_goal.intake.xlsx.workbook_tables import read_workbook
from workbooks import MAIN, inline, parts_of, sheet_xml, zipped

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADER = inline(1, {"A": "one", "B": "two"})


def file_of(rows: str, after: str = "", styles: str = "", **parts: str) -> SubmittedFile:
    """Read a workbook with these rows below a header, and a part of styles."""
    made = parts_of(sheet_xml(HEADER + rows, after))
    if styles:
        made["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
        made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(
            "</Relationships>",
            f'<Relationship Id="y" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        )
    return read_workbook(zipped(made | parts), "rows.xlsx")


def table_of(rows: str, after: str = "", styles: str = "") -> SubmittedTable:
    (table,) = file_of(rows, after, styles).tables
    return table


def first_cell(rows: str, styles: str = "") -> tuple[str, Stored]:
    """Return what the first cell below the header shows, and how it is stored."""
    cell = table_of(rows, "", styles).rows[0].cells[1]
    return cell.text, cell.stored


def row(cell: str) -> str:
    return f'<row r="2">{cell}</row>'


STYLES = (
    '<numFmts count="1"><numFmt numFmtId="166" formatCode="0.00%"/></numFmts>'
    "<fonts><font/><font><strike/></font><font><strike val='0'/></font></fonts>"
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="166"/><xf numFmtId="14"/><xf numFmtId="0" fontId="1"/>'
    '<xf numFmtId="0" fontId="2"/></cellXfs>'
)
CONDITIONAL = (
    '<dxfs><dxf><numFmt numFmtId="166" formatCode="&quot;$&quot;0.00"/></dxf>'
    '<dxf><numFmt numFmtId="14" formatCode="0%"/></dxf></dxfs>'
)


@pytest.mark.parametrize("styles", [STYLES, STYLES + CONDITIONAL, CONDITIONAL + STYLES])
def test_the_formats_of_conditional_formatting_are_not_those_of_cells(styles: str) -> None:
    assert first_cell(row('<c r="A2" s="1"><v>1.25</v></c>'), styles) == ("125%", Stored.PERCENT)
    assert first_cell(row('<c r="A2" s="2"><v>45719</v></c>'), styles) == ("2025-03-03 00:00:00", Stored.DAY)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="A2"><v>7</v><is><t>7</t></is></c>', "7"),
        ('<c r="A2" t="inlineStr"><v>3</v><is><t>seven</t></is></c>', "seven"),
        ('<c r="A2" t="str"><v>a</v><is><t>b</t></is></c>', "a"),
        ('<c r="A2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="A2" t="b"><v>true</v></c>', "TRUE"),
        ('<c r="A2" t="b"><v>TRUE</v></c>', "TRUE"),
        ('<c r="A2" t="b"><v>0</v></c>', "FALSE"),
        ('<c r="A2" t="b"><v>false</v></c>', "FALSE"),
        ('<c r="A2" t="b"><v>maybe</v></c>', "maybe"),
        ('<c r="A2" s=""><v>7</v></c>', "7"),
        ('<c r="A2" t=""><v>7</v></c>', "7"),
        ('<c r="A2" s="99"><v>7</v></c>', "7"),
    ],
)
def test_a_cell_has_the_value_of_its_type(cell: str, shown: str) -> None:
    assert first_cell(row(cell))[0] == shown


@pytest.mark.parametrize(("backslash", "upper"), [(True, False), (False, True), (True, True)])
def test_part_names_are_compared_without_case_and_with_either_slash(*, backslash: bool, upper: bool) -> None:
    parts = parts_of(sheet_xml(HEADER + row('<c r="A2" s="2"><v>45719</v></c>')))
    relations = parts["xl/_rels/workbook.xml.rels"]
    style = f'<Relationship Id="y" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = relations.replace("</Relationships>", style)
    parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>'
    named = {
        (name.replace("/", "\\") if backslash else name).replace("styles", "Styles" if upper else "styles"): content
        for name, content in parts.items()
    }
    (table,) = read_workbook(zipped(named), "rows.xlsx").tables
    assert table.rows[0].cells[1].text == "2025-03-03 00:00:00"


def test_two_parts_that_differ_by_case_are_refused() -> None:
    file = file_of(row('<c r="A2"><v>7</v></c>'), **{"xl/Workbook.xml": "<a/>"})
    (finding,) = file.findings
    assert "twice" in finding.message


def test_a_part_that_a_relation_names_and_the_zip_lacks_is_a_refusal() -> None:
    parts = parts_of(sheet_xml(HEADER))
    style = f'<Relationship Id="y" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    relations = parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", style)
    (finding,) = read_workbook(zipped(parts | {"xl/_rels/workbook.xml.rels": relations}), "rows.xlsx").findings
    assert "its part xl/styles.xml is missing" in finding.message


@pytest.mark.parametrize(
    ("reference", "cell", "words"),
    [("A2:B3", "A2:B3", "A2 to B3"), ("A:A", "A1:A", "A1 to A"), ("2:3", "A2:3", "A2 to 3")],
)
def test_merged_cells_columns_and_rows_are_told(reference: str, cell: str, words: str) -> None:
    after = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    (finding,) = table_of(row('<c r="A2"><v>7</v></c>'), after).findings
    assert (finding.rule, finding.cell) == ("unsafe-workbook", f"figures!{cell}")
    assert words in finding.message


@pytest.mark.parametrize("reference", ["", "x", "A2:B3:C4"])
def test_a_broken_range_names_the_sheet(reference: str) -> None:
    file = file_of("", f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>')
    (finding,) = file.findings
    assert 'in the sheet "figures"' in finding.message


def test_text_that_is_struck_through_is_told_once() -> None:
    struck = '<c r="A2" s="3"><v>7</v></c><c r="B2" t="inlineStr"><is><r><rPr><strike/></rPr><t>x</t></r></is></c>'
    (finding,) = table_of(row(struck), "", STYLES).findings
    assert (finding.level, finding.cell) == ("warning", "figures!A2")
    assert "struck through (and 1 more)" in finding.message
    assert table_of(row('<c r="A2" s="4"><v>7</v></c>'), "", STYLES).findings == ()


def test_a_comment_is_told_but_not_those_on_the_header() -> None:
    relations = f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="c" Type="{_OFFICE}/comments" Target="../comments1.xml"/></Relationships>'
    comments = '<comments xmlns="{}"><commentList>{}</commentList></comments>'

    def findings(*references: str) -> list[str]:
        inside = "".join(f'<comment ref="{reference}"/>' for reference in references)
        parts = {
            "xl/worksheets/_rels/sheet1.xml.rels": relations,
            "xl/comments1.xml": comments.format(MAIN, inside),
        }
        (table,) = file_of(row('<c r="A2"><v>7</v></c>'), **parts).tables
        return [f"{finding.cell} {finding.message}" for finding in table.findings]

    assert findings("A1", "?") == []
    (told,) = findings("A1", "B2", "A3")
    assert told.startswith("figures!B2 the cell has a comment (and 1 more), which is not sent")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ss.000", NumberFormat.TIME),
        ("mm:ss.0", NumberFormat.TIME),
        ("[ss].00", NumberFormat.TIME),
        ("h:mm AM/PM", NumberFormat.TIME),
        ("[h]:mm", NumberFormat.TIME),
        ("0.00", NumberFormat.GENERAL),
        ("#,##0", NumberFormat.GENERAL),
        ("# ?/?", NumberFormat.GENERAL),
        ('0" days"', NumberFormat.GENERAL),
        ("0.0%", NumberFormat.PERCENT),
        ('0"%"', NumberFormat.GENERAL),
        ("yyyy-mm-dd", NumberFormat.DAY),
        ("[$-409]mmmm yyyy;@", NumberFormat.MONTH),
        ("yyyy", NumberFormat.YEAR),
        ("d-mmm", NumberFormat.NO_YEAR),
        ("@", NumberFormat.GENERAL),
        ("", NumberFormat.GENERAL),
    ],
)
def test_what_a_number_format_makes_of_a_number(code: str, kind: NumberFormat) -> None:
    assert number_format(code) is kind


def test_addresses() -> None:
    assert cell_address("AA10") == (10, 27)
    assert cell_address("a1") is None
    assert [column_name(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
