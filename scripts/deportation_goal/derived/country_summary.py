"""country_summary: one row a country or region, what the statements say of it in counts."""

from __future__ import annotations

from deportation_goal.statements.derivation import lineage_of
from deportation_goal.table_files import Row, Rows


def country_summary(tables: Rows) -> list[Row]:
    """Return one row an area that a statement of roles names, by code."""
    derived_from = {row["source_id"]: row["derived_from"] for row in tables["sources"]}
    rows = []
    for area in tables["areas"]:
        code = area["area"]
        roles = [row for row in tables["countries"] if row["area"] == code]
        if not roles:
            continue
        figures = [row for row in tables["figures"] if code in (row["area"], row["counterpart_area"])]
        obstacles = [row for row in tables["obstacles"] if row["counterpart_area"] == code]
        statements = [*roles, *figures, *obstacles]
        rows.append(
            {
                "area": code,
                "name": area["name"],
                "kind": area["kind"],
                "roles": " ".join(sorted({row["role"] for row in roles})),
                "role_statements": str(len(roles)),
                "figures": str(len(figures)),
                "obstacles": str(len(obstacles)),
                "sources": str(len({row["source_id"] for row in statements})),
                "origins": str(len({lineage_of(row, derived_from).origin for row in statements})),
            }
        )
    return sorted(rows, key=lambda row: row["area"])
