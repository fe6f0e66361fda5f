"""goal_vs_outcome: the goal, what was projected and what was counted since, each count a line of its own."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Final

from deportation_goal.claims import Claim, claims_of
from deportation_goal.numbers import plain
from deportation_goal.periods import parse_period

TERM: Final = datetime.date(2025, 1, 20)
"""First day of the term to which the goal belongs: counts that ended before it are no outcome of it."""
_UNIT: Final = "{removal}"
_TOTALS: Final = frozenset({"cumulative", "flow"})
_TOPICS: Final = frozenset({"outcome", "baseline"})


def _kind(claim: Claim) -> str:
    """Return goal, projection or total; an empty string for a figure that is none of them."""
    figure, indicator = claim.figure, claim.indicator
    whole = not (figure["counterpart_area"] or figure["place"])
    if claim.garbled or indicator["unit"] != _UNIT or not whole:
        return ""
    if indicator["topic"] == "goal":
        return "goal" if indicator["measure"] == "target" else ""
    if indicator["measure"] not in _TOTALS or indicator["topic"] not in _TOPICS:
        return ""
    if claim.end is None or claim.end < TERM or parse_period(figure["period"]).start is None:
        return ""
    return "projection" if claim.forecast else "total"


def _series(claim: Claim, kind: str, start: str) -> str:
    """Return the line of a figure: who counts what, from when.

    An indicator is one count, so it names the counter, too; an estimate or a projection is a line of whoever made it.
    """
    who = claim.figure["attributed_to"] or claim.lineage.origin
    made_by = who if kind == "projection" or claim.figure["status"] == "estimated" else ""
    return " ".join(filter(None, (kind, claim.indicator["indicator_id"], made_by, start and f"from-{start}")))


def goal_vs_outcome(tables: Mapping[str, list[dict[str, str]]]) -> list[dict[str, str]]:
    """Return one row a figure that belongs beside the goal, by figure_id."""
    sources = {row["source_id"]: row for row in tables["sources"]}
    agents = {row["agent_id"]: row["name"] for row in tables["agents"]} | {"": ""}
    rows = []
    for claim in claims_of(tables):
        kind = _kind(claim)
        if not kind:
            continue
        figure, source = claim.figure, sources[claim.figure["source_id"]]
        period = parse_period(figure["period"]) if figure["period"] else None
        start = period.start.isoformat() if period and period.start else ""
        end = period.end.isoformat() if period and period.end else ""
        interval = claim.interval
        rows.append(
            {
                "figure_id": claim.figure_id,
                "kind": kind,
                "series": _series(claim, kind, "" if kind == "goal" else start),
                "indicator_id": claim.indicator["indicator_id"],
                "indicator": claim.indicator["name"],
                "counted_from": start,
                "counted_to": end,
                "value": figure["value"],
                "value_low": plain(interval.low),
                "value_high": "" if interval.high.is_infinite() else plain(interval.high),
                "qualifier": figure["qualifier"],
                "value_text": figure["value_text"],
                "status": figure["status"],
                "said_by": figure["attributed_to"],
                "said_by_name": agents[figure["attributed_to"]],
                "source_id": figure["source_id"],
                "publisher": agents[source["publisher"]],
                "published": source["published"],
                "origin": claim.lineage.origin,
            }
        )
    return sorted(rows, key=lambda row: row["figure_id"])
