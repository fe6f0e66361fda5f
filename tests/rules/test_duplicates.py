"""Rows that say the same, and names, codes and addresses of two rows."""

from __future__ import annotations

import pytest

from deportation_goal.package.descriptor import Package
from support import changed, check_example

TWO_PAGES = {"sources.0.url": "https://example.org/a", "sources.1.url": "https://example.org/a"}


def _found(package: Package, cells: dict[str, str]) -> list[tuple[str, str, str]]:
    findings = check_example(package, changed(cells)).findings
    return [(finding.rule, finding.row_id, finding.field) for finding in findings]


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"areas.1.name": "costa rica"}, ("USA", "name")),
        ({"areas.1.m49": "188"}, ("USA", "m49")),
        ({"indicators.1.name": "Goal for removals"}, ("removals-to-date", "name")),
        ({"agents.3.name": "Example News"}, ("washington-post", "name")),
        ({"agents.0.wikidata_id": "Q1", "agents.3.wikidata_id": "Q1"}, ("washington-post", "wikidata_id")),
    ],
)
def test_a_name_or_code_belongs_to_one_row(cells: dict[str, str], place: tuple[str, str], package: Package) -> None:
    assert _found(package, cells) == [("repeated-name", *place)]


def test_unnamed_agents_may_share_a_name(package: Package) -> None:
    other = {
        "agents.2+.agent_id": "unnamed-official-other-2025-05",
        "obstacles.0.attributed_to": "unnamed-official-other-2025-05",
    }
    assert _found(package, other) == []


def test_a_row_is_repeated_even_if_its_notes_differ(package: Package) -> None:
    again = {"obstacles.0+.obstacle_id": "obs-5x1c4w", "obstacles.0+.notes": "Printed twice."}
    assert _found(package, again) == [("repeated-row", "obs-5x1c4w", "obstacle_id")]


@pytest.mark.parametrize(
    ("cells", "may"),
    [
        ({}, False),
        ({"sources.1.publisher": "example-news"}, True),
        ({"sources.1.publisher": "example-news", "sources.1.published": "2025-04"}, False),
        (
            {
                "sources.1.publisher": "example-news",
                "sources.1.published": "2025-04",
                "sources.0.source_type": "dataset",
                "sources.1.source_type": "dataset",
            },
            True,
        ),
    ],
    ids=["two publishers", "one publisher, two days", "one publisher, one month", "data sets"],
)
def test_who_may_share_an_address(cells: dict[str, str], may: bool, package: Package) -> None:
    assert ("repeated-address" in {rule for rule, _, _ in _found(package, TWO_PAGES | cells)}) is not may
