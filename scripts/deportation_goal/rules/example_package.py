"""A tiny package that no rule catches; the examples of the rules are changes to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.rule import Example
from deportation_goal.table_files.canonical import csv_bytes

_AS_IT_IS: Final = Example("")

_BLOCK: Final = {
    "source_id": "example-news-2025-04-13",
    "attributed_to": "unnamed-official-example-news-2025-04",
    "attribution_type": "anonymous",
    "evidence_start": "0",
    "evidence_end": "120",
    "evidence_sha256": "3f" * 32,
}


def _statement(cells: Mapping[str, str]) -> dict[str, str]:
    """Return a statement: its own cells, then those of the block that all statements have."""
    return {**{column: cell for column, cell in cells.items() if column not in _BLOCK}, **_BLOCK, **cells}


ROWS: Final[Mapping[str, tuple[Mapping[str, str], ...]]] = {
    "areas": (
        {"area": "CRI", "name": "Costa Rica", "kind": "country", "m49": "188"},
        {"area": "USA", "name": "United States", "kind": "country", "m49": "840"},
    ),
    "agents": (
        {"agent_id": "example-news", "agent_type": "news_outlet", "name": "Example News"},
        {
            "agent_id": "jane-doe",
            "agent_type": "person",
            "name": "Jane Doe",
            "role": "spokesperson",
            "area": "USA",
        },
        {
            "agent_id": "unnamed-official-example-news-2025-04",
            "agent_type": "unnamed",
            "name": "a federal official",
        },
        {"agent_id": "washington-post", "agent_type": "news_outlet", "name": "The Washington Post"},
    ),
    "indicators": (
        {
            "indicator_id": "removals-goal",
            "name": "Goal for removals",
            "definition": "Removals that the administration is reported to aim for.",
            "unit": "{removal}",
            "measure": "target",
            "topic": "goal",
            "unit_label": "removals",
            "not_comparable_with": "removals-to-date",
        },
        {
            "indicator_id": "removals-to-date",
            "name": "Removals to date",
            "definition": "Removals since the term began.",
            "unit": "{removal}",
            "measure": "cumulative",
            "topic": "outcome",
            "unit_label": "removals",
            "not_comparable_with": "removals-goal",
        },
    ),
    "sources": (
        {
            "source_id": "example-news-2025-04-13",
            "title": "A report",
            "publisher": "example-news",
            "source_type": "news",
            "published": "2025-04-13",
            "published_basis": "stated",
            "language": "en",
            "derived_from": "washington-post-2025-04-12",
            "derivation": "summarises",
            "access": "full",
            "text_sha256": "5a" * 32,
            "text_length": "6000",
            "text_quality": "clean",
        },
        {
            "source_id": "washington-post-2025-04-12",
            "title": "[The original report]",
            "publisher": "washington-post",
            "source_type": "news",
            "published": "2025-04-12",
            "published_basis": "stated",
            "language": "en",
            "access": "not_seen",
        },
    ),
    "figures": (
        _statement(
            {
                "figure_id": "fig-7k2m9q",
                "indicator_id": "removals-goal",
                "area": "USA",
                "period": "2025-01-20/2026-01-19",
                "period_basis": "inferred",
                "value": "1000000",
                "qualifier": "at_least",
                "value_text": "at least one million migrants",
                "status": "reported",
            }
        ),
        _statement(
            {
                "figure_id": "fig-8h3n1p",
                "indicator_id": "removals-to-date",
                "area": "USA",
                "period": "2025-01-20/2025-03",
                "period_basis": "stated",
                "value": "1000",
                "qualifier": "exact",
                "value_text": "1,000 deportations",
                "status": "reported",
                "attributed_to": "example-news",
                "attribution_type": "named",
                "evidence_start": "600",
                "evidence_end": "700",
                "evidence_sha256": "7c" * 32,
            }
        ),
    ),
    "quotes": (
        _statement(
            {
                "quote_id": "quo-3f8d0z",
                "utterance": "doe-plan",
                "text": "We have a plan and we will carry it out",
                "language": "en",
                "form": "full",
                "wording": "original",
                "attributed_to": "jane-doe",
                "attribution_type": "named",
            }
        ),
        _statement(
            {
                "quote_id": "quo-4g9e1x",
                "utterance": "doe-plan",
                "text": "carry it out",
                "language": "en",
                "form": "fragment",
                "wording": "original",
                "attributed_to": "jane-doe",
                "attribution_type": "named",
                "evidence_start": "300",
                "evidence_end": "400",
                "evidence_sha256": "8d" * 32,
            }
        ),
    ),
    "obstacles": (
        _statement(
            {
                "obstacle_id": "obs-5x1c4v",
                "obstacle_type": "staffing",
                "effect": "hinders",
                "explicitness": "stated",
                "summary": "There are too few officers.",
            }
        ),
    ),
    "countries": (
        _statement(
            {
                "country_role_id": "cty-9b6t2h",
                "area": "CRI",
                "place": "Guantánamo",
                "role": "in_negotiation",
                "summary": "Named among the countries in talks.",
            }
        ),
    ),
    "series": (
        {
            "series_id": "removals-running-count",
            "indicator_id": "removals-to-date",
            "name": "Removals, running count",
            "publisher": "jane-doe",
            "frequency": "monthly",
            "definition": "Removals since the term began, as the agency publishes them.",
            "source_id": "washington-post-2025-04-12",
            "licence": "Public domain",
        },
    ),
    "observations": (
        {
            "observation_id": "val-5m2k8t",
            "series_id": "removals-running-count",
            "period": "2025-01-20/2025-03-31",
            "value": "1014",
            "status": "reported",
            "source_id": "washington-post-2025-04-12",
            "sheet": "Removals",
            "cell": "P29",
            "file_sha256": "7c" * 32,
        },
    ),
    "revisions": (
        {
            "revision_id": "rev-2w7e5r",
            "table_name": "figures",
            "row_id": "fig-7k2m9q",
            "field": "area",
            "old_value": "CRI",
            "new_value": "USA",
            "action": "corrected",
            "reason": "The text speaks of the United States.",
            "date": "2025-06-01",
        },
    ),
    "relations": (),
    "changes": (),
    "accepted": (),
}


_PLACE: Final = re.compile(r"(?P<table>[a-z_]+)\.(?P<row>[0-9]+)(?P<new>\+*)\.(?P<column>[a-z_0-9]+)")


@dataclass(frozen=True)
class ExampleRow:
    """A row of the example package as an example shows it.

    Attributes:
        cells: Its cells by column.
        before: Its cells as the package has them; of a new row, those of the row that it is a copy of.
        is_new: Whether the example adds it.
    """

    cells: Mapping[str, str]
    before: Mapping[str, str]
    is_new: bool = False


def example_rows(example: Example) -> dict[str, list[ExampleRow]]:
    """Return the rows of the example package by table, with the cells that an example changes.

    Raises:
        ValueError: If the example names a place that does not exist.
    """
    changes: dict[tuple[str, int, int], dict[str, str]] = {}
    for place, value in example.cells.items():
        match = _PLACE.fullmatch(place)
        if match is None:
            raise ValueError(f'"{place}" is not a place such as figures.0.value or areas.0+.area')
        changes.setdefault((match["table"], int(match["row"]), len(match["new"])), {})[match["column"]] = value
    shown: dict[str, list[ExampleRow]] = {table: [] for table in ROWS}
    for table, rows in ROWS.items():
        for number, before in enumerate(rows):
            cells = {**before, **changes.get((table, number, 0), {})}
            shown[table].append(ExampleRow(cells, before))
            copy = 1
            while (table, number, copy) in changes:
                shown[table].append(ExampleRow({**cells, **changes[table, number, copy]}, cells, is_new=True))
                copy += 1
        if not rows and (table, 0, 0) in changes:
            shown[table].append(ExampleRow(changes[table, 0, 0], {}, is_new=True))
    return shown


def example_tables(schemas: Mapping[str, TableSchema], example: Example = _AS_IT_IS) -> dict[str, bytes]:
    """Return the bytes of the example package's tables, by table, as an example changes them."""
    rows = example_rows(example)
    files = {
        table: csv_bytes(schema.columns, [row.cells for row in rows.get(table, ())])
        for table, schema in schemas.items()
    }
    for table, (old, new) in example.content.items():
        if old != b"*":
            if old not in files[table]:
                raise ValueError(f"the example package's {table} has no {old!r}")
            files[table] = files[table].replace(old, new, 1)
        elif new:
            files[table] = new
        else:
            del files[table]
    return files
