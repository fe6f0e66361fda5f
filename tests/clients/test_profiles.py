"""The descriptor and the schemas against the official profiles, as two packages carry them: no network."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from deportation_goal.package.descriptor import load_package
from deportation_goal.release.content import release_files
from programs import require_path

pytestmark = pytest.mark.slow
"""Whole builds: what they rest on is tested by itself in seconds."""

ROOT = Path(__file__).parents[2]
SCHEMAS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("schemas", "schemas/derived")
    for path in ROOT.glob(f"{folder}/*.json")
)
NODE_PROFILES = Path(__file__).parent / "node_modules" / "datapackage" / "lib" / "profiles"


def read(path: str) -> Any:
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


def official(version: str, name: str) -> Draft7Validator:
    profile = json.loads(files("dplib").joinpath("profiles", version, f"{name}.json").read_text(encoding="utf-8"))
    return Draft7Validator(profile)


def errors(validator: Draft7Validator, document: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


@pytest.fixture(scope="module")
def released() -> Any:
    """The descriptor of a release."""
    return json.loads(release_files(load_package(ROOT))["datapackage.json"])


@pytest.mark.parametrize("version", ["1.0", "2.0"])
class TestDescriptor:
    def test_is_valid(self, version: str) -> None:
        assert errors(official(version, "datapackage"), read("datapackage.json")) == []

    def test_resources_are_valid(self, version: str) -> None:
        validator = official(version, "dataresource")
        for resource in read("datapackage.json")["resources"]:
            assert errors(validator, resource) == []

    def test_dialects_are_valid(self, version: str) -> None:
        validator = official(version, "tabledialect")
        for resource in read("datapackage.json")["resources"]:
            assert errors(validator, resource["dialect"]) == []

    def test_that_of_a_release_is_valid(self, version: str, released: Any) -> None:
        assert errors(official(version, "datapackage"), released) == []
        for resource in released["resources"]:
            assert errors(official(version, "dataresource"), resource) == []
            assert {"hash", "bytes", "rowCount"} <= resource.keys()

    def test_a_wrong_one_is_refused(self, version: str) -> None:
        descriptor = read("datapackage.json")
        descriptor["resources"] = []
        assert errors(official(version, "datapackage"), descriptor) != []


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("path", SCHEMAS)
def test_schemas_are_valid(path: str, version: str) -> None:
    assert errors(official(version, "tableschema"), read(path)) == []


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_a_schema_with_a_wrong_type_is_refused(version: str) -> None:
    schema = read("schemas/figures.schema.json")
    schema["fields"][0]["type"] = "text"
    assert errors(official(version, "tableschema"), schema) != []


def javascript_profile(name: str) -> Draft7Validator:
    folder = require_path(NODE_PROFILES, "`npm ci` in tests/clients installs it")
    return Draft7Validator(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))


def test_the_stricter_descriptor_profile_of_the_javascript_client_agrees() -> None:
    validator = javascript_profile("data-package")
    descriptor = read("datapackage.json")
    for resource in descriptor["resources"]:
        resource["schema"] = read(resource["schema"])
    assert errors(validator, descriptor) == []
    descriptor["sources"] = []
    assert errors(validator, descriptor) != []


def test_every_resource_is_a_tabular_one_for_the_javascript_client() -> None:
    validator = javascript_profile("tabular-data-resource")
    for resource in read("datapackage.json")["resources"]:
        resource["schema"] = read(resource["schema"])
        assert errors(validator, resource) == []
        del resource["profile"]
        assert errors(validator, resource) != []


def test_sources_lead_to_the_table_of_documents() -> None:
    (sources,) = read("datapackage.json")["sources"]
    assert (ROOT / sources["path"]).is_file()
    assert sources["path"] == next(
        item["path"] for item in read("datapackage.json")["resources"] if item["name"] == "sources"
    )


def test_has_what_an_archive_asks_for() -> None:
    descriptor = read("datapackage.json")
    assert [licence["name"] for licence in descriptor["licenses"]] == ["CC-BY-4.0", "MIT"]
    assert all(contributor["title"] for contributor in descriptor["contributors"])
    assert len(descriptor["keywords"]) >= 3
