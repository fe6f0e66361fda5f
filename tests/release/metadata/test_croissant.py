"""mlcroissant reads the release: no error, no warning, and the rows that the CSVs hold."""

from __future__ import annotations

import csv
import datetime
import itertools
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from deportation_goal.package.schema import Field
from deportation_goal.release.metadata.croissant import data_type
from effort import EVERYTHING
from mistakes import read
from support import write_files

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


FIRST = 100


def _dataset(folder: Path) -> Any:
    import mlcroissant

    return mlcroissant.Dataset(str(folder / "croissant.json"))


def _same(cell: str, value: Any) -> bool:
    """Whether a value of the reader is what the cell of a CSV writes."""
    if cell == "" or value is None:
        return cell == "" and value is None
    if isinstance(value, bytes):
        return value.decode("utf-8") == cell
    if cell in {"true", "false"}:
        return str(bool(value)).lower() == cell
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() == cell
    return float(value) == float(cell)


def _different(folder: Path, dataset: Any) -> list[tuple[str, str, str, Any]]:
    """Return the cells that the reader gives otherwise than the CSV, and rows that only one of them has.

    It takes seconds for a thousand rows: of long tables the first ones are read, and all of them in a search.
    """
    different: list[tuple[str, str, str, Any]] = []
    for record_set in dataset.metadata.record_sets:
        path = record_set.fields[0].source.file_object
        with (folder / path).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if not EVERYTHING:
            rows = rows[:FIRST]
        records = list(itertools.islice(dataset.records(record_set.uuid), len(rows) if len(rows) == FIRST else None))
        assert len(records) == len(rows), record_set.uuid
        for row, record in zip(rows, records, strict=True):
            assert {field.name for field in record_set.fields} == row.keys()
            different.extend(
                (record_set.uuid, column, cell, record[f"{record_set.uuid}/{column}"])
                for column, cell in row.items()
                if not _same(cell, record[f"{record_set.uuid}/{column}"])
            )
    return different


@pytest.mark.slow
def test_every_table_is_streamed_as_its_csv_has_it(real_build: Path, caplog: pytest.LogCaptureFixture) -> None:
    real_folder = real_build / "dist"
    with caplog.at_level(logging.WARNING):
        dataset = _dataset(real_folder)
        assert _different(real_folder, dataset) == []
    issues = dataset.metadata.ctx.issues
    assert (sorted(issues.errors), sorted(issues.warnings)) == ([], [])
    assert [record.getMessage() for record in caplog.records] == []
    tables = {resource["name"] for resource in json.loads((real_folder / "datapackage.json").read_bytes())["resources"]}
    assert {record_set.uuid for record_set in dataset.metadata.record_sets} >= tables


@pytest.mark.slow
def test_the_tables_of_the_example_are_streamed_too(example_release: dict[str, bytes], tmp_path: Path) -> None:
    write_files(tmp_path, example_release)
    assert _different(tmp_path, _dataset(tmp_path)) == []


@pytest.mark.slow
def test_a_changed_file_is_refused(example_release: dict[str, bytes], tmp_path: Path) -> None:
    write_files(tmp_path, {**example_release, "data/reference/areas.csv": b"area,name,kind,m49\n"})
    with pytest.raises(Exception, match="areas") as raised:
        list(_dataset(tmp_path).records("areas"))
    assert "Hash of downloaded file" in str(raised.value.__cause__)


@pytest.mark.slow
def test_a_broken_reference_in_the_document_is_an_error(example_release: dict[str, bytes], tmp_path: Path) -> None:
    spoilt = example_release["croissant.json"].replace(
        b'"fileObject": {\n              "@id": "data/figures.csv"',
        b'"fileObject": {\n              "@id": "nowhere"',
        1,
    )
    assert spoilt != example_release["croissant.json"]
    write_files(tmp_path, {**example_release, "croissant.json": spoilt})
    with pytest.raises(Exception, match="nowhere"):
        _dataset(tmp_path)


def test_keys_and_used_references_are_those_of_the_schemas(example_release: dict[str, bytes]) -> None:
    document = json.loads(example_release["croissant.json"])
    resources = {
        resource["name"]: resource for resource in json.loads(example_release["datapackage.json"])["resources"]
    }
    sets = {item["@id"]: item for item in document["recordSet"]}
    for name, resource in resources.items():
        schema = json.loads(example_release[resource["schema"]])
        assert sets[name]["key"] == {"@id": f"{name}/{schema['primaryKey'][0]}"}
        given = {field["name"]: field["references"] for field in sets[name]["field"] if "references" in field}
        assert given == {
            key["fields"][0]: {
                "fileObject": {"@id": resources[key["reference"]["resource"] or name]["path"]},
                "extract": {"column": key["reference"]["fields"][0]},
            }
            for key in schema.get("foreignKeys", [])
            if any(row[key["fields"][0]] for row in read(example_release[resource["path"]]))
        }


def _field(kind: str, pattern: str | None) -> Field:
    return Field("code", "", kind, "", "", (), False, False, pattern, (), None, None, None)


@pytest.mark.parametrize(
    ("kind", "pattern", "croissant"),
    [
        ("string", None, "sc:Text"),
        ("string", "^[0-9]{3}$", "cr:Int64"),
        ("string", "^[0-9]+$", "cr:Int64"),
        ("string", "^[0-9a-f]{64}$", "sc:Text"),
        ("integer", None, "cr:Int64"),
        ("number", None, "cr:Float64"),
        ("boolean", None, "sc:Boolean"),
        ("date", None, "sc:Date"),
    ],
)
def test_types(kind: str, pattern: str | None, croissant: str) -> None:
    assert data_type(_field(kind, pattern)) == croissant
