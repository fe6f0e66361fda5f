"""The workbook: what a reader sees who opens it."""

from __future__ import annotations

import csv
import datetime
import json
import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, Resource, load_package
from deportation_goal.package.facts import dataset_facts
from deportation_goal.package.schema import parse_schema
from deportation_goal.release.artefacts import xlsx_workbook as xlsx
from deportation_goal.release.artefacts.xlsx_links import links_of
from deportation_goal.statements.quoting_notes import quoting_notes, texts_of
from deportation_goal.table_files.read_rows import read_rows
from made_packages import TABLE, made_package
from workbooks import unpacked, zipped

ROW = {"thing_id": "thing-1", "text": "=1+1", "number": "1234567.50", "boolean": "true", "date": "2025-01-20"}


def _opened(package: Package) -> Workbook:
    xlsx.write(package)
    return openpyxl.load_workbook(package.file(xlsx.FORMAT.files))


@pytest.fixture
def things(tmp_path: Path) -> Workbook:
    """The workbook of a made-up table."""
    return _opened(made_package(tmp_path, [ROW, {"thing_id": "thing-2", "date": "1850-05-01"}]))


def test_the_first_sheet_says_what_this_is(things: Workbook) -> None:
    first = things.worksheets[0]
    said = {row[0].value: row[1].value for row in first.iter_rows(max_col=2)}
    assert first["A1"].value == "Things"
    assert said["Version"] == "1.2.3, 2026-11-22"
    assert "CC BY 4.0" in str(said["Cite as"])
    assert said[TABLE] == "2 rows. Things."
    assert [sheet.title for sheet in things.worksheets] == ["Read me", TABLE, "Dictionary", "Codes"]


def test_the_first_sheet_warns_before_somebody_quotes(example_copy: Path) -> None:
    package = load_package(example_copy)
    for member in package.descriptor["resources"]:
        member["rowCount"] = 0
    lines = [[cell.value for cell in row] for row in _opened(package).worksheets[0].iter_rows(max_col=2)]
    labels = [label for label, _ in lines]
    first = labels.index("Before you quote")
    notes = quoting_notes(texts_of(read_rows(package)["sources"]), dataset_facts(package.descriptor))
    assert lines[first + 1 : first + 1 + len(notes)] == [list(note) for note in notes]
    assert labels.index("Version") < first < labels.index("What a row is") < labels.index("figures")


def test_a_package_without_texts_has_no_warning_about_them(things: Workbook) -> None:
    assert "Before you quote" not in {row[0].value for row in things.worksheets[0].iter_rows(max_col=1)}


def test_every_sheet_is_linked_from_the_first(things: Workbook) -> None:
    links = {cell.hyperlink.location for row in things.worksheets[0].iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{sheet.title}'!A1" for sheet in things.worksheets[1:]}


def test_a_table_is_a_table_of_excel_with_a_frozen_header_and_filters(things: Workbook) -> None:
    sheet = things[TABLE]
    assert sheet.freeze_panes == "B2"
    table = sheet.tables[TABLE]
    assert (table.ref, table.autoFilter.ref) == ("A1:H3", "A1:H3")
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[1]]


@pytest.fixture
def with_addresses(example_copy: Path) -> Package:
    """The example package, each source with an address."""
    path = example_copy / "data/sources.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "url": f"https://example.org/{row['source_id']}?a=1&b=ä#top"} for row in rows)
    package = load_package(example_copy)
    for member in package.descriptor["resources"]:
        member["rowCount"] = 0
    return package


def test_an_address_leads_to_its_page_an_id_to_its_row_and_a_hash_is_hidden(with_addresses: Package) -> None:
    package = with_addresses
    book = _opened(package)
    sources = {row[0].value: row for row in book["sources"].iter_rows(min_row=2)}
    url = next(cell for row in sources.values() for cell in row if str(cell.value).startswith("https://"))
    assert url.hyperlink is not None
    assert url.hyperlink.target == str(url.value).removesuffix("#top")
    assert url.hyperlink.location == "top"
    columns = [cell.value for cell in book["figures"][1]]
    for row in book["figures"].iter_rows(min_row=2):
        source = row[columns.index("source_id")]
        assert source.hyperlink is not None
        sheet, _, cell = str(source.hyperlink.location).partition("!")
        assert book[sheet.strip("'")][cell].value == source.value
    hashes = {
        name for number, name in enumerate(columns)
        if book["figures"].column_dimensions[get_column_letter(number + 1)].hidden
    }  # fmt: skip
    assert hashes == {"evidence_sha256"}
    assert list(xlsx.structure(package, ())) == []


def test_a_link_to_a_page_that_no_row_names_is_found(with_addresses: Package) -> None:
    package = with_addresses
    xlsx.write(package)
    path = package.file(xlsx.FORMAT.files)
    parts = unpacked(path.read_bytes())
    relations = next(name for name, content in parts.items() if name.endswith(".rels") and b"External" in content)
    parts[relations] = re.sub(
        rb'Target="https[^"]*"', b'Target="https://example.com/elsewhere"', parts[relations], count=1
    )
    path.write_bytes(zipped(parts))
    (found,) = (message for _, message in xlsx.structure(package, ()))
    assert "a link to https://example.com/elsewhere, which its table does not have" in found


def test_cells_have_types_and_text_is_never_turned_into_anything(things: Workbook) -> None:
    first, second = things[TABLE].iter_rows(max_row=2)
    cells = {name.value: cell for name, cell in zip(first, second, strict=True)}
    assert (cells["text"].value, cells["text"].data_type, cells["text"].number_format) == ("=1+1", "s", "@")
    assert (cells["number"].value, cells["number"].number_format) == (1234567.5, "#,##0.00")
    assert cells["boolean"].value is True
    assert (cells["date"].value, cells["date"].number_format) == (datetime.datetime(2025, 1, 20), "yyyy-mm-dd")
    assert cells["code"].value is None


