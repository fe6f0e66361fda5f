"""figures_flat: every figure joined with the names behind its ids, its unit, its interval and its origin."""

from __future__ import annotations

from deportation_goal.derived.joined import Joined, bounds, period_cells
from deportation_goal.table_files import Row


def figures_flat(joined: Joined) -> list[Row]:
    """Return one row a figure."""
    areas = joined.areas
    rows: list[Row] = []
    for claim in joined.claims:
        figure, indicator, source = claim.figure, claim.indicator, claim.carrier
        origin, basis = joined.origin_of[claim.figure_id]
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
                **period_cells(figure["period"]),
                "value": figure["value"],
                "value_max": figure["value_max"],
                "unit": indicator["unit"],
                "unit_label": indicator["unit_label"],
                "qualifier": figure["qualifier"],
                "value_text": figure["value_text"],
                **bounds(claim.interval),
                "interval": str(claim.interval),
                "status": figure["status"],
                "attributed_to": figure["attributed_to"],
                "attributed_to_name": joined.name(figure["attributed_to"]),
                "attribution_type": figure["attribution_type"],
                "source_id": figure["source_id"],
                "publisher": joined.name(source["publisher"]),
                "published": source["published"],
                "access": source["access"],
                "said": claim.said.text,
                "origin": origin,
                "origin_basis": basis,
                "comparison_id": joined.comparison_of[claim.figure_id].comparison_id,
                "text_issue": figure["text_issue"],
                "notes": figure["notes"],
            }
        )
    return rows
