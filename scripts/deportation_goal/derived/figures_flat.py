"""figures_flat: every figure joined with the names behind its ids, its document, its interval, origin and comparison."""

from __future__ import annotations

from deportation_goal.derived.joined import Joined, Place, bounds, period_cells
from deportation_goal.derived.statements_flat import document_cells, locator_cells, said_cells
from deportation_goal.table_files import Row


def figures_flat(joined: Joined) -> list[Row]:
    """Return one row for each figure."""
    return [_row(place, joined) for place in joined.places]


def _row(place: Place, joined: Joined) -> Row:
    claim, comparison, areas = place.claim, place.comparison, joined.areas
    figure, indicator = claim.figure, claim.indicator
    return {
        "figure_id": figure["figure_id"],
        "topic": indicator["topic"],
        "indicator_id": figure["indicator_id"],
        "indicator": indicator["name"],
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
        **said_cells(figure, joined),
        "said": claim.said.text,
        **document_cells(figure, joined),
        "origin": place.origin,
        "origin_basis": place.basis,
        "comparison_id": comparison.comparison_id,
        "verdict": comparison.verdict or "",
        "n_origins": str(comparison.n_origins),
        **locator_cells(figure),
    }
