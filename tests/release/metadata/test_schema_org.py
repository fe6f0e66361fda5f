"""The schema.org document has what search engines for datasets ask for, and describes the files as they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from rdflib import namespace

from deportation_goal.package.facts import dataset_facts
from deportation_goal.package.schema import parse_schema
from deportation_goal.release.artefacts import parquet, sqlite
from deportation_goal.release.metadata.described_tables import DescribedTable
from deportation_goal.release.metadata.schema_org import schema_org_document, temporal_coverage
from deportation_goal.table_files import Rows
from mistakes import read

KNOWN = {str(term).removeprefix(str(namespace.SDO)) for term in dir(namespace.SDO)} | {"sha256"}
"""The terms of schema.org that rdflib carries, and one that is newer."""


@pytest.fixture
def document(example_release: dict[str, bytes]) -> Any:
    return json.loads(example_release["metadata/dataset.jsonld"])


def _terms(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for member, value in node.items():
            if not member.startswith("@"):
                yield member
            elif member == "@type":
                yield value
            yield from _terms(value)
    elif isinstance(node, list):
        for item in node:
            yield from _terms(item)


def test_every_term_is_one_of_schema_org(document: Any) -> None:
    assert document["@context"] == "https://schema.org/"
    assert set(_terms(document)) <= KNOWN


def test_has_what_googles_page_requires_and_recommends(document: Any) -> None:
    assert document["@type"] == "Dataset"
    assert document["name"]
    assert 50 <= len(document["description"]) <= 5000
    assert document["license"].startswith("https://")
    assert document["creator"][0]["@type"] in {"Person", "Organization"}
    assert document["creator"][0]["name"]
    for download in document["distribution"]:
        assert download["@type"] == "DataDownload"
        assert download["contentUrl"]
        assert "/" in download["encodingFormat"]
    for member in ("version", "keywords", "variableMeasured", "temporalCoverage", "isAccessibleForFree"):
        assert document[member], member


def test_every_table_is_a_download_with_its_hash(document: Any, example_release: dict[str, bytes]) -> None:
    tables = {path for path in example_release if path.endswith(".csv")}
    downloads = {item["contentUrl"].removeprefix("../"): item for item in document["distribution"]}
    assert tables <= downloads.keys()
    for path in tables:
        assert downloads[path]["sha256"] == hashlib.sha256(example_release[path]).hexdigest()
        assert downloads[path]["contentSize"] == f"{len(example_release[path])} B"


SCHEMA = {"fields": [{"name": "key"}], "primaryKey": ["key"]}


def test_further_formats_are_named_without_hash_and_size(published: Mapping[str, Any]) -> None:
    """Their bytes belong to a machine, those of this document to none."""
    tables = [
        DescribedTable(name, name, "", f"data/{name}.csv", parse_schema(name, SCHEMA), "0" * 64, 1, 0)
        for name in ("figures", "quotes")
    ]
    forms = (sqlite.FORMAT, parquet.FORMAT)
    rows: Rows = {"figures": [], "indicators": []}
    document = schema_org_document(dataset_facts(published), tables, rows, forms, base="../")
    assert document["distribution"][2:] == [
        {
            "@type": "DataDownload",
            "name": path.rpartition("/")[2],
            "contentUrl": f"../formats/{path}",
            "encodingFormat": kind,
        }
        for path, kind in (
            ("deportation-goal.sqlite", "application/vnd.sqlite3"),
            ("parquet/figures.parquet", "application/vnd.apache.parquet"),
            ("parquet/quotes.parquet", "application/vnd.apache.parquet"),
        )
    ]


def test_the_variables_are_the_indicators(document: Any, example_release: dict[str, bytes]) -> None:
    indicators = read(example_release["data/reference/indicators.csv"])
    assert [(item["propertyID"], item["unitText"]) for item in document["variableMeasured"]] == [
        (row["indicator_id"], row["unit"]) for row in indicators
    ]


def test_addresses_are_there_only_if_the_descriptor_has_them(document: Any, published: Mapping[str, Any]) -> None:
    assert document.keys().isdisjoint({"url", "identifier", "sameAs"})
    with_address = schema_org_document(dataset_facts(published), (), {"figures": [], "indicators": []}, (), base="")
    assert with_address["url"] == "https://example.org/goal"
    assert with_address["identifier"] == "https://doi.org/10.1234/goal.1"
    person, body = with_address["creator"]
    assert (person["@type"], person["sameAs"]) == ("Person", "https://orcid.org/0000-0002-1825-0097")
    assert person["affiliation"] == {"@type": "Organization", "name": "Example Institute"}
    assert (body["@type"], body["url"]) == ("Organization", "https://example.org/group")
    assert set(_terms(with_address)) <= KNOWN
    assert "temporalCoverage" not in with_address


@pytest.mark.parametrize(
    ("periods", "covered"),
    [
        ([], ""),
        ([""], ""),
        (["2025"], "2025-01-01/2025-12-31"),
        (["2025-03", "", "2012", "2024-10/2025-09"], "2012-01-01/2025-09-30"),
        (["2015~/2025~"], "2015-01-01/2025-12-31"),
        (["2025-01-20/2026-01-19", "2004/.."], "2004-01-01/2026-01-19"),
        (["../2024-02"], ""),
        (["2030/..", "2025"], "2025-01-01/2030-01-01"),
    ],
)
def test_reaches_from_the_first_day_to_the_last(periods: list[str], covered: str) -> None:
    assert temporal_coverage(periods) == covered
