"""A tiny package that no rule catches; the examples of the rules are changes to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from deportation_goal.package.schema import TableSchema
from deportation_goal.rules.rule import Edit, NewRow, RawEdit
from deportation_goal.table_files.canonical import csv_bytes

_BLOCK: Final = {
    "source_id": "example-news-2025-04-13",
    "attributed_to": "unnamed-official-example-news-2025-04",
    "attribution_type": "anonymous",
    "evidence_start": "0",
    "evidence_end": "120",
    "evidence_sha256": "3f" * 32,
}

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
            "not_comparable_with": "removals-to-date",
        },
        {
            "indicator_id": "removals-to-date",
            "name": "Removals to date",
            "definition": "Removals since the term began.",
            "unit": "{removal}",
            "measure": "cumulative",
            "topic": "outcome",
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
        {
            **_BLOCK,
            "figure_id": "fig-7k2m9q",
            "indicator_id": "removals-goal",
            "area": "USA",
            "period": "2025-01-20/2026-01-19",
            "period_basis": "inferred",
            "value": "1000000",
            "qualifier": "at_least",
            "value_text": "at least one million migrants",
            "status": "reported",
        },
        {
            **_BLOCK,
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
        },
    ),
    "quotes": (
        {
            **_BLOCK,
            "quote_id": "quo-3f8d0z",
            "utterance": "doe-plan",
            "text": "We have a plan and we will carry it out",
            "language": "en",
            "form": "full",
            "wording": "original",
            "attributed_to": "jane-doe",
            "attribution_type": "named",
        },
        {
            **_BLOCK,
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
        },
    ),
    "obstacles": (
        {
            **_BLOCK,
            "obstacle_id": "obs-5x1c4v",
            "obstacle_type": "staffing",
            "effect": "hinders",
            "explicitness": "stated",
            "summary": "There are too few officers.",
        },
    ),
    "countries": (
        {
            **_BLOCK,
            "country_role_id": "cty-9b6t2h",
            "area": "CRI",
            "place": "Guantánamo",
            "role": "in_negotiation",
            "summary": "Named among the countries in talks.",
        },
    ),
    "revisions": (
        {
            "revision_id": "rev-2w7e5r",
            "table_name": "figures",
            "row_id": "fig-7k2m9q",
            "field": "value",
            "old_value": "100000",
            "new_value": "1000000",
            "action": "corrected",
            "reason": "A nought was lost.",
            "date": "2025-06-01",
        },
    ),
    "changes": (),
}


def apply_edits(schemas: Mapping[str, TableSchema], edits: Iterable[Edit | NewRow | RawEdit] = ()) -> dict[str, bytes]:
    """Return the bytes of the example package's tables, by table, after some edits.

    A `RawEdit` whose old bytes are `*` stands for the whole file; with no new bytes the table is left out.
    """
    rows = {table: [dict(row) for row in ROWS.get(table, ())] for table in schemas}
    raw_edits = []
    for edit in edits:
        if isinstance(edit, Edit):
            rows[edit.table][edit.row][edit.column] = edit.value
        elif isinstance(edit, NewRow):
            original = edit.copy_of
            rows[edit.table].insert(original + 1, {**rows[edit.table][original], **dict(edit.changes)})
        else:
            raw_edits.append(edit)
    key_order = {table: schema.columns for table, schema in schemas.items()}
    files = {table: csv_bytes(key_order[table], rows[table]) for table in schemas}
    for raw in raw_edits:
        if raw.old != b"*":
            if raw.old not in files[raw.table]:
                raise ValueError(f"the example package's {raw.table} has no {raw.old!r}")
            files[raw.table] = files[raw.table].replace(raw.old, raw.new, 1)
        elif raw.new:
            files[raw.table] = raw.new
        else:
            del files[raw.table]
    return files
