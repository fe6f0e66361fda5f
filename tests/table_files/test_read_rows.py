"""Rows of a whole package, for code that works on a checked one."""

from __future__ import annotations

from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, Resource
from deportation_goal.package.schema import parse_schema
from deportation_goal.table_files.read_rows import read_rows


def _package(root: Path) -> Package:
    def resource(name: str, *columns: str) -> Resource:
        fields = [{"name": column} for column in columns]
        return Resource(name, f"{name}.csv", parse_schema(name, {"fields": fields, "primaryKey": columns[0]}), "")

    return Package(root, {"version": "1.0.0"}, (resource("things", "id", "name"), resource("places", "code", "size")))


def _write(root: Path, things: bytes, places: bytes = b"code,size\n") -> Package:
    (root / "things.csv").write_bytes(things)
    (root / "places.csv").write_bytes(places)
    return _package(root)


def test_cells_are_strings_and_missing_ones_empty(tmp_path: Path) -> None:
    package = _write(tmp_path, b'id,name\n1,"A, b"\nNA,\n', b"code,size\n007,1e3\n")
    assert read_rows(package) == {
        "things": [{"id": "1", "name": "A, b"}, {"id": "NA", "name": ""}],
        "places": [{"code": "007", "size": "1e3"}],
    }


def test_tables_stand_in_the_order_of_the_descriptor(tmp_path: Path) -> None:
    assert list(read_rows(_write(tmp_path, b"id,name\n"))) == ["things", "places"]


def test_a_file_that_is_not_canonical_gives_the_same_rows(tmp_path: Path) -> None:
    canonical = read_rows(_write(tmp_path, b"id,name\n1,x\n2,y\n"))
    assert read_rows(_write(tmp_path, b'\xef\xbb\xbfid,name\r\n"1",x\r\n\r\n2,y')) == canonical


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"id\n1\n", "things.csv lacks the header"),
        (b"name,id\nx,1\n", "things.csv lacks the header"),
        (b"id,name,more\n1,x,y\n", "things.csv lacks the header"),
        (b"", "things.csv lacks the header"),
        ("id,name\n1,ü\n".encode("latin-1"), "things.csv is not UTF-8"),
        ("id,name\n1,ü\n".encode("utf-16"), "things.csv is not UTF-8"),
    ],
)
def test_a_table_that_cannot_be_used_is_named_with_the_remedy(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        read_rows(_write(tmp_path, content))
    assert "run `deportation-goal check`" in str(caught.value)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    package = _write(tmp_path, b"id,name\n")
    (tmp_path / "places.csv").unlink()
    with pytest.raises(UserError, match=r"places\.csv cannot be read \(No such file"):
        read_rows(package)


def test_a_folder_in_place_of_a_table_is_named(tmp_path: Path) -> None:
    package = _write(tmp_path, b"id,name\n")
    (tmp_path / "things.csv").unlink()
    (tmp_path / "things.csv").mkdir()
    with pytest.raises(UserError, match=r"things\.csv cannot be read"):
        read_rows(package)


def test_the_rows_of_this_repository_have_the_columns_of_their_schemas(package: Package) -> None:
    for name, rows in read_rows(package).items():
        assert all(tuple(row) == package.resource(name).schema.columns for row in rows)
