"""Input of every bad kind through the installed command: a finding with its line, never a traceback, never a flood.

A fast run breaks several tables of a package at once, each in another way, so that they also show that one does not
hide or spoil the other; a slow run breaks one table at a time.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from support import REPOSITORY, Run, run_command

LONGEST: Final = 20_000
"""Characters of output that a package of few rows may give at most."""

HUGE: Final = "x" * 10_000_000


@dataclass(frozen=True)
class Case:
    """A way to break a table, the rule that says so, and the line: 0 for the last one before the file was broken."""

    name: str
    rule: str
    line: int
    do: Callable[[Path], None]


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda path: (path.write_bytes(change(path.read_bytes())), None)[1]


def _last_cell(value: str) -> Callable[[Path], None]:
    """Put something in the place of the last cell of the file, as it stands."""
    return _bytes(lambda content: content[: content.rindex(b",") + 1] + value.encode() + b"\n")


def _header(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], None]:
    def do(content: bytes) -> bytes:
        header, rest = content.split(b"\n", 1)
        return b",".join(change(header.split(b","))) + b"\n" + rest

    return _bytes(do)


def _zip(_content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("figures.csv", "figure_id\n" * 500)
    return file.getvalue()


def _columns_turned_round(path: Path) -> None:
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(row[::-1] for row in rows)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


CASES: Final = (
    Case("utf-16", "encoding", 1, _bytes(lambda content: content.decode().encode("utf-16"))),
    Case("latin-1", "encoding", 0, _bytes(lambda content: content[:-1] + b"\xe9\n")),
    Case("zip", "encoding", 1, _bytes(_zip)),
    Case("random bytes", "encoding", 1, _bytes(lambda _content: b"\xff\x00" + random.Random(0).randbytes(5_000))),
    Case("empty", "empty-file", 1, _bytes(lambda _content: b"")),
    Case("missing", "missing-file", 1, Path.unlink),
    Case("folder", "missing-file", 1, _folder),
    Case("semicolons", "delimiter", 1, _bytes(lambda content: content.replace(b",", b";"))),
    Case("tabs", "delimiter", 1, _bytes(lambda content: content.replace(b",", b"\t"))),
    Case("a cell too many", "ragged-row", 0, _bytes(lambda content: content[:-1] + b",x\n")),
    Case("a cell too few", "ragged-row", 0, _bytes(lambda content: content[: content.rindex(b",")] + b"\n")),
    Case("unclosed quote", "broken-quotes", 0, _last_cell('"never closed')),
    Case("text after quote", "broken-quotes", 0, _last_cell('"a" b')),
    Case("line break in a cell", "line-break-in-cell", 0, _last_cell('"a\nb"')),
    Case("huge cell", "cell-length|max-length|pattern", 0, _last_cell(HUGE)),
    Case("NUL", "control-character", 0, _last_cell("a\0b")),
    Case("escape sequence", "control-character", 0, _last_cell("\x1b[31mred")),
    Case("formula", "formula", 0, _last_cell("=1+1")),
    Case("bidirectional", "invisible-character", 0, _last_cell("a\u202eb")),
    Case("zero width", "invisible-character", 0, _last_cell("a\u200bb")),
    Case("CRLF", "line-ending", 1, _bytes(lambda content: content.replace(b"\n", b"\r\n"))),
    Case("byte order mark", "byte-order-mark", 1, _bytes(lambda content: b"\xef\xbb\xbf" + content)),
    Case("blank line", "blank-line", 2, _bytes(lambda content: content.replace(b"\n", b"\n\n", 1))),
    Case("column twice", "header", 1, _header(lambda names: [*names[:-1], names[0]])),
    Case("column unknown", "header", 1, _header(lambda names: [*names[:-1], b"remarks"])),
    Case("columns in another order", "header", 1, _columns_turned_round),
    Case("utf-16 without a mark", "encoding", 1, _bytes(lambda content: content.decode().encode("utf-16-le"))),
    Case("huge header", "header", 1, _header(lambda names: [*names[:-1], HUGE.encode()])),
    Case("quoted header", "quoting", 1, _header(lambda names: [b'"' + names[0] + b'"', *names[1:]])),
    Case("many blank lines", "blank-line", 2, _bytes(lambda content: content.replace(b"\n", b"\n" * 50_000, 1))),
    Case("escape sequence in the header", "header", 1, _header(lambda names: [b"\x1b[31m", *names[1:]])),
    Case("named pipe", "missing-file", 1, _pipe),
)

TABLES: Final = ("figures", "quotes", "obstacles", "countries", "sources", "indicators", "agents", "areas", "revisions")
"""The tables that have rows in the example package."""


def _path(table: str) -> str:
    descriptor = json.loads((REPOSITORY / "datapackage.json").read_bytes())
    return next(str(resource["path"]) for resource in descriptor["resources"] if resource["name"] == table)


def _check(folder: Path) -> tuple[Run, list[dict[str, Any]]]:
    """Check a package; return what was said for people and the findings."""
    report = folder / "findings.json"
    run = run_command("check", "--report", "text", "--report", f"json={report}", folder=folder)
    assert len(run.out) + len(run.err) < LONGEST
    assert set(re.findall(r"[^\x20-\x7e]", run.out)) <= set('\n""“”’…→áé')
    return run, json.loads(report.read_bytes())["findings"]


def _assert_found(case: Case, line: int, findings: list[dict[str, Any]]) -> None:
    assert findings, case.name
    assert {finding["rule"] for finding in findings} <= set(case.rule.split("|")), case.name
    assert findings[0]["line"] == line, case.name


BATCHES: Final = [CASES[start : start + len(TABLES)] for start in range(0, len(CASES), len(TABLES))]


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(len(BATCHES)))
def test_tables_broken_in_different_ways_have_their_findings_each(batch: int, example_copy: Path) -> None:
    lines = {}
    broken = dict(zip(TABLES, BATCHES[batch], strict=False))
    for table, case in broken.items():
        path = example_copy / _path(table)
        lines[table] = case.line or path.read_bytes().count(b"\n")
        case.do(path)
    run, findings = _check(example_copy)
    assert run.code == 1
    for table, case in broken.items():
        _assert_found(case, lines[table], [finding for finding in findings if finding["table"] == table])
    assert {finding["table"] for finding in findings} == set(broken)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_table_broken_alone_has_its_finding(case: Case, example_copy: Path) -> None:
    path = example_copy / "data/figures.csv"
    line = case.line or path.read_bytes().count(b"\n")
    case.do(path)
    run, findings = _check(example_copy)
    assert run.code == 1
    _assert_found(case, line, findings)
    assert {finding["table"] for finding in findings} == {"figures"}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_fix_survives_a_broken_table(case: Case, example_copy: Path) -> None:
    path = example_copy / "data/figures.csv"
    case.do(path)
    before = path.read_bytes() if path.is_file() else b""
    run = run_command("fix", folder=example_copy)
    assert len(run.out) + len(run.err) < LONGEST
    if case.rule in ("line-ending", "byte-order-mark", "blank-line", "quoting"):
        assert run.code == 0
    elif path.is_file():
        assert path.read_bytes() == before
    else:
        assert run.code == 1


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES[::4], ids=lambda case: case.name)
def test_build_refuses_a_broken_table(case: Case, example_copy: Path) -> None:
    case.do(example_copy / "data/figures.csv")
    run = run_command("build", folder=example_copy)
    assert run.code == 1
    assert len(run.out) + len(run.err) < LONGEST
    assert not (example_copy / "dist").exists()


def test_a_link_that_leads_out_of_the_package_is_refused(example_copy: Path, tmp_path: Path) -> None:
    table = example_copy / "data/figures.csv"
    table.rename(tmp_path / "figures.csv")
    table.symlink_to(tmp_path / "figures.csv")
    for command in ("check", "fix", "build"):
        _assert_one_sentence(run_command(command, folder=example_copy), "leads out of the package")


def test_a_link_to_itself_is_refused(example_copy: Path) -> None:
    table = example_copy / "data/figures.csv"
    table.unlink()
    table.symlink_to("figures.csv")
    _assert_one_sentence(run_command("check", folder=example_copy), "data/figures.csv")


@pytest.mark.slow
def test_a_link_inside_the_package_is_followed(example_copy: Path) -> None:
    table = example_copy / "data/figures.csv"
    table.rename(example_copy / "data/kept.csv")
    table.symlink_to("kept.csv")
    assert run_command("check", folder=example_copy).code == 0


def _assert_one_sentence(run: Run, expected: str) -> None:
    assert run.code == 2
    assert run.out == ""
    assert run.err.startswith("deportation-goal: ")
    assert run.err.count("\n") == 1
    assert len(run.err) < 1_000
    assert expected in run.err


def _set(where: str, value: object) -> Callable[[Any], Any]:
    """Return a change of the descriptor: a member of the first resource, or with a leading `/` of the package."""

    def change(document: Any) -> Any:
        (document if where.startswith("/") else document["resources"][0])[where.lstrip("/")] = value
        return document

    return change


DESCRIPTORS: Final = {
    "path that climbs out": (_set("path", "../figures.csv"), "../figures.csv"),
    "path that climbs out later": (_set("path", "data/../../figures.csv"), "only paths inside"),
    "absolute path": (_set("path", "/etc/hosts"), "only paths inside"),
    "address": (_set("path", "http://example.org/figures.csv"), "only paths inside"),
    "backslashes": (_set("path", "..\\figures.csv"), "only paths inside"),
    "several paths": (_set("path", ["data/figures.csv"]), "figures"),
    "schema that climbs out": (_set("schema", "../figures.schema.json"), "only paths inside"),
    "schema that is missing": (_set("schema", "schemas/none.json"), "none.json"),
    "schema that is no JSON": (_set("schema", "data/figures.csv"), "not valid JSON"),
    "schema without fields": (_set("schema", {}), "figures"),
    "no resources": (_set("/resources", []), "resources"),
    "resource without a name": (_set("name", None), "name"),
    "resource twice": (_set("name", "quotes"), "quotes"),
    "no version": (_set("/version", None), "version"),
    "no object": (lambda _document: "deportation-goal", "no package here"),
}

SOME: Final = ("path that climbs out", "address", "schema that is no JSON", "no resources", "no object")
"""Descriptors that a fast run tries too; what the loader says to each has its own tests."""


@pytest.mark.parametrize(
    "case", [*SOME, *(pytest.param(case, marks=pytest.mark.slow) for case in DESCRIPTORS if case not in SOME)]
)
def test_a_broken_descriptor_is_one_sentence(case: str, example_copy: Path) -> None:
    change, expected = DESCRIPTORS[case]
    descriptor = example_copy / "datapackage.json"
    descriptor.write_text(json.dumps(change(json.loads(descriptor.read_bytes()))), encoding="utf-8")
    run = run_command("check", folder=example_copy)
    _assert_one_sentence(run, expected)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe{\x00", b"\xef\xbb\xbf{}", b'{"name": "deportation-goal", "name": "x"}', b"[" * 100_000],
    ids=["empty", "cut off", "utf-16", "byte order mark", "member twice", "nested deep"],
)
def test_a_descriptor_that_is_no_json_is_one_sentence(content: bytes, example_copy: Path) -> None:
    (example_copy / "datapackage.json").write_bytes(content)
    _assert_one_sentence(run_command("check", folder=example_copy), "datapackage.json")


@pytest.mark.slow
def test_a_table_with_the_schema_of_another_is_no_internal_error(example_copy: Path) -> None:
    descriptor = example_copy / "datapackage.json"
    document = _set("schema", "schemas/quotes.schema.json")(json.loads(descriptor.read_bytes()))
    descriptor.write_text(json.dumps(document), encoding="utf-8")
    assert run_command("check", folder=example_copy).code in (1, 2)
