"""claims_vs_counts: what was claimed, and beside it what the body that counts published for the same day."""

from __future__ import annotations

from deportation_goal.derived.joined import Joined, bounds, period_cells
from deportation_goal.statements.beside import count_beside, is_same_time
from deportation_goal.statements.claims import Claim
from deportation_goal.statements.observations import Observation, position
from deportation_goal.table_files import Row


def claims_vs_counts(joined: Joined) -> list[Row]:
    """Return one row for each figure of an indicator that has a series, with the count of its day or the nearest before it."""
    rows = []
    for claim in joined.claims_about(lambda indicator: indicator["indicator_id"] in joined.observations):
        found = count_beside(claim, joined.observations[claim.indicator["indicator_id"]])
        if found is not None:
            rows.append(_row(claim, found, joined))
    return rows


def _row(claim: Claim, found: Observation, joined: Joined) -> Row:
    figure = claim.figure
    assert claim.end is not None  # noqa: S101 - what has no end has no count beside it
    return {
        "figure_id": claim.figure_id,
        "indicator_id": claim.indicator["indicator_id"],
        "indicator": claim.indicator["name"],
        "unit_label": claim.indicator["unit_label"],
        "attributed_to": figure["attributed_to"],
        "attributed_to_name": joined.name(figure["attributed_to"]),
        "said": claim.said.text,
        "period": figure["period"],
        **period_cells(figure["period"]),
        "value": figure["value"],
        "value_max": figure["value_max"],
        "qualifier": figure["qualifier"],
        **bounds(claim.interval),
        "count": found.row["value"],
        "count_period": found.row["period"],
        "count_status": found.row["status"],
        "days_apart": str((claim.end - found.end).days),
        "position": position(found.interval, claim.interval) if is_same_time(claim, found) else "",
        "series_id": found.series["series_id"],
        "series": found.series["name"],
        "observation_id": found.row["observation_id"],
        "text_issue": figure["text_issue"],
        **joined.source_cells[claim.figure["source_id"]],
    }
