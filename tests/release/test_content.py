"""What a release holds, as paths and bytes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from deportation_goal.derived import DERIVED
from deportation_goal.package.descriptor import PackageError, load_package
from deportation_goal.release.content import SUMS, checksums, derived_tables, release_files
from deportation_goal.release.second_opinion import frictionless_errors
from mistakes import read
from support import write_files


@pytest.fixture
def files(example_copy: Path) -> dict[str, bytes]:
    """The release of the example package."""
    (example_copy / "LICENSE").write_text("Free.\n", encoding="utf-8")
    return release_files(load_package(example_copy))


def _resources(files: dict[str, bytes]) -> list[dict[str, Any]]:
    resources: list[dict[str, Any]] = json.loads(files["datapackage.json"])["resources"]
    return resources


def test_tables_and_schemas_are_byte_for_byte_those_of_the_package(files: dict[str, bytes], example_copy: Path) -> None:
    package = load_package(example_copy)
    for resource in package.resources:
        for path in (resource.path, resource.schema_path):
            assert files[path] == (example_copy / path).read_bytes()


def test_the_descriptor_describes_every_table_truly(files: dict[str, bytes]) -> None:
    described = [resource["path"] for resource in _resources(files)]
    assert described == [path for path in files if path.endswith(".csv")]
    for resource in _resources(files):
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        assert resource["rowCount"] == len(read(content))
        schema = json.loads(files[resource["schema"]])
        assert content.decode("utf-8").split("\n")[0] == ",".join(field["name"] for field in schema["fields"])


def test_the_descriptor_is_otherwise_that_of_the_package(files: dict[str, bytes], example_copy: Path) -> None:
    released = json.loads(files["datapackage.json"])
    original = json.loads((example_copy / "datapackage.json").read_bytes())
    added = {"bytes", "hash", "rowCount"}
    for before, after in zip(original.pop("resources"), released.pop("resources"), strict=False):
        assert before == {name: value for name, value in after.items() if name not in added}
    assert released == original


def test_every_derived_table_is_there(files: dict[str, bytes], example_copy: Path) -> None:
    package = load_package(example_copy)
    tables = derived_tables(package)
    assert set(tables) == set(DERIVED)
    for name, rows in tables.items():
        assert read(files[f"derived/{name}.csv"]) == rows


def test_the_checksums_cover_every_other_file(files: dict[str, bytes]) -> None:
    lines = [line.split("  ") for line in files[SUMS].decode().splitlines()]
    assert [path for _, path in lines] == sorted(files.keys() - {SUMS})
    assert all(hashlib.sha256(files[path]).hexdigest() == digest for digest, path in lines)
    assert checksums(files) == files[SUMS]


def test_documents_are_carried_where_they_are_there(files: dict[str, bytes]) -> None:
    assert files["LICENSE"] == b"Free.\n"
    assert "LICENSE-DATA" not in files


def test_the_same_package_gives_the_same_release(files: dict[str, bytes], example_copy: Path) -> None:
    assert list(release_files(load_package(example_copy)).items()) == list(files.items())


def test_a_release_is_a_package_that_frictionless_accepts(files: dict[str, bytes], tmp_path: Path) -> None:
    write_files(tmp_path / "release", files)
    assert len(load_package(tmp_path / "release").resources) == len(_resources(files))
    assert frictionless_errors(tmp_path / "release") == []


def test_a_changed_byte_is_seen_by_frictionless(files: dict[str, bytes], tmp_path: Path) -> None:
    figures = files["data/figures.csv"].replace(b"at least one million migrants", b"at least one million removals")
    write_files(tmp_path / "release", {**files, "data/figures.csv": figures})
    assert any("hash" in error for error in frictionless_errors(tmp_path / "release"))


def test_a_missing_schema_of_a_derived_table_is_named(example_copy: Path) -> None:
    name = next(iter(DERIVED))
    (example_copy / f"schemas/derived/{name}.schema.json").unlink()
    with pytest.raises(PackageError, match=name):
        release_files(load_package(example_copy))