def test_a_date_before_those_that_excel_knows_is_text(things: Workbook) -> None:
    assert things[TABLE]["G3"].value == "1850-05-01"


def test_the_time_of_the_workbook_is_that_of_the_release(things: Workbook) -> None:
    assert things.properties.created == datetime.datetime(2026, 11, 22, 10, 20, 30)


def test_a_text_longer_than_excel_allows_says_that_it_was_cut(tmp_path: Path) -> None:
    package = made_package(
        tmp_path, [{"thing_id": "thing-1", "text": "x" * 40_000}, {"thing_id": "thing-2", "text": "😀" * 17_000}]
    )
    for (cell,) in _opened(package)[TABLE].iter_rows(min_row=2, min_col=2, max_col=2):
        assert isinstance(cell.value, str)
        assert cell.value.endswith("the CSV has it whole)")
        assert len(cell.value.encode("utf-16-le")) // 2 <= 32_767


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_LAST_ROW", 1)
    with pytest.raises(UserError, match=r"data/things\.csv has more rows than a sheet"):
        xlsx.write(made_package(tmp_path, [ROW, {**ROW, "thing_id": "thing-2"}]))


def test_the_dictionary_and_the_codes_are_whole(example_copy: Path) -> None:
    package = load_package(example_copy)
    for member in package.descriptor["resources"]:
        member["rowCount"] = 0
    book = _opened(package)
    listed = {(row[0].value, row[1].value) for row in book["Dictionary"].iter_rows(min_row=2)}
    assert listed == {(resource.name, field.name) for resource in package.resources for field in resource.schema.fields}
    codes = {tuple(cell.value for cell in row[:3]) for row in book["Codes"].iter_rows(min_row=2)}
    assert ("figures", "qualifier", "at_least") in codes


def test_what_people_should_open_first_is_the_second_sheet_and_what_programs_need_the_last(tmp_path: Path) -> None:
    made_package(tmp_path, [ROW])
    descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    first = descriptor["resources"][0]
    for name, fact in (("audit", "isTechnical"), ("answers", "isHeadline")):
        descriptor["resources"].insert(0, {**first, "name": name, "schema": {**first["schema"], fact: True}})
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    book = _opened(load_package(tmp_path))
    assert [sheet.title for sheet in book.worksheets] == ["Read me", "answers", TABLE, "audit", "Dictionary", "Codes"]
    said = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(max_col=2)}
    assert str(said["audit"]).startswith("Technical: ")
    tabs = [str(sheet.sheet_properties.tabColor) for sheet in book.worksheets[1:4]]
    assert len(set(tabs)) == 3
    labels = list(said)
    assert labels.index("Open first") < labels.index("answers") < labels.index("Other sheets") < labels.index(TABLE)


def test_the_first_sheet_says_which_rows_answer_a_question(tmp_path: Path) -> None:
    made_package(tmp_path, [ROW])
    descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    bodies = ["Department of Homeland Security", "White House", "TRAC"]
    fields = [{"name": name, "type": "string"} for name in ("row_id", "body_name")]
    (tmp_path / "derived").mkdir()
    (tmp_path / "derived/first_year.csv").write_text(
        "row_id,body_name\n" + "".join(f"{number},{name}\n" for number, name in enumerate(bodies)), encoding="utf-8"
    )
    descriptor["resources"].append(
        {
            **descriptor["resources"][0],
            "name": "first_year",
            "path": "derived/first_year.csv",
            "schema": {"fields": fields, "primaryKey": ["row_id"]},
        }
    )
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    sheet = _opened(load_package(tmp_path)).worksheets[0]
    cells = {str(row[1].value): row[0] for row in sheet.iter_rows(max_col=2)}
    asked = next(text for text in cells if text.startswith("Who counts otherwise?"))
    assert asked.startswith("Who counts otherwise? Rows in which body_name is not Department of Homeland Security or ")
    link = cells[asked].hyperlink
    assert link is not None
    assert link.location == "'first_year'!A4"
    assert not any("countries_flat" in str(cell.value) for cell in cells.values())


def test_a_sheet_to_open_first_that_fits_on_a_screen_shows_its_texts_whole(tmp_path: Path) -> None:
    made_package(tmp_path, [{**ROW, "text": "word " * 40}])
    descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][0]["schema"]["isHeadline"] = True
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    sheet = _opened(load_package(tmp_path))[TABLE]
    columns = [cell.value for cell in sheet[1]]
    place = columns.index("text") + 1
    assert sheet.cell(2, place).alignment.wrap_text
    assert sheet.column_dimensions[get_column_letter(place)].width < 30
    assert sheet.row_dimensions[2].height > 7 * 15
    assert sheet.freeze_panes == "C2"


def test_the_key_of_a_derived_table_leads_to_the_row_that_it_names() -> None:
    places = {"answers": {"fig-1": 1, "val-1": 2}, "figures": {"fig-1": 9}, "observations": {"val-1": 4}}
    schema = parse_schema("answers", {"primaryKey": ["row_id"], "fields": [{"name": "row_id", "type": "string"}]})
    resource = Resource("answers", "derived/answers.csv", schema, "")
    links = links_of(resource, places, {name: places[name] for name in ("figures", "observations")})
    assert [links.target(0, cell) for cell in ("fig-1", "val-1", "else")] == [
        "internal:'figures'!A10",
        "internal:'observations'!A5",
        "",
    ]
