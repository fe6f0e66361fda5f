"""What a release says of itself to people: how to read it, and the README beside the files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from deportation_goal.package.facts import DatasetFacts, citation_sentence, dataset_facts
from deportation_goal.templating import render

HOW_TO_READ: Final = (
    (
        "What a row is",
        "A row records what a source says, who is credited with it and how it is hedged. That a figure is here does "
        "not say that it is true.",
    ),
    ("Empty cells", "Not given by the source, or not applicable."),
    (
        "Numbers",
        "As the source prints them, in the unit of their indicator. The column qualifier says how they are hedged: "
        "about, nearly, at least, up to …",
    ),
    (
        "Periods",
        "Text in EDTF: a year, month, day or quarter (2025-33 is the first of 2025), or an interval with both ends "
        "included; ~ about, ? uncertain, .. an open end.",
    ),
    ("Ids", "An id never changes and is never reused. It leads to the row of that id in the table it refers to."),
    ("Derived tables", "Computed from the others and never edited: names joined, hedges read as intervals, sources compared."),
)  # fmt: skip
"""Headings and sentences for somebody who opens a table for the first time."""


def licence_sentence(facts: DatasetFacts) -> str:
    """Return the licence of the data with its address."""
    return f"{facts.licence.title}, {facts.licence.address}" if facts.licence.address else facts.licence.title


_DEFAULT_TABLE: Final = "first_year"
"""The table that a loader of data sets takes if none is named."""


def _configuration(table: Mapping[str, Any]) -> str:
    """Return how `datasets.load_dataset` (Hugging Face) finds a table: a mapping in YAML, on one line."""
    document = {"config_name": table["name"], "data_files": table["path"]}
    return json.dumps(document | ({"default": True} if table["name"] == _DEFAULT_TABLE else {}))


def readme(
    descriptor: Mapping[str, Any],
    formats: Sequence[tuple[str, str]],
    others: Sequence[str],
    notes: Sequence[tuple[str, str]],
) -> bytes:
    """Return README.md of a release.

    Args:
        descriptor: The descriptor of the release, with row counts.
        formats: Name and path of each further format.
        others: Paths of the release besides tables and formats.
        notes: What to know before quoting a row, with headings.

    Raises:
        UserError: If the descriptor lacks what a citation needs.
    """
    facts = dataset_facts(descriptor)
    return render(
        "release/templates/readme.md",
        facts=facts,
        tables=descriptor["resources"],
        configurations=[_configuration(table) for table in descriptor["resources"]],
        formats=formats,
        notes=notes,
        how_to_read=HOW_TO_READ,
        others=others,
        licence=licence_sentence(facts),
        citation=citation_sentence(facts),
        wheel=f"{facts.name.replace('-', '_')}-{facts.version}-py3-none-any.whl",
    ).encode()
