"""figures_flat: every figure joined with the names behind its ids, its document, its interval, origin and comparison."""

from __future__ import annotations

from typing import Final

from deportation_goal.derived.joined import Joined, Place, bounds, period_cells
from deportation_goal.derived.statements_flat import in_its_document
from deportation_goal.table_files import Row

_LEFT_OUT: Final = ("period_basis", "approximate", "voice", "as_of")
"""Columns of a figure that only explain its other cells."""


def figures_flat(joined: Joined) -> list[Row]:
    """Return one row for each figure."""
    return [_row(place, joined) for place in joined.places]


def _row(place: Place, joined: Joined) -> Row:
    claim, comparison = place.claim, place.comparison
    figure, indicator = claim.figure, claim.indicator
    row = {
        **in_its_document(figure, joined),
        **period_cells(figure["period"]),
        **bounds(claim.interval),
        "topic": indicator["topic"],
        "indicator": indicator["name"],
        "measure": indicator["measure"],
        "area_name": joined.areas[figure["area"]],
        "counterpart_area_name": joined.areas[figure["counterpart_area"]],
        "unit": indicator["unit"],
        "unit_label": indicator["unit_label"],
        "interval": str(claim.interval),
        "said": claim.said.text,
        "origin": place.origin,
        "origin_basis": place.basis,
        "comparison_id": comparison.comparison_id,
        "verdict": comparison.verdict or "",
        "n_origins": str(comparison.n_origins),
    }
    for column in _LEFT_OUT:
        del row[column]
    return row
