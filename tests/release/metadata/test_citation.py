"""CITATION.cff is valid whatever the descriptor says; the sentence and the BibTeX entry say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker

from deportation_goal.package.facts import Creator, DatasetFacts, Licence, citation_sentence, dataset_facts
from deportation_goal.release.metadata.citation import bibtex, citation_file

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)


def errors(document: Any) -> list[str]:
    validator = Draft7Validator(get_builtin_schema("vendor.citation-file-format"), format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def test_the_file_of_this_dataset_is_valid(descriptor: dict[str, Any]) -> None:
    document = yaml.safe_load(citation_file(dataset_facts(descriptor)))
    assert errors(document) == []
    assert errors({**document, "date-released": "2026"}) != []


def test_persons_bodies_addresses_and_a_doi_find_their_members(published: Mapping[str, Any]) -> None:
    document = yaml.safe_load(citation_file(dataset_facts(published)))
    assert errors(document) == []
    assert document["authors"] == [
        {
            "family-names": "Example",
            "given-names": "Ada B.",
            "affiliation": "Example Institute",
            "orcid": "https://orcid.org/0000-0002-1825-0097",
        },
        {"name": "A Working Group", "website": "https://example.org/group"},
    ]
    assert (document["doi"], document["url"]) == ("10.1234/goal.1", "https://example.org/goal")


def test_without_address_and_doi_neither_is_there(descriptor: dict[str, Any]) -> None:
    document = yaml.safe_load(citation_file(dataset_facts(descriptor)))
    assert document.keys().isdisjoint({"doi", "url", "repository-code"})


@given(title=TEXT, description=TEXT, name=TEXT, words=st.lists(TEXT, min_size=1, unique=True))
def test_any_text_survives(title: str, description: str, name: str, words: list[str]) -> None:
    creator = Creator(name, "", "", "", "", "")
    licence = Licence("CC-BY-4.0", "", "")
    facts = DatasetFacts(
        "goal",
        title,
        "1.0.0",
        "2026-11-22",
        description,
        tuple(words),
        licence,
        (creator,),
        name,
        "",
        "",
        "",
        "",
        "",
        (),
    )
    document = yaml.safe_load(citation_file(facts))
    assert errors(document) == []
    assert (document["title"], document["abstract"], document["keywords"]) == (title, description, words)
    assert document["authors"] == [{"name": name}]


def test_the_sentence_names_what_a_reader_needs(descriptor: dict[str, Any], published: Mapping[str, Any]) -> None:
    facts = dataset_facts(descriptor)
    sentence = citation_sentence(facts)
    assert sentence.endswith("CC BY 4.0.")
    for part in (facts.creators[0].name, facts.title, f"Version {facts.version}", facts.year):
        assert part in sentence
    assert citation_sentence(dataset_facts(published)).endswith("CC BY 4.0. https://doi.org/10.1234/goal.1")


def test_bibtex_keeps_names_whole_and_escapes_what_means_something(published: Mapping[str, Any]) -> None:
    entry = bibtex(dataset_facts({**published, "title": "50 % & {more}_"}))
    assert entry.startswith("@misc{deportation-goal-")
    assert r"title = {{50 \% \& \{more\}\_}}" in entry
    assert "author = {{Ada B. Example} and {A Working Group}}" in entry
    assert entry == bibtex(dataset_facts({**published, "title": "50 % & {more}_"}), note="")
    row = bibtex(dataset_facts(published), "fig-000000", r"a\b~c^d")
    assert "-fig-000000,\n" in row
    assert r"note = {a\textbackslash{}b\textasciitilde{}c\textasciicircum{}d}" in row
    unescaped = re.sub(r"\\[{}]", "", entry)
    assert unescaped.count("{") == unescaped.count("}")


@pytest.mark.parametrize("member", ["title", "year", "version"])
def test_bibtex_has_what_a_style_needs(member: str, descriptor: dict[str, Any]) -> None:
    assert f"  {member} = " in bibtex(dataset_facts(descriptor))
