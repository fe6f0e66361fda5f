"""forecasts_vs_outcomes: what was expected of a period that is over, and what was later said or counted for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from deportation_goal.derived.joined import Joined, bounds, period_cells
from deportation_goal.statements.beside import (
    Outcome,
    is_over,
    newest_day,
    outcome_position,
    outcomes_of,
    what_is_foreseen,
)
from deportation_goal.statements.claims import Claim
from deportation_goal.table_files import Row
from deportation_goal.values.numbers import plain

_NAMED: Final = 50
"""At most this many outcomes are named; the others are counted."""


def forecasts_vs_outcomes(joined: Joined) -> list[Row]:
    """Return one row for each forecast whose period ended before the newest document of the dataset."""
    today = newest_day(joined.tables)
    measures = {key: row["measure"] for key, row in joined.indicators.items()}
    observations = [found for own in joined.observations.values() for found in own]
    foreseeing = [claim for comparison in joined.comparisons if comparison.key.forecast for claim in comparison.claims]
    over = [claim for claim in foreseeing if is_over(claim, today)]
    foreseen = {claim.figure["indicator_id"] for claim in over}
    said = joined.claims_about(lambda indicator: indicator["indicator_id"] in foreseen)
    outcomes = outcomes_of(said, observations, measures)
    return [_row(claim, outcomes.get(what_is_foreseen(claim), ()), joined) for claim in over]


def _row(claim: Claim, outcomes: Sequence[Outcome], joined: Joined) -> Row:
    figure, said = claim.figure, claim.said.days
    highs = [outcome.interval.high for outcome in outcomes]
    assert claim.end is not None  # noqa: S101 - chosen by its end
    return {
        "figure_id": claim.figure_id,
        "indicator_id": claim.indicator["indicator_id"],
        "indicator": claim.indicator["name"],
        "unit_label": claim.indicator["unit_label"],
        "area": figure["area"],
        "counterpart_area": figure["counterpart_area"],
        "place": figure["place"],
        "attributed_to": figure["attributed_to"],
        "attributed_to_name": joined.name(figure["attributed_to"]),
        "said": claim.said.text,
        "days_ahead": str((claim.end - said[1]).days) if said else "",
        "period": figure["period"],
        **period_cells(figure["period"]),
        "value": figure["value"],
        "value_max": figure["value_max"],
        "qualifier": figure["qualifier"],
        **bounds(claim.interval),
        "n_outcomes": str(len(outcomes)),
        "outcome_low": plain(min(outcome.interval.low for outcome in outcomes)) if outcomes else "",
        "outcome_high": plain(max(highs)) if highs and max(highs).is_finite() else "",
        "position": outcome_position(claim, outcomes),
        "outcomes": " ".join(outcome.row_id for outcome in outcomes[:_NAMED]),
        **joined.source_cells[claim.figure["source_id"]],
    }
