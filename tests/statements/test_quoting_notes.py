"""What a reader is told before quoting: counts of texts, the last day, where to report an error."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from deportation_goal.package.facts import DatasetFacts, dataset_facts
from deportation_goal.statements.quoting_notes import Texts, quoting_notes, texts_of
from deportation_goal.table_files import Row

FACTS = dataset_facts(
    {
        "name": "things",
        "title": "Things",
        "version": "1.2.3",
        "created": "2026-11-22T10:20:30Z",
        "description": "Made-up things.",
        "licenses": [{"name": "CC-BY-4.0"}],
        "contributors": [{"title": "Somebody", "roles": ["creator"]}],
    }
)
TEXTS = Texts(held=1200, whole=200, origins=3, origins_not_seen=2, latest=datetime.date(2026, 8, 22))


def source(name: str, access: str, published: str = "", derived_from: str = "") -> Row:
    return {"source_id": name, "access": access, "published": published, "derived_from": derived_from}


def test_texts_are_those_held_and_origins_those_they_go_back_to() -> None:
    found = texts_of(
        [
            source("report", "not_seen", "2026-09-01"),
            source("retelling", "excerpt", "2025-04-13", "report"),
            source("another", "full", "2025-05", "report"),
            source("own", "full"),
        ]
    )
    assert found == Texts(held=3, whole=2, origins=2, origins_not_seen=1, latest=datetime.date(2025, 5, 1))


def test_no_text_needs_no_warning() -> None:
    assert texts_of([]) == Texts(0, 0, 0, 0, None)
    assert quoting_notes(texts_of([]), FACTS) == ()


def test_numbers_and_days_are_those_of_the_texts_and_the_version() -> None:
    told = dict(quoting_notes(TEXTS, FACTS))
    assert told["Texts seen in part"].startswith(
        "The rows come from 1,200 texts. Of 1,000 only a part was seen, and 200"
    )
    assert told["Data until"] == (
        "The latest text is of 22 August 2026. Version 1.2.3 is of 22 November 2026. Later statements are missing."
    )
    assert dict(quoting_notes(replace(TEXTS, latest=None), FACTS))["Data until"].startswith("Version 1.2.3")


@pytest.mark.parametrize(
    ("facts", "begins"),
    [
        (FACTS, "Open an issue in the repository: name"),
        (replace(FACTS, repository="https://example.org/r"), "Open an issue at https://example.org/r: name"),
        (
            replace(FACTS, contact_email="data@example.org"),
            "Open an issue in the repository, or write to data@example.org: name",
        ),
    ],
)
def test_an_error_is_reported_where_the_descriptor_says(facts: DatasetFacts, begins: str) -> None:
    assert dict(quoting_notes(TEXTS, facts))["Report an error"].startswith(begins)
