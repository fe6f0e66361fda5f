"""The metadata of a release as a whole: its files agree with each other and with the descriptor."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from deportation_goal.release.artefacts import formats
from deportation_goal.release.metadata.metadata_files import metadata_files
from mistakes import read


def rows_of(files: Mapping[str, bytes]) -> dict[str, list[dict[str, str]]]:
    """Return the rows of every table of a release."""
    resources = json.loads(files["datapackage.json"])["resources"]
    return {resource["name"]: read(files[resource["path"]]) for resource in resources}


def _said(files: Mapping[str, bytes]) -> dict[str, dict[str, object]]:
    """Return what each document says of the dataset: title, version, date, licence, creators, keywords."""
    citation = yaml.safe_load(files["CITATION.cff"])
    datacite = json.loads(files["metadata/datacite.json"])
    schema_org = json.loads(files["metadata/dataset.jsonld"])
    croissant = json.loads(files["croissant.json"])
    graph = {node["@id"]: node for node in json.loads(files["metadata/provenance.jsonld"])["@graph"]}
    return {
        "CITATION.cff": {
            "title": citation["title"],
            "version": citation["version"],
            "date": citation["date-released"],
            "description": citation["abstract"],
            "licence": citation["license"],
            "creators": [author["name"] for author in citation["authors"]],
            "keywords": citation["keywords"],
        },
        "datacite": {
            "title": datacite["titles"][0]["title"],
            "version": datacite["version"],
            "date": datacite["dates"][0]["date"],
            "description": datacite["descriptions"][0]["description"],
            "licence": datacite["rightsList"][0]["rightsIdentifier"],
            "licence address": datacite["rightsList"][0]["rightsUri"],
            "creators": [creator["name"] for creator in datacite["creators"]],
            "keywords": [subject["subject"] for subject in datacite["subjects"]],
        },
        **{name: _of_schema_org(document) for name, document in (("jsonld", schema_org), ("croissant", croissant))},
        "provenance": {
            "title": graph["#release"]["label"].split(", version")[0],
            "version": graph["#release"]["version"],
            "date": graph["#release"]["generatedAtTime"][:10],
            "creators": [graph[creator]["label"] for creator in graph["#release"]["wasAttributedTo"]],
        },
    }


def _of_schema_org(document: Any) -> dict[str, object]:
    return {
        "title": document["name"],
        "version": document["version"],
        "date": document["datePublished"],
        "description": document["description"],
        "licence address": document["license"],
        "creators": [creator["name"] for creator in document["creator"]],
        "keywords": document["keywords"],
    }


def test_all_documents_say_the_same(example_release: dict[str, bytes]) -> None:
    descriptor = json.loads(example_release["datapackage.json"])
    expected = {
        "title": descriptor["title"],
        "version": descriptor["version"],
        "date": descriptor["created"][:10],
        "description": descriptor["description"],
        "licence": descriptor["licenses"][0]["name"],
        "licence address": descriptor["licenses"][0]["path"],
        "creators": [contributor["title"] for contributor in descriptor["contributors"]],
        "keywords": descriptor["keywords"],
    }
    for name, said in _said(example_release).items():
        assert said.items() <= expected.items(), name


def test_a_change_of_the_descriptor_reaches_every_document(example_release: dict[str, bytes]) -> None:
    descriptor = json.loads(example_release["datapackage.json"])
    changed = {**descriptor, "version": "9.8.7", "title": "Another title", "created": "2030-01-02T00:00:00Z"}
    files = metadata_files(changed, rows_of(example_release), example_release, ())
    assert {(said["title"], said["version"], said["date"]) for said in _said(files).values()} == {
        ("Another title", "9.8.7", "2030-01-02")
    }


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
@pytest.mark.slow
def test_the_bytes_do_not_depend_on_where_and_when(
    zone: str, example_release: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        descriptor = json.loads(example_release["datapackage.json"])
        again = metadata_files(descriptor, rows_of(example_release), example_release, formats())
    finally:
        monkeypatch.undo()
        time.tzset()
    assert again == {path: example_release[path] for path in again}
    assert all(content.endswith(b"\n") and b"\r" not in content for content in again.values())


def test_no_path_climbs_out_of_the_release(example_release: dict[str, bytes]) -> None:
    croissant = json.loads(example_release["croissant.json"])
    files = {item["contentUrl"] for item in croissant["distribution"] if item["@type"] == "cr:FileObject"}
    assert files <= example_release.keys()
    sets = {item["includes"] for item in croissant["distribution"] if item["@type"] == "cr:FileSet"}
    assert sets == {form.files for form in formats()}
    downloads = json.loads(example_release["metadata/dataset.jsonld"])["distribution"]
    others = {form.path(table) for form in formats() for table in rows_of(example_release)}
    tables = {path for path in example_release if path.endswith(".csv")}
    assert {item["contentUrl"] for item in downloads} == {f"../{path}" for path in tables | others}


def test_no_text_ends_the_script_element_that_carries_a_document(example_release: dict[str, bytes]) -> None:
    descriptor = {**json.loads(example_release["datapackage.json"]), "title": "</script><b>"}
    files = metadata_files(descriptor, rows_of(example_release), example_release, ())
    documents = [content for path, content in files.items() if path.endswith((".jsonld", ".json"))]
    assert documents
    assert all(b"<" not in content and b"\\u003c/script>" in content for content in documents)
    assert json.loads(files["metadata/dataset.jsonld"])["name"] == "</script><b>"
