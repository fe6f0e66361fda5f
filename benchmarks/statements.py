"""The small tables beside the figures: a few invented quotes, obstacles, country roles and revisions."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Final

from benchmarks.documents import Document, GeneratedRow, ReferenceRows
from benchmarks.figures import attribution, locator
from benchmarks.vocabulary import AREAS, PEOPLE
from deportation_goal.package.schema import TableSchema
from deportation_goal.table_files.ids import make_id

ROWS: Final = 20
"""Rows of each of the small tables of statements."""

_TEXTS: Final = ("We have a plan, and it holds", "Ask me again in “a year or so”", "The numbers will speak")
_OBSTACLES: Final = ("court_backlog", "funding", "staffing", "transport", "litigation", "destination_refusal")
_ROLES: Final = ("in_negotiation", "agreed_to_receive", "accepts_returns", "origin", "transit")


def _quote(rng: random.Random, document: Document, references: ReferenceRows) -> GeneratedRow:
    person = PEOPLE.index(rng.choice(PEOPLE))
    return {
        # The speaker stands in the name of the utterance, so no utterance has two.
        "utterance": f"{PEOPLE[person]}-plan-{rng.randrange(5)}",
        "text": rng.choice(_TEXTS),
        "language": document.row["language"],
        "form": "full",
        "wording": "original",
        "attributed_to": references.person(PEOPLE[person]),
        "attribution_type": "named",
        "source_id": document.identifier,
    }


def _obstacle(rng: random.Random, document: Document, references: ReferenceRows) -> GeneratedRow:
    return {
        "obstacle_type": rng.choice(_OBSTACLES),
        "effect": rng.choice(("hinders", "hinders", "helps")),
        "explicitness": rng.choice(("stated", "implied")),
        "summary": f"Invented for benchmarks, number {rng.randrange(1000)}.",
        "source_id": document.identifier,
        **attribution(rng, document, references),
    }


def _country(rng: random.Random, document: Document, references: ReferenceRows) -> GeneratedRow:
    return {
        "area": references.area(rng.choice(sorted(AREAS))),
        "role": rng.choice(_ROLES),
        "summary": f"Invented for benchmarks, number {rng.randrange(1000)}.",
        "source_id": document.identifier,
        **attribution(rng, document, references),
    }


_MAKERS: Final = {
    "quotes": ("quote_id", _quote),
    "obstacles": ("obstacle_id", _obstacle),
    "countries": ("country_role_id", _country),
}


def small_tables(
    rng: random.Random,
    documents: list[Document],
    lengths: dict[str, int],
    references: ReferenceRows,
    schemas: Mapping[str, TableSchema],
) -> dict[str, list[GeneratedRow]]:
    """Return the rows of quotes, obstacles and countries.

    Args:
        rng: Source of chance.
        documents: Documents with a text.
        lengths: Length of each text.
        references: Gets the agents and areas.
        schemas: Schema of every table.
    """
    tables: dict[str, list[GeneratedRow]] = {}
    for table, (key, make) in _MAKERS.items():
        taken: set[str] = set()
        tables[table] = []
        for _ in range(ROWS):
            document = rng.choice(documents)
            end = rng.randint(60, lengths[document.identifier])
            row = make(rng, document, references) | locator(document, (max(0, end - rng.randint(40, 200)), end))
            row[key] = make_id(schemas[table], row, taken)
            taken.add(row[key])
            tables[table].append(row)
    return tables


def revisions_of(figures: list[GeneratedRow], schema: TableSchema) -> list[GeneratedRow]:
    """Return a correction of each of these figures: a note that was dropped or rewritten."""
    rows: list[GeneratedRow] = []
    taken: set[str] = set()
    for number, figure in enumerate(figures):
        row = {
            "table_name": "figures",
            "row_id": figure["figure_id"],
            "field": "notes",
            "old_value": f"Note {number}, before.",
            "new_value": figure.get("notes", ""),
            "action": "corrected",
            "reason": "Invented for benchmarks.",
            "date": f"2026-11-{number % 28 + 1:02}",
        }
        row["revision_id"] = make_id(schema, row, taken)
        taken.add(row["revision_id"])
        rows.append(row)
    return rows
