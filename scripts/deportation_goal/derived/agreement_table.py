"""agreement: for every indicator, area, place and period, whether the statements agree, and why not."""

from __future__ import annotations

from deportation_goal.statements.comparison import Comparison, compare
from deportation_goal.statements.intervals import INFINITY
from deportation_goal.table_files import Row, Rows
from deportation_goal.table_files.ids import short_hash
from deportation_goal.values.numbers import plain

_MOST_PERIODS = 10
"""A running count has a period a fortnight: the nearest are named, the others counted."""


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _nearest(comparison: Comparison) -> list[str]:
    """The other periods that stand nearest to the own one in the order of periods."""
    own, others = comparison.key.period, comparison.other_periods
    position = sum(period < own for period in others)
    first = max(0, min(position - _MOST_PERIODS // 2, len(others) - _MOST_PERIODS))
    return list(others[first : first + _MOST_PERIODS])


def agreement_row(comparison: Comparison) -> dict[str, str]:
    """Return a comparison as a row of the table."""
    key, claims, common = comparison.key, comparison.claims, comparison.common
    highest = max((claim.interval.high for claim in claims), default=INFINITY)
    return {
        "comparison_id": f"cmp-{short_hash('|'.join(map(str, key)))}",
        "indicator_id": key.indicator_id,
        "indicator": comparison.indicator["name"],
        "unit": comparison.indicator["unit"],
        "area": key.area,
        "counterpart_area": key.counterpart_area,
        "place": key.place,
        "comparison_period": key.period,
        "forecast": _flag(key.forecast),
        "verdict": comparison.verdict or "",
        "reason": comparison.reason,
        "n_statements": str(len(claims)),
        "n_sources": str(len(comparison.sources)),
        "n_origins": str(len(comparison.origins)),
        "n_claimants": str(len(comparison.claimants)),
        "hedges_differ": _flag(comparison.hedges_differ),
        "within_origin": _flag(comparison.within_origin),
        "days_differ": _flag(comparison.days_differ),
        "hedge_drift": " | ".join(drift.line for drift in comparison.drifts),
        "lowest": plain(min(claim.interval.low for claim in claims)) if claims else "",
        "highest": "" if highest.is_infinite() else plain(highest),
        "common_low": plain(common.low) if common else "",
        "common_high": plain(common.high) if common and common.high.is_finite() else "",
        "arithmetic": " | ".join(found.sentence for found in comparison.arithmetic),
        "figure_ids": " ".join(claim.figure_id for claim in claims),
        "left_out": " ".join(claim.figure_id for claim in comparison.left_out),
        "n_other_periods": str(len(comparison.other_periods)),
        "other_periods": " ".join(period or "none" for period in _nearest(comparison)),
    }


def agreement_table(tables: Rows) -> list[Row]:
    """Return one row a comparison, by comparison_id."""
    return sorted(map(agreement_row, compare(tables)), key=lambda row: row["comparison_id"])
