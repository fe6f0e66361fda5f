"""Statements and sources for the evidence modules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deportation_goal.evidence.located_statements import sources_with_digest, statements_with_locator
from deportation_goal.evidence.locator import Locator
from deportation_goal.evidence.locator_check import Statement
from deportation_goal.evidence.matching import Source
from deportation_goal.package.descriptor import Package, Resource
from deportation_goal.package.schema import parse_schema

DIGEST = "ab" * 32


def _package() -> Package:
    def resource(name: str, *columns: str) -> Resource:
        document: dict[str, Any] = {"fields": [{"name": column} for column in columns], "primaryKey": columns[0]}
        if len(columns) > 2:
            document["locator"] = list(columns[2:])
        return Resource(name, f"{name}.csv", parse_schema(name, document), "")

    block = ("source_id", "evidence_start", "evidence_end", "evidence_sha256")
    resources = (
        resource("quotes", "quote_id", *block),
        resource("sources", "source_id", "text_sha256"),
        resource("figures", "figure_id", *block),
    )
    return Package(Path(), {"version": "1.0.0"}, resources)


def _row(key: str, row_id: str, start: str = "5", end: str = "50", digest: str = DIGEST) -> dict[str, str]:
    return {
        key: row_id,
        "source_id": "example",
        "evidence_start": start,
        "evidence_end": end,
        "evidence_sha256": digest,
    }


def test_statements_of_all_tables_in_their_order() -> None:
    tables = {
        "figures": [_row("figure_id", "fig-two"), _row("figure_id", "fig-one", "0", "24")],
        "quotes": [_row("quote_id", "quo-one", "100", "200")],
        "sources": [{"source_id": "example", "text_sha256": ""}],
    }
    assert statements_with_locator(_package(), tables) == [
        Statement("quotes", "quo-one", "example", Locator(100, 200, DIGEST)),
        Statement("figures", "fig-two", "example", Locator(5, 50, DIGEST)),
        Statement("figures", "fig-one", "example", Locator(0, 24, DIGEST)),
    ]


@pytest.mark.parametrize(
    ("start", "end", "digest"),
    [
        ("", "", ""),
        ("5", "50", ""),
        ("5", "", DIGEST),
        ("", "50", DIGEST),
        ("-5", "50", DIGEST),
        ("5.0", "50", DIGEST),
        ("²", "50", DIGEST),
        ("٣", "50", DIGEST),
        ("5", "9" * 5000, DIGEST),
        ("five", "50", DIGEST),
    ],
)
def test_rows_without_a_well_formed_locator_are_left_out(start: str, end: str, digest: str) -> None:
    tables = {"figures": [_row("figure_id", "fig-one", start, end, digest)], "quotes": [], "sources": []}
    assert statements_with_locator(_package(), tables) == []


def test_sources_with_and_without_a_digest() -> None:
    rows = [{"source_id": "held", "text_sha256": DIGEST}, {"source_id": "cited", "text_sha256": ""}]
    assert sources_with_digest({"sources": rows}) == [Source("held", DIGEST), Source("cited", "")]
