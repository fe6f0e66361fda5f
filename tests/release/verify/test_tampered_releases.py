"""A hundred releases that somebody or some program changed, and what verify says of each: the file, the rule, the cause."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pytest

from deportation_goal.errors import UserError
from deportation_goal.release.archive import SUMS
from releases import mend_descriptor, mend_sums, said, verified, zip_of
from tampering import (
    PARQUET,
    SQLITE,
    XLSX,
    Change,
    add_file,
    add_formula,
    add_mark,
    append_bytes,
    change_nothing,
    convert_ends,
    edit_json,
    edit_parquet,
    edit_parts,
    edit_rows,
    flip_byte,
    remove_file,
    replace_in_part,
    replace_words,
    run_sql,
    set_member,
    with_column,
    with_metadata,
)

pytestmark = pytest.mark.slow

SOURCES: Final = "data/sources.csv"
JSONL: Final = "formats/jsonl/sources.jsonl"
SCHEMA: Final = "schemas/figures.schema.json"
OTHER_FILES: Final = frozenset({"computed-file", "format-structure"})
NOTHING: Final[frozenset[tuple[str, str]]] = frozenset()


@dataclass(frozen=True)
class Case:
    """A changed release.

    Attributes:
        name: What was done.
        change: Does it to a folder; hashes are not written again.
        found: Path and rule of every finding but notes.
        says: What a finding says, notes included.
        mend: Writes hashes again, as somebody does who hides a change.
        following: Rules on other files, which no longer fit the changed one.
    """

    name: str
    change: Change
    found: frozenset[tuple[str, str]]
    says: str = ""
    mend: Change = mend_sums
    following: frozenset[str] = frozenset()


def _one(path: str, rule: str) -> frozenset[tuple[str, str]]:
    return frozenset({(path, rule)})


def _unmended() -> Iterator[Case]:
    for path in (
        SOURCES, "data/revisions.csv", "derived/agreement.csv", SCHEMA, "schemas/derived/lineage.schema.json",
        "datapackage.json", "README.md", "CITATION.cff", "LICENSE", "docs/method.md", "croissant.json", SQLITE, XLSX,
        PARQUET, JSONL,
    ):  # fmt: skip
        yield Case(f"flip a byte of {path}", flip_byte(path), _one(path, "changed-file"), mend=change_nothing)
    for path in (SOURCES, "derived/origins.csv", SCHEMA, "LICENSE-DATA", "README.md", SQLITE, PARQUET, JSONL):
        yield Case(f"remove {path}", remove_file(path), _one(path, "removed-file"), mend=change_nothing)
    for path in (
        "data/new.csv",
        "setup.exe",
        ".hidden",
        "formats/deportation-goal.sqlite-wal",
        "data/data/figures.csv",
    ):
        yield Case(f"add {path}", add_file(path), _one(path, "added-file"), mend=change_nothing)
    for path in (SOURCES, JSONL):
        yield Case(f"add a byte order mark to {path}", add_mark(path), _one(path, "changed-file"), mend=change_nothing)
    converted = "only the line ends differ from the release"
    yield Case(
        "convert a table to CRLF",
        convert_ends(b"\r\n", "sources.csv"),
        _one(SOURCES, "changed-file"),
        converted,
        change_nothing,
    )
    yield Case(
        "convert a table to CR",
        convert_ends(b"\r", "sources.csv"),
        _one(SOURCES, "changed-file"),
        converted,
        change_nothing,
    )
    yield Case(
        "convert all text to CRLF",
        convert_ends(b"\r\n", "*.csv", "*.json", "*.md", "*.jsonl", "LICENSE*", "*.cff", "*.jsonld"),
        _one("CHANGELOG.md", "changed-file"), "convert", change_nothing,
    )  # fmt: skip
    yield Case("lose the list", remove_file(SUMS), _one(SUMS, "checksum-list"), mend=change_nothing)
    yield Case("a line of the list twice", _double, _one(SUMS, "checksum-list"), "a second time", change_nothing)
    yield Case("a list of MD5", add_file(SUMS, b"d41d8cd98f00b204e9800998ecf8427e  README.md\n"),
               _one(SUMS, "checksum-list"), "64 hexadecimal digits", change_nothing)  # fmt: skip


def _double(folder: Path) -> None:
    (folder / SUMS).write_bytes((folder / SUMS).read_bytes() * 2)


def _harmless() -> Iterator[Case]:
    for who, path in (
        ("macOS", ".DS_Store"), ("macOS", "data/._sources.csv"), ("macOS", "Icon\r"),
        ("Windows", "Thumbs.db"), ("Windows", "data/desktop.ini"), ("WSL", "README.md:Zone.Identifier"),
        ("git", ".gitattributes"), ("git", ".git/config"), ("LibreOffice", "data/.~lock.sources.csv#"),
        ("Excel", "formats/~$deportation-goal.xlsx"), ("KDE", ".directory"), ("an editor", "data/.sources.csv.swp"),
    ):  # fmt: skip
        yield Case(f"litter: {path!r}", add_file(path, b"x"), NOTHING, f"{who}", change_nothing)
    yield Case("leave everything as it is", change_nothing, NOTHING)
    yield Case("convert the list of checksums alone to CRLF", convert_ends(b"\r\n", SUMS), NOTHING, mend=change_nothing)
    yield Case("an empty folder", lambda folder: (folder / "notes").mkdir(), NOTHING, mend=change_nothing)


def _texts() -> Iterator[Case]:
    version = "version-content"
    for path in ("LICENSE", "LICENSE-DATA", "CHANGELOG.md", "docs/dictionary.md", "docs/method.md", "docs/quality.md"):
        # The changelog is told in a computed file, too.
        following = frozenset({"computed-file"}) if path == "CHANGELOG.md" else frozenset[str]()
        yield Case(f"another {path}", append_bytes(path, b"\nMore.\n"), _one(path, version), following=following)
    yield Case("remove a document and its line", remove_file("docs/method.md"), _one("docs/method.md", "removed-file"))
    yield Case("a file more, listed", add_file("docs/more.md"), _one("docs/more.md", "added-file"))
    for path in ("README.md", "CITATION.cff", "metadata/datacite.json", "metadata/dataset.jsonld"):
        yield Case(f"another {path}", append_bytes(path, b"\n"), _one(path, "computed-file"))
    yield Case("a number of a derived table", edit_rows("derived/lineage.csv", lambda rows: rows[0].update(steps="7")),
               frozenset({("derived/lineage.csv", "computed-file"), ("derived/lineage.csv", "format-values")}),
               mend=mend_descriptor)  # fmt: skip
    for member, value in (
        ("title", "Another"),
        ("licenses", [{"name": "CC0-1.0"}]),
        ("created", "2020-01-01T00:00:00Z"),
    ):
        yield Case(
            f"another {member} in the descriptor",
            set_member(member, value),
            frozenset({("datapackage.json", version)}), f"in {member} from", following=OTHER_FILES,
        )  # fmt: skip
    yield Case(
        "another description of a table",
        edit_json("datapackage.json", lambda document: document["resources"][0].update(description="Other rows.")),
        frozenset({("datapackage.json", version)}), "description from", following=OTHER_FILES,
    )  # fmt: skip
    yield Case("another version in the descriptor", edit_json("datapackage.json", lambda all_: all_.update(version="9.9.9")),
               frozenset({(SQLITE, "release-version"), (XLSX, "release-version"), (PARQUET, "release-version")}))  # fmt: skip


def _tables() -> Iterator[Case]:
    values, content = (SOURCES, "format-values"), (SOURCES, "version-content")
    note = edit_rows(SOURCES, lambda rows: rows[0].update(notes="Changed."))
    yield Case("a cell, the list written again", note, frozenset({values, (SOURCES, "table-hash")}))
    yield Case("a cell, all hashes written again", note, frozenset({values, content}), mend=mend_descriptor,
               following=OTHER_FILES)  # fmt: skip
    yield Case("rows in another order", edit_rows("data/reference/areas.csv", lambda rows: rows.reverse()),
               frozenset({("data/reference/areas.csv", "version-content")}), "in another order", mend_descriptor,
               frozenset({"row-order", "format-values"}))  # fmt: skip
    yield Case("a code that does not exist", replace_words("data/figures.csv", ",reported,", ",projected,"),
               frozenset({("data/figures.csv", "enum")}), mend=mend_descriptor,
               following=frozenset({"version-content", "format-values"}))  # fmt: skip


def _schemas() -> Iterator[Case]:
    def meaning(document: Any) -> None:
        field = next(field for field in document["fields"] if field.get("categories"))
        field["categories"][0]["description"] = "The opposite."

    for name, edit in (
        ("the meaning of a code", meaning),
        ("the description of a column", lambda document: document["fields"][0].update(description="Other.")),
        ("the title of a column", lambda document: document["fields"][0].update(title="Other")),
        ("an example", lambda document: document["fields"][0].update(example="other")),
    ):
        found = _one(SCHEMA, "version-content")
        yield Case(f"another schema: {name}", edit_json(SCHEMA, edit), found, following=OTHER_FILES)
    derived = "schemas/derived/agreement.schema.json"
    yield Case("another derived schema", edit_json(derived, lambda document: document["fields"][0].update(title="Other")),
               _one(derived, "version-content"), following=OTHER_FILES)  # fmt: skip


def _databases() -> Iterator[Case]:
    for name, statement in (
        ("lacks a view", "DROP VIEW figures_named"),
        ("has another view", "CREATE VIEW more AS SELECT 1"),
        ("has a trigger", "CREATE TRIGGER act AFTER INSERT ON areas BEGIN DELETE FROM figures; END"),
        ("lacks an index", "DROP INDEX figures_source_id"),
        ("has a table more", "CREATE TABLE more (id)"),
        ("explains a column otherwise", "UPDATE data_dictionary SET description = 'Other.' WHERE rowid = 1"),
        ("explains a code otherwise", "UPDATE code_lists SET description = 'Other.' WHERE rowid = 1"),
        ("names another licence", "UPDATE release SET value = 'CC0-1.0' WHERE name = 'licenses'"),
        ("finds other texts", "UPDATE statement_search SET text = 'Other' WHERE rowid = 1"),
        ("finds nothing", "DELETE FROM statement_search_data WHERE id > 10"),
        ("is of another program", "PRAGMA application_id = 7"),
    ):
        yield Case(f"SQLite {name}", run_sql(statement), _one(SQLITE, "format-structure"))
    yield Case("SQLite has another value", run_sql("UPDATE sources SET notes = 'Other.' WHERE rowid = 1"),
               _one(SOURCES, "format-values"), "SQLite has")  # fmt: skip
    yield Case("SQLite has an empty text for no value", run_sql("UPDATE sources SET archive_url = '' WHERE rowid = 1"),
               _one(SOURCES, "format-values"), "SQLite has")  # fmt: skip
    yield Case("SQLite has a row less", run_sql("DELETE FROM statement_search", "DELETE FROM sources WHERE rowid = 1"),
               frozenset({(SQLITE, "format-values"), (SQLITE, "format-structure")}), "lacks 1 row")  # fmt: skip


def _columns() -> Iterator[Case]:
    structure = _one(PARQUET, "format-structure")
    yield Case("Parquet: a column of another type", edit_parquet(
        lambda table: with_column(table, "text_length", lambda field: field.with_type(pa.int32()))), structure, "int32")  # fmt: skip
    yield Case("Parquet: a column that may be empty", edit_parquet(
        lambda table: with_column(table, "title", lambda field: field.with_nullable(True))), structure, "may be empty")  # fmt: skip
    yield Case("Parquet: another description", edit_parquet(
        lambda table: with_column(table, "title", lambda field: field.with_metadata({"title": "Other"}))), structure)  # fmt: skip
    yield Case("Parquet: another licence", edit_parquet(
        lambda table: with_metadata(table, b"deportation_goal.licenses", b"CC0-1.0")), structure, "licenses")  # fmt: skip
    yield Case(
        "Parquet: more metadata",
        edit_parquet(lambda table: with_metadata(table, b"pandas", b"{}")),
        structure,
        "pandas",
    )
    yield Case("Parquet: another version", edit_parquet(
        lambda table: with_metadata(table, b"deportation_goal.version", b"9.9.9")), _one(PARQUET, "release-version"))  # fmt: skip
    yield Case("Parquet: a column less", edit_parquet(lambda table: table.drop_columns(["notes"])),
               _one(PARQUET, "format-values"), "other columns")  # fmt: skip
    yield Case(
        "Parquet: a row less", edit_parquet(lambda table: table.slice(1)), _one(PARQUET, "format-values"), "lacks 1 row"
    )


def _books() -> Iterator[Case]:
    structure = _one(XLSX, "format-structure")
    book, first = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
    yield Case(
        "XLSX: another licence on the first page",
        replace_in_part(first, b"Attribution", b"Distribution"),
        structure,
        "Read me",
    )
    yield Case(
        "XLSX: a hidden sheet",
        replace_in_part(book, b'name="figures"', b'name="figures" state="hidden"'),
        structure,
        "figures",
    )
    yield Case(
        "XLSX: a macro",
        edit_parts(lambda parts: parts.update({"xl/vbaProject.bin": b"macro"})),
        structure,
        "vbaProject",
    )
    yield Case("XLSX: a formula", edit_parts(add_formula), structure, "formula")
    yield Case("XLSX: a link to another file", replace_in_part(
        "xl/_rels/workbook.xml.rels", b"</Relationships>",
        b'<Relationship Id="rId999" Type="x" Target="file:///x" TargetMode="External"/></Relationships>'), structure, "link")  # fmt: skip
    yield Case("XLSX: a renamed page", replace_in_part(book, b'name="Codes"', b'name="Notes"'), structure, "Codes")


def _lines() -> Iterator[Case]:
    values = _one(SOURCES, "format-values")
    yield Case("JSON Lines with spaces", replace_words(JSONL, '":', '": '), _one(JSONL, "format-structure"), "notation")
    yield Case(
        "JSON Lines with an empty text for no value", replace_words(JSONL, "null", '""'), values, "JSON Lines has"
    )
    yield Case(
        "JSON Lines with other keys", replace_words(JSONL, '"source_id"', '"sourceid"'), _one(JSONL, "format-values")
    )
    yield Case("JSON Lines with a line more", append_bytes(JSONL, b"{}\n"), _one(JSONL, "format-values"))
    yield Case("JSON Lines that end early", lambda folder: (folder / JSONL).write_bytes(
        (folder / JSONL).read_bytes()[:-20]), _one(JSONL, "format-values"), "cannot be read")  # fmt: skip


CASES: Final = [
    case
    for group in (_unmended, _harmless, _texts, _tables, _schemas, _databases, _columns, _books, _lines)
    for case in group()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_changed_release_is_told_by_file_and_rule(case: Case, release: Path) -> None:
    case.change(release)
    case.mend(release)
    outcome = verified(release)
    if case.found:
        assert case.found <= set(said(outcome)), outcome.result.findings
        rules = {rule for _, rule in said(outcome)}
        assert rules <= {rule for _, rule in case.found} | case.following, outcome.result.findings
    else:
        assert not outcome.result.failed(strict=True), outcome.result.findings
    if case.says:
        assert any(case.says in finding.message for finding in outcome.result.findings), outcome.result.findings


Pack = Callable[[Path], object]


def _prefixed(path: Path) -> None:
    path.write_bytes(b"#!/bin/sh\nexit\n" + path.read_bytes())


def _commented(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as zipped:
        zipped.comment = b"Buy now."


def _between(path: Path) -> None:
    """Put bytes between the last file and the directory, and let the end say where the directory is now."""
    content = path.read_bytes()
    start = int.from_bytes(content[-6:-2], "little")
    end = content[start:-6] + (start + 4).to_bytes(4, "little") + content[-2:]
    path.write_bytes(content[:start] + b"more" + end)


def _beside(name: str) -> Pack:
    def pack(path: Path) -> None:
        with zipfile.ZipFile(path, "a") as zipped:
            zipped.writestr(name.replace("FOLDER", path.stem), b"more")

    return pack


ZIPS: Final[Mapping[str, tuple[Pack, frozenset[str], str]]] = {
    "as it is": (lambda path: None, frozenset(), ""),
    "data before": (_prefixed, frozenset({"zip-content"}), "before its first file"),
    "data after": (lambda path: path.write_bytes(path.read_bytes() + b"more"), frozenset({"zip-content"}), "after its end"),
    "data between": (_between, frozenset({"zip-content"}), "between its files"),
    "a comment": (_commented, frozenset({"zip-content"}), "in its comment"),
    "a file beside the folder": (_beside("setup.exe"), frozenset({"added-file"}), "beside the folder"),
    "litter of macOS beside the folder": (_beside("__MACOSX/x/._README.md"), frozenset(), "macOS"),
    "a file in the folder": (_beside("FOLDER/new.csv"), frozenset({"added-file"}), "does not list it"),
    "another name": (lambda path: path.rename(path.with_name("deportation-goal-9.9.9.zip")), frozenset({"release-version"}), "9.9.9"),
    "a wrong hash beside it": (
        lambda path: path.with_name(f"{path.name}.sha256").write_text(f"{'0' * 64}  {path.name}\n"),
        frozenset({"zip-content"}), "does not match the hash",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ZIPS)
def test_a_changed_zip_is_told_by_what_was_done(name: str, original: Path, tmp_path: Path) -> None:
    pack, rules, says = ZIPS[name]
    pack(Path(shutil.copy(zip_of(original), tmp_path)))
    (path,) = tmp_path.glob("*.zip")
    outcome = verified(path)
    assert {rule for _, rule in said(outcome)} == rules, outcome.result.findings
    assert not says or any(says in finding.message for finding in outcome.result.findings), outcome.result.findings


REFUSED: Final[Mapping[str, tuple[Pack, str]]] = {
    "half a download": (lambda path: path.write_bytes(path.read_bytes()[:-100]), "neither a folder nor a zip"),
    "a path that climbs out": (_beside("../x"), "climbs out"),
    "a path of Windows": (_beside("C:\\x"), "a path that"),
    "two names that are one": (_beside("FOLDER/readme.md"), "one file on many systems"),
    "a page of errors in place of a zip": (lambda path: path.write_bytes(b"<html>404</html>"), "neither a folder nor a zip"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_zip_that_is_not_safe_is_refused(name: str, original: Path, tmp_path: Path) -> None:
    pack, message = REFUSED[name]
    path = Path(shutil.copy(zip_of(original), tmp_path))
    pack(path)
    with pytest.raises(UserError, match=message):
        verified(path)


def test_there_are_a_hundred() -> None:
    assert len(CASES) + len(ZIPS) + len(REFUSED) >= 100
    assert len({case.name for case in CASES}) == len(CASES)
