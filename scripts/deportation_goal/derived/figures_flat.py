"""figures_flat: every figure joined with the names behind its ids, its document, its interval, origin and comparison."""

from __future__ import annotations

from deportation_goal.derived.joined import Joined, bounds, period_cells
from deportation_goal.derived.statements_flat import document_cells, locator_cells, said_cells
from deportation_goal.statements.claims import Claim
from deportation_goal.table_files import Row


def figures_flat(joined: Joined) -> list[Row]:
    """Return one row for each figure."""
    return [_row(claim, joined) for claim in joined.claims]


def _row(claim: Claim, joined: Joined) -> Row:
    figure, indicator, areas = claim.figure, claim.indicator, joined.areas
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
        **_comparison_cells(claim, joined),
        **locator_cells(figure),
    }


def _comparison_cells(claim: Claim, joined: Joined) -> dict[str, str]:
    comparison = joined.comparison_of[claim.figure_id]
    origin, basis = joined.origin_of[claim.figure_id]
    return {
        "origin": origin,
        "origin_basis": basis,
        "comparison_id": comparison.comparison_id,
        "verdict": comparison.verdict or "",
        "n_origins": str(comparison.n_origins),
    }
