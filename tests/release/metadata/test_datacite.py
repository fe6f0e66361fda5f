"""The DataCite document is valid, with and without a DOI, and invents none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from deportation_goal.package.facts import dataset_facts
from deportation_goal.release.artefacts import formats
from deportation_goal.release.changelog import VersionNews
from deportation_goal.release.metadata.datacite import datacite_document


@cache
def schema() -> Any:
    """Return the schema of DataCite; importing it takes a second."""
    from datacite import schema45

    return schema45


def errors(document: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in schema().validator.iter_errors(document)]


@pytest.mark.slow
def test_a_draft_is_valid_and_has_no_identifier(example_release: dict[str, bytes]) -> None:
    document = json.loads(example_release["metadata/datacite.json"])
    assert errors(document) == []
    assert document.keys().isdisjoint({"doi", "prefix", "suffix", "url", "identifiers"})
    assert "10." not in json.dumps({**document, "relatedIdentifiers": []})
    assert b"<identifier" not in schema().tostring(document).encode()


@pytest.mark.slow
def test_the_validator_refuses_what_is_wrong(example_release: dict[str, bytes]) -> None:
    document = json.loads(example_release["metadata/datacite.json"])
    assert errors({**document, "publicationYear": 2026}) != []
    assert errors({**document, "dates": [{"date": "2026-11-22", "dateType": "Released"}]}) != []


def test_a_reserved_doi_is_carried(published: Mapping[str, Any]) -> None:
    document = datacite_document(dataset_facts(published), (), (), ())
    assert errors(document) == []
    assert (document["doi"], document["url"]) == ("10.1234/goal.1", "https://example.org/goal")
    assert '<identifier identifierType="DOI">10.1234/goal.1</identifier>' in schema().tostring(document)


def test_the_version_before_is_named_without_an_address(descriptor: dict[str, Any]) -> None:
    versions = [
        VersionNews(version, f"{year}-01-02", "")
        for version, year in (("10.0.0", 2032), ("9.0.0", 2031), ("8.0.0", 2030))
    ]
    named = {}
    for version in ("11.0.0", "10.0.0", "8.0.0"):
        document = datacite_document(dataset_facts({**descriptor, "version": version}), (), (), versions)
        assert errors(document) == []
        named[version] = [
            (item["relationType"], item["edition"], item["publicationYear"])
            for item in document.get("relatedItems", [])
        ]
        assert "relatedItemIdentifier" not in json.dumps(document)
    assert named == {
        "11.0.0": [("IsNewVersionOf", "10.0.0", "2032")],
        "10.0.0": [("IsNewVersionOf", "9.0.0", "2031")],
        "8.0.0": [],
    }


def test_the_formats_are_named_with_the_one_to_preserve_first(example_release: dict[str, bytes]) -> None:
    named = json.loads(example_release["metadata/datacite.json"])["formats"]
    assert named == ["text/csv", *(form.media_type for form in formats())]


def test_creators_have_the_names_that_catalogues_sort_by(published: Mapping[str, Any]) -> None:
    person, body = datacite_document(dataset_facts(published), (), (), ())["creators"]
    assert (person["name"], person["nameType"]) == ("Example, Ada B.", "Personal")
    assert person["nameIdentifiers"][0]["nameIdentifier"] == "https://orcid.org/0000-0002-1825-0097"
    assert person["affiliation"] == [{"name": "Example Institute"}]
    assert body == {"name": "A Working Group", "nameType": "Organizational"}


def test_it_counts_what_the_release_holds(example_release: dict[str, bytes]) -> None:
    resources = json.loads(example_release["datapackage.json"])["resources"]
    rows = sum(resource["rowCount"] for resource in resources if resource["path"].endswith(".csv"))
    document = json.loads(example_release["metadata/datacite.json"])
    assert document["sizes"][0].startswith(f"{rows:,} rows in ")
