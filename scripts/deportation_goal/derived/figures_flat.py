"""figures_flat: every figure joined with the names behind its ids, its unit, its interval and its origin."""

from __future__ import annotations

from deportation_goal.statements.claims import claims_of
from deportation_goal.table_files import Row, Rows
from deportation_goal.values.numbers import plain


def figures_flat(tables: Rows) -> list[Row]:
    """Return one row a figure, by figure_id."""
    sources = {row["source_id"]: row for row in tables["sources"]}
    agents = {row["agent_id"]: row["name"] for row in tables["agents"]} | {"": ""}
    areas = {row["area"]: row["name"] for row in tables["areas"]} | {"": ""}
    rows = []
    for claim in claims_of(tables):
        figure, indicator, interval = claim.figure, claim.indicator, claim.interval
        source = sources[figure["source_id"]]
        rows.append(
            {
                "figure_id": figure["figure_id"],
                "indicator_id": figure["indicator_id"],
                "indicator": indicator["name"],
                "topic": indicator["topic"],
                "measure": indicator["measure"],
                "area": figure["area"],
                "area_name": areas[figure["area"]],
                "counterpart_area": figure["counterpart_area"],
                "counterpart_area_name": areas[figure["counterpart_area"]],
                "place": figure["place"],
                "period": figure["period"],
                "value": figure["value"],
                "value_max": figure["value_max"],
                "unit": indicator["unit"],
                "qualifier": figure["qualifier"],
                "value_text": figure["value_text"],
                "value_low": plain(interval.low),
                "value_high": "" if interval.high.is_infinite() else plain(interval.high),
                "interval": str(interval),
                "status": figure["status"],
                "attributed_to": figure["attributed_to"],
                "attributed_to_name": agents[figure["attributed_to"]],
                "attribution_type": figure["attribution_type"],
                "source_id": figure["source_id"],
                "publisher": agents[source["publisher"]],
                "published": source["published"],
                "access": source["access"],
                "origin": claim.lineage.origin,
                "text_issue": figure["text_issue"],
                "notes": figure["notes"],
            }
        )
    return sorted(rows, key=lambda row: row["figure_id"])
