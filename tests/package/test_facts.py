"""The facts that all metadata is made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from deportation_goal.errors import UserError
from deportation_goal.package.facts import dataset_facts


def test_are_those_of_the_descriptor(descriptor: dict[str, Any]) -> None:
    facts = dataset_facts(descriptor)
    assert (facts.name, facts.title) == (descriptor["name"], descriptor["title"])
    assert (facts.version, facts.tag) == (descriptor["version"], f"v{descriptor['version']}")
    assert (facts.created, facts.date) == (descriptor["created"], descriptor["created"].split("T")[0])
    assert list(facts.keywords) == descriptor["keywords"]
    assert facts.licence.name == "CC-BY-4.0"
    assert [source.title for source in facts.sources] == [source["title"] for source in descriptor["sources"]]


def test_the_day_is_that_of_the_time_in_utc(descriptor: dict[str, Any]) -> None:
    facts = dataset_facts({**descriptor, "created": "2026-12-31T23:30:00-05:00"})
    assert (facts.created, facts.date, facts.year) == ("2027-01-01T04:30:00Z", "2027-01-01", "2027")


def test_nothing_is_invented_where_the_descriptor_is_silent(descriptor: dict[str, Any]) -> None:
    for member in ("homepage", "id", "keywords", "sources"):
        descriptor.pop(member, None)
    descriptor["contributors"] = [{"title": "Somebody"}]
    facts = dataset_facts(descriptor)
    assert (facts.homepage, facts.doi, facts.keywords, facts.sources) == ("", "", (), ())
    (creator,) = facts.creators
    assert (creator.name, creator.orcid, creator.address, creator.is_person) == ("Somebody", "", "", False)
    assert facts.publisher == "Somebody"


def test_creators_are_the_contributors_with_that_role(published: Mapping[str, Any]) -> None:
    facts = dataset_facts(published)
    assert [(creator.name, creator.is_person) for creator in facts.creators] == [
        ("Ada B. Example", True),
        ("A Working Group", False),
    ]
    assert facts.creators[0].orcid == "https://orcid.org/0000-0002-1825-0097"
    assert (facts.creators[0].address, facts.creators[1].address) == ("", "https://example.org/group")
    assert facts.publisher == "Example Archive"


@pytest.mark.parametrize(
    ("identifier", "doi"),
    [
        ("https://doi.org/10.1234/goal.1", "10.1234/goal.1"),
        ("http://dx.doi.org/10.1234/goal.1", "10.1234/goal.1"),
        ("doi:10.1234/goal.1", "10.1234/goal.1"),
        ("10.1234/goal.1", "10.1234/goal.1"),
        ("b1c2d3e4-0000-4000-8000-000000000000", ""),
        ("https://example.org/10.1234/goal.1", ""),
    ],
)
def test_a_doi_is_read_in_every_common_form(identifier: str, doi: str, descriptor: dict[str, Any]) -> None:
    assert dataset_facts({**descriptor, "id": identifier}).doi == doi


@pytest.mark.parametrize(
    ("member", "value", "message"),
    [
        ("title", None, 'has no "title"'),
        ("title", " ", 'has no "title"'),
        ("description", 3, 'has no "description"'),
        ("created", "yesterday", 'created is "yesterday"'),
        ("licenses", [], 'has no "licenses"'),
        ("licenses", ["CC-BY-4.0"], 'an entry without "name" in "licenses"'),
        ("contributors", None, 'has no "contributors"'),
        ("contributors", [{"email": "a@example.org"}], 'an entry without "title" in "contributors"'),
    ],
)
def test_what_a_citation_needs_is_asked_for(
    member: str, value: object, message: str, descriptor: dict[str, Any]
) -> None:
    with pytest.raises(UserError, match=message):
        dataset_facts({**descriptor, member: value})
