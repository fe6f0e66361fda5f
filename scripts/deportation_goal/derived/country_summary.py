"""country_summary: one row for each country or region, what the statements say of it in counts."""

from __future__ import annotations

from collections import defaultdict

from deportation_goal.derived.joined import Joined
from deportation_goal.table_files import Row


def country_summary(joined: Joined) -> list[Row]:
    """Return one row for each area that a statement of roles names."""
    roles_of: dict[str, list[Row]] = defaultdict(list)
    for role in joined.tables["countries"]:
        roles_of[role["area"]].append(role)
    figures_of: dict[str, list[Row]] = {code: [] for code in roles_of}
    for figure in joined.tables["figures"]:
        for code in {figure["area"], figure["counterpart_area"]} & roles_of.keys():
            figures_of[code].append(figure)
    rows: list[Row] = []
    for area in joined.tables["areas"]:
        code = area["area"]
        roles = roles_of.get(code)
        if not roles:
            continue
        figures = figures_of[code]
        obstacles = [row for row in joined.tables["obstacles"] if row["counterpart_area"] == code]
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
                "origins": str(len({joined.background.origin(row) for row in statements})),
            }
        )
    return rows
