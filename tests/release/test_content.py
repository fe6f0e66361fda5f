"""What a release holds, as paths and bytes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from deportation_goal.derived import DERIVED
from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.release import content
from deportation_goal.release.artefacts import formats
from deportation_goal.release.content import ReleaseDraft, derived_tables, release_files
from deportation_goal.release.frictionless_check import frictionless_errors
from mistakes import read
from support import WITHOUT_PICTURES, changed, copy_package, example_files, write_files


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory, package: Package) -> tuple[Path, dict[str, bytes]]:
    """A folder with the example package, and its release without pictures; to be left as they are."""
    folder = copy_package(tmp_path_factory.mktemp("content") / "example", with_data=False)
    write_files(folder, {**example_files(package), "LICENSE": b"Free.\n"})
    return folder, release_files(load_package(folder), WITHOUT_PICTURES)


@pytest.fixture
def source(released: tuple[Path, dict[str, bytes]]) -> Path:
    """The folder of the package."""
    return released[0]


@pytest.fixture
def files(released: tuple[Path, dict[str, bytes]]) -> dict[str, bytes]:
    """The release by path."""
    return dict(released[1])


def _resources(files: dict[str, bytes]) -> list[dict[str, Any]]:
    resources: list[dict[str, Any]] = json.loads(files["datapackage.json"])["resources"]
    return resources


@pytest.mark.slow
def test_tables_and_schemas_are_byte_for_byte_those_of_the_package(files: dict[str, bytes], source: Path) -> None:
    package = load_package(source)
    for resource in package.resources:
        for path in (resource.path, resource.schema_path):
            assert files[path] == (source / path).read_bytes()


def test_the_descriptor_describes_every_table_truly(files: dict[str, bytes]) -> None:
    described = [resource["path"] for resource in _resources(files)]
    assert described == [path for path in files if path.endswith(".csv")]
    for resource in _resources(files):
        table = files[resource["path"]]
        assert resource["bytes"] == len(table)
        assert resource["hash"] == "sha256:" + hashlib.sha256(table).hexdigest()
        assert resource["rowCount"] == len(read(table))
        schema = json.loads(files[resource["schema"]])
        assert table.decode("utf-8").split("\n")[0] == ",".join(field["name"] for field in schema["fields"])


def test_the_descriptor_is_otherwise_that_of_the_package(files: dict[str, bytes], source: Path) -> None:
    released = json.loads(files["datapackage.json"])
    original = json.loads((source / "datapackage.json").read_bytes())
    added = {"bytes", "hash", "rowCount", "licenses"}
    for before, after in zip(original.pop("resources"), released.pop("resources"), strict=False):
        assert before == {name: value for name, value in after.items() if name not in added}
        # The package has the licence of the code too, and a table is data.
        assert [licence["name"] for licence in after["licenses"]] == ["CC-BY-4.0"]
    assert released == original


def test_every_derived_table_is_there(files: dict[str, bytes], source: Path) -> None:
    package = load_package(source)
    tables = derived_tables(package)
    assert set(tables) == set(DERIVED)
    for name, rows in tables.items():
        assert read(files[f"derived/{name}.csv"]) == rows


def test_documents_are_carried_where_they_are_there(files: dict[str, bytes]) -> None:
    assert files["LICENSE"] == b"Free.\n"
    assert "LICENSE-DATA" not in files


def test_a_maker_sees_what_was_made_before(example_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[ReleaseDraft] = []

    def maker(draft: ReleaseDraft) -> dict[str, bytes]:
        seen.append(draft)
        return {"further.txt": b"further"}

    monkeypatch.setattr(content, "MAKERS", (maker,))
    files = release_files(load_package(example_copy))
    (draft,) = seen
    assert files["further.txt"] == b"further"
    assert draft.descriptor == json.loads(files["datapackage.json"])
    assert list(draft.rows) == [resource["name"] for resource in draft.descriptor["resources"]]
    for resource in draft.descriptor["resources"]:
        assert draft.rows[resource["name"]] == read(files[resource["path"]])
    assert draft.formats == formats()


def test_the_readme_names_every_table_and_its_licence_and_citation(files: dict[str, bytes]) -> None:
    readme = files["README.md"].decode()
    for resource in _resources(files):
        assert f"[{resource['path']}]({resource['path']}) | {resource['rowCount']:,} |" in readme
    assert "creativecommons.org/licenses/by/4.0" in readme
    assert f"Version {json.loads(files['datapackage.json'])['version']}" in readme


@pytest.mark.parametrize(
    "created", [None, "", "yesterday", "2026-11-22", "2026-11-22T00:00:00", "1970-01-01T00:00:00Z"]
)
def test_a_descriptor_without_the_time_of_the_release_is_refused(created: str | None, example_copy: Path) -> None:
    descriptor = json.loads((example_copy / "datapackage.json").read_bytes())
    (example_copy / "datapackage.json").write_text(json.dumps({**descriptor, "created": created}), encoding="utf-8")
    with pytest.raises(UserError, match="created"):
        release_files(load_package(example_copy))


def test_a_number_that_no_double_keeps_is_refused(example_copy: Path, package: Package) -> None:
    long = "0.12345678901234567890"
    write_files(example_copy, example_files(package, changed({"figures.0.value": long})))
    with pytest.raises(UserError, match=rf"data/figures\.csv: fig-[a-z0-9]+, value: {long} has more digits"):
        release_files(load_package(example_copy))


@pytest.mark.slow
def test_the_same_package_gives_the_same_release(source: Path) -> None:
    once, again = (list(release_files(load_package(source)).items()) for _ in range(2))
    assert once == again


@pytest.mark.slow
def test_a_changed_byte_is_seen_by_frictionless(files: dict[str, bytes], tmp_path: Path) -> None:
    figures = files["data/figures.csv"].replace(b"at least one million migrants", b"at least one million removals")
    write_files(tmp_path / "release", {**files, "data/figures.csv": figures})
    assert any("hash" in error for error in frictionless_errors(tmp_path / "release"))


def test_a_missing_schema_of_a_derived_table_is_named(example_copy: Path) -> None:
    name = next(iter(DERIVED))
    (example_copy / f"schemas/derived/{name}.schema.json").unlink()
    with pytest.raises(UserError, match=name):
        release_files(load_package(example_copy))
