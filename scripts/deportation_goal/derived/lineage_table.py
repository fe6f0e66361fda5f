"""lineage: for every statement, said by -> first reported in -> carried in."""

from __future__ import annotations

from typing import Final

from deportation_goal.derived.joined import Joined
from deportation_goal.table_files import Row

STATEMENT_KEYS: Final = {
    "figures": "figure_id",
    "quotes": "quote_id",
    "obstacles": "obstacle_id",
    "countries": "country_role_id",
}
"""The tables of statements and their keys."""


def lineage_table(joined: Joined) -> list[Row]:
    """Return one row for each statement."""
    ways = {source: _way(source, joined) for source in joined.background.sources}
    return [
        {
            "row_id": statement[key],
            "table_name": table,
            "said_by": statement["attributed_to"],
            "attribution_type": statement["attribution_type"],
            "origin": joined.background.origin(statement),
            **ways[statement["source_id"]],
        }
        for table, key in STATEMENT_KEYS.items()
        for statement in joined.tables[table]
    ]


def _way(source: str, joined: Joined) -> Row:
    """Return how a document came to what it carries."""
    chain = joined.background.chain(source)
    return {
        "first_reported_in": chain[0],
        "carried_in": source,
        "chain": " ".join(chain),
        "steps": str(len(chain) - 1),
        "access": joined.background.sources[source]["access"],
    }
