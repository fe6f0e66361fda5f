"""The Parquet files: their types, and what they tell of themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import load_package
from deportation_goal.release.artefacts import parquet
from made_packages import CODES, TABLE, made_package

ROW = {"thing_id": "thing-1", "code": CODES[2], "number": "1.50", "date": "2025-01-20"}


def test_columns_have_real_types(tmp_path: Path) -> None:
    package = made_package(tmp_path, [ROW])
    parquet.write(package)
    schema = pq.read_schema(package.file(parquet.FORMAT.path(TABLE)))
    types = {
        "text": pa.string(),
        "number": pa.float64(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    assert {name: schema.field(name).type for name in types} == types
    assert schema.field("code").type == pa.dictionary(pa.int32(), pa.string())
    assert not schema.field("thing_id").nullable


@pytest.mark.parametrize("rows", [[], [ROW]])
def test_a_coded_column_is_a_category_with_its_codes_in_order(rows: list[dict[str, str]], tmp_path: Path) -> None:
    package = made_package(tmp_path, rows)
    parquet.write(package)
    frame = pq.read_table(package.file(parquet.FORMAT.path(TABLE))).to_pandas()
    assert frame["code"].dtype == "category"
    if rows:
        assert list(frame["code"].cat.categories) == list(CODES)


def test_the_file_tells_version_table_and_meaning(tmp_path: Path) -> None:
    package = made_package(tmp_path, [ROW])
    parquet.write(package)
    schema = pq.read_schema(package.file(parquet.FORMAT.path(TABLE)))
    told = {key.decode().removeprefix("deportation_goal."): value.decode() for key, value in schema.metadata.items()}
    assert (told["version"], told["created"], told["table"]) == ("1.2.3", "2026-11-22T10:20:30Z", TABLE)
    assert (told["primary_key"], told["licenses"]) == ("thing_id", "CC-BY-4.0")
    assert b"Any text" in schema.field("text").metadata[b"description"]


def test_other_columns_are_told(tmp_path: Path) -> None:
    package = made_package(tmp_path, [ROW])
    package.file(parquet.FORMAT.path(TABLE)).parent.mkdir(parents=True)
    pq.write_table(pa.table({"thing_id": ["a"]}), package.file(parquet.FORMAT.path(TABLE)))
    with pytest.raises(UserError, match="other columns"):
        list(parquet.read(package, package.resource(TABLE)))
    assert parquet.named_version(package, package.resource(TABLE)) == ""


def test_a_text_that_holds_a_list_is_a_list_and_comes_back_as_it_was(tmp_path: Path) -> None:
    lists = ["thing-1 thing-2", "thing-3", ""]
    made_package(tmp_path, [{**ROW, "thing_id": f"thing-{number}", "text": text} for number, text in enumerate(lists)])
    descriptor = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][0]["schema"]["fields"][1]["separator"] = " "
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    package = load_package(tmp_path)
    parquet.write(package)
    column = pq.read_table(package.file(parquet.FORMAT.path(TABLE))).column("text")
    assert column.type == pa.list_(pa.string())
    assert column.to_pylist() == [["thing-1", "thing-2"], ["thing-3"], None]
    assert [row[1] for row in parquet.read(package, package.resource(TABLE))] == lists


@pytest.mark.parametrize("number", ["1.5", "1000000", "0.00001", "123456789012345"])
def test_the_csv_comes_back(number: str, tmp_path: Path) -> None:
    package = made_package(tmp_path, [ROW | {"number": number, "text": 'a, "b" ü'}, {"thing_id": "thing-2"}])
    parquet.write(package)
    resource = package.resource(TABLE)
    assert (
        parquet.as_csv(package.file(parquet.FORMAT.path(TABLE)), resource.schema)
        == package.file(resource.path).read_bytes()
    )
