"""Locators that contradict each other."""

from __future__ import annotations

import pytest

from deportation_goal.package.descriptor import Package
from support import changed, check_example

TWO_TEXTS = {
    "sources.1.access": "full",
    "sources.1.text_quality": "clean",
    "sources.0.derived_from": "",
    "sources.0.derivation": "",
    "obstacles.0.source_id": "washington-post-2025-04-12",
}
"""Two sources that are not related, with the same excerpt."""


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        # Three other rows have the place, so the row that differs is named wherever it is.
        ({"figures.0.evidence_sha256": "4c" * 32}, ("fig-7k2m9q", "evidence_sha256")),
        ({"countries.0.evidence_sha256": "4c" * 32}, ("cty-9b6t2h", "evidence_sha256")),
        ({"obstacles.0.evidence_start": "1"}, ("obs-5x1c4v", "evidence_start")),
        ({"obstacles.0.evidence_end": "121"}, ("obs-5x1c4v", "evidence_end")),
        (TWO_TEXTS | {"obstacles.0.evidence_end": "121"}, ("obs-5x1c4v", "evidence_end")),
        (TWO_TEXTS, ("obs-5x1c4v", "evidence_sha256")),
        ({"sources.1.text_sha256": "5a" * 32, "sources.1.text_length": "6000"}, None),
    ],
)
def test_the_row_that_differs_is_reported(
    cells: dict[str, str], found: tuple[str, str] | None, package: Package
) -> None:
    seen = {"sources.1.access": "full", "sources.1.text_quality": "clean"}
    findings = check_example(package, changed(seen | cells)).findings
    places = [(finding.row_id, finding.field) for finding in findings]
    assert (found or ("washington-post-2025-04-12", "text_sha256")) in places


@pytest.mark.parametrize(
    "cells",
    [
        {"obstacles.0.primary_source": "example-news-2025-04-13"},
        {"sources.1.derived_from": "example-news-2025-04-13", "sources.1.derivation": "quotes"},
        {"quotes.0+.source_id": "washington-post-2025-04-12", "quotes.0+.quote_id": "quo-9g9e1x"},
    ],
    ids=["primary source", "derived", "the same quotation"],
)
def test_related_sources_may_have_the_same_excerpt(cells: dict[str, str], package: Package) -> None:
    findings = check_example(package, changed(TWO_TEXTS | cells)).findings
    assert "locator-elsewhere" not in {finding.rule for finding in findings}
