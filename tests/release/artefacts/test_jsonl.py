"""The JSON Lines: real JSON types, null where missing, keys in the order of the columns."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from deportation_goal.release.artefacts import jsonl
from deportation_goal.release.artefacts.typed_cells import csv_rows
from made_packages import COLUMNS, TABLE, made_package

ROW = {
    "thing_id": "thing-1",
    "text": 'a "b"',
    "number": "1.50",
    "integer": "7",
    "boolean": "false",
    "date": "2025-01-20",
}


def test_a_row_is_an_object_with_json_types(tmp_path: Path) -> None:
    package = made_package(tmp_path, [ROW])
    jsonl.write(package)
    (line,) = package.file(jsonl.FORMAT.path(TABLE)).read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert tuple(row) == COLUMNS
    assert row == {**dict.fromkeys(COLUMNS), **ROW, "number": 1.5, "integer": 7, "boolean": False}
    assert '"number":1.50,' in line


@pytest.mark.parametrize("line", ["[]", "{}", '{"thing_id": "a"}', "{", "", "[" * 100_000])
def test_a_line_of_another_form_is_told(line: str, tmp_path: Path) -> None:
    package = made_package(tmp_path, [])
    package.file(jsonl.FORMAT.path(TABLE)).parent.mkdir(parents=True)
    package.file(jsonl.FORMAT.path(TABLE)).write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(UserError):
        list(jsonl.read(package, package.resource(TABLE)))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", "1.5"),
        ("integer", True),
        ("integer", "7"),
        ("boolean", 1),
        ("text", 7),
        ("text", ["a"]),
        ("date", 2025),
    ],
)
def test_a_value_of_another_type_equals_no_cell(column: str, value: object, tmp_path: Path) -> None:
    package = made_package(tmp_path, [])
    package.file(jsonl.FORMAT.path(TABLE)).parent.mkdir(parents=True)
    package.file(jsonl.FORMAT.path(TABLE)).write_text(
        json.dumps({**dict.fromkeys(COLUMNS), column: value}), encoding="utf-8"
    )
    ((*cells,),) = jsonl.read(package, package.resource(TABLE))
    assert cells[COLUMNS.index(column)] not in (value, str(value))


@pytest.mark.parametrize(
    ("change", "as_written"),
    [
        (lambda content: content, True),
        (lambda content: content.replace(b'":', b'": '), False),
        (lambda content: content.replace(b"\xef\xbf\xbd", b"\xff"), False),
        (lambda content: content + b"\n", False),
        (lambda content: content[:-1], False),
        (lambda content: b"", False),
    ],
    ids=["untouched", "other spaces", "not UTF-8", "a line more", "no last line end", "no row"],
)
def test_only_the_very_bytes_are_as_written(change: Callable[[bytes], bytes], as_written: bool, tmp_path: Path) -> None:
    package = made_package(tmp_path, [{**ROW, "text": "\N{REPLACEMENT CHARACTER}"}])
    rows = list(map(tuple, csv_rows(package, package.resource(TABLE))))
    assert jsonl.as_written(package, {TABLE: rows}) == []
    jsonl.write(package)
    file = package.file(jsonl.FORMAT.path(TABLE))
    file.write_bytes(change(file.read_bytes()))
    assert jsonl.as_written(package, {TABLE: rows}) == [TABLE] * as_written
