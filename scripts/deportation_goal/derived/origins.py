"""origins: every document on which statements rest, with who carries it; known roots that nobody saw included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from deportation_goal.derived.joined import Joined
from deportation_goal.derived.lineage_table import STATEMENT_KEYS
from deportation_goal.table_files import Row


def origins(joined: Joined) -> list[Row]:
    """Return one row for each origin."""
    sources = joined.background.sources
    statements: dict[str, list[tuple[str, Mapping[str, str]]]] = defaultdict(list)
    for table in STATEMENT_KEYS:
        for statement in joined.tables[table]:
            statements[joined.background.origin(statement)].append((table, statement))
    rows: list[Row] = []
    for origin, own in statements.items():
        source = sources[origin]
        carriers = sorted({statement["source_id"] for _table, statement in own})
        rows.append(
            {
                "origin": origin,
                "title": source["title"],
                "publisher": joined.name(source["publisher"]),
                "published": source["published"],
                "access": source["access"],
                "statements": str(len(own)),
                "figures": str(sum(table == "figures" for table, _statement in own)),
                "claimants": str(len({statement["attributed_to"] for _table, statement in own} - {""})),
                "carriers": str(len(carriers)),
                "carried_in": " ".join(carriers),
            }
        )
    return rows
