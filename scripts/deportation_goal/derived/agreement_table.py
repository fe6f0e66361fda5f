"""agreement: for every indicator, area, place and period, whether the statements agree, and why not."""

from __future__ import annotations

from bisect import bisect_left

from deportation_goal.derived.joined import Joined, flag, period_cells
from deportation_goal.statements.comparison import Comparison
from deportation_goal.statements.intervals import INFINITY
from deportation_goal.statements.verdict_words import fall_sentence
from deportation_goal.table_files import Row
from deportation_goal.values.numbers import plain
from deportation_goal.wording import and_more

_MOST_PERIODS = 10
"""A running count may have a period every fortnight: only the nearest are named, the others are counted."""
_MOST_SENTENCES = 60
"""A cell with more sentences would be longer than the rules and a workbook allow."""


_READ = (
    "comparison_id",
    "indicator",
    "area",
    "counterpart_area",
    "place",
    "comparison_period",
    "verdict",
    "reason",
    "gap",
    "n_bodies",
    "n_statements",
    "n_sources",
    "n_origins",
    "lowest",
    "highest",
    "unit_label",
    "falls",
    "forecast",
    "indicator_id",
)
"""The columns of the table of comparisons."""


def _nearest(comparison: Comparison) -> list[str]:
    """Return the other periods that are nearest to this one in the order of periods."""
    others = comparison.other_periods
    position = bisect_left(others, comparison.key.period)
    first = max(0, min(position - _MOST_PERIODS // 2, len(others) - _MOST_PERIODS))
    return list(others[first : first + _MOST_PERIODS])


def _told(sentences: list[str]) -> str:
    """Return sentences as a cell: of very many the first ones, and how many more there are."""
    return " | ".join([*sentences[:_MOST_SENTENCES], *and_more(sentences, _MOST_SENTENCES)])


def agreement_row(comparison: Comparison) -> dict[str, str]:
    """Return a comparison as a row of the table."""
    key, claims, common, gap = comparison.key, comparison.claims, comparison.common, comparison.gap
    highest = max((claim.interval.high for claim in claims), default=INFINITY)
    return {
        "comparison_id": comparison.comparison_id,
        "indicator_id": key.indicator_id,
        "indicator": comparison.indicator["name"],
        "unit": comparison.indicator["unit"],
        "unit_label": comparison.indicator["unit_label"],
        "area": key.area,
        "counterpart_area": key.counterpart_area,
        "place": key.place,
        "comparison_period": key.period,
        **period_cells(key.period),
        "forecast": flag(key.forecast),
        "verdict": comparison.verdict or "",
        "because": " ".join(comparison.because),
        "gap": "" if gap is None else plain(round(gap, 2)),
        "reason": comparison.reason,
        "falls": _told([fall_sentence(fall) for fall in comparison.falls]),
        "n_bodies": str(len(comparison.bodies)),
        "n_statements": str(len(claims)),
        "n_sources": str(len(comparison.sources)),
        "n_origins": str(comparison.n_origins),
        "n_claimants": str(len(comparison.claimants)),
        "hedges_differ": flag(comparison.hedges_differ),
        "within_origin": flag(comparison.within_origin),
        "hedge_drift": _told([drift.line for drift in comparison.drifts]),
        "lowest": plain(min(claim.interval.low for claim in claims)) if claims else "",
        "highest": "" if highest.is_infinite() else plain(highest),
        "common_low": plain(common.low) if common else "",
        "common_high": plain(common.high) if common and common.high.is_finite() else "",
        "arithmetic": _told([found.sentence for found in comparison.arithmetic]),
        "excused": " ".join(
            f"{pair.low.figure_id}:{pair.high.figure_id}:{pair.because}" for pair in comparison.excused
        ),
        "figure_ids": " ".join(claim.figure_id for claim in claims),
        "left_out": " ".join(claim.figure_id for claim in comparison.left_out),
        "n_other_periods": str(len(comparison.other_periods)),
        "other_periods": " ".join(period or "no_period" for period in _nearest(comparison)),
    }


def agreement_table(joined: Joined) -> list[Row]:
    """Return one row for each comparison."""
    return list(joined.agreement_rows)


def comparisons(joined: Joined) -> list[Row]:
    """Return one row for each comparison of two statements or more, in the columns that people read."""
    return [
        {column: row[column] for column in _READ}
        for comparison, row in zip(joined.comparisons, joined.agreement_rows, strict=True)
        if len(comparison.claims) > 1
    ]


def agreement_members(joined: Joined) -> list[Row]:
    """Return one row for each figure: the comparison that it belongs to, its body, and the origin that it has there."""
    return [
        {
            "figure_id": claim.figure_id,
            "comparison_id": comparison.comparison_id,
            "compared": flag(not claim.garbled),
            "body": claim.body,
            "origin": origin,
            "origin_basis": basis,
        }
        for claim, comparison, origin, basis in joined.places
    ]
