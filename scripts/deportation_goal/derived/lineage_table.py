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
    rows: list[Row] = []
    for table, key in STATEMENT_KEYS.items():
        for statement in joined.tables[table]:
            lineage = joined.background.lineage(statement)
            rows.append(
                {
                    "row_id": statement[key],
                    "table_name": table,
                    "said_by": lineage.said_by,
                    "attribution_type": statement["attribution_type"],
                    "first_reported_in": lineage.first_reported_in,
                    "carried_in": lineage.carried_in,
                    "origin": lineage.origin,
                    "chain": " ".join(lineage.chain),
                    "steps": str(len(lineage.chain) - 1),
                    "access": joined.background.sources[statement["source_id"]]["access"],
                }
            )
    return rows
