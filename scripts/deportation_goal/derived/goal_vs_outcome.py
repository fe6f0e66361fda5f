"""goal_vs_outcome: the goal, what was projected and what was counted since, each count a line of its own."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Final

from deportation_goal.statements.claims import Claim, claims_of
from deportation_goal.table_files import Row, Rows
from deportation_goal.values.numbers import plain
from deportation_goal.values.periods import parse_period

TERM: Final = datetime.date(2025, 1, 20)
"""First day of the term to which the goal belongs: counts that ended before it are no outcome of it."""
UNSPECIFIED: Final = "-unspecified"
"""End of the ids of indicators of which texts do not say what is counted."""
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


def _body(agent: str, agents: Mapping[str, Mapping[str, str]]) -> str:
    """Return the body for which a person speaks, others as they are: one count may have several spokespeople."""
    row = agents.get(agent, {})
    return row["part_of"] if row.get("agent_type") == "person" and row["part_of"] else agent


def _series(claim: Claim, kind: str, start: str, agents: Mapping[str, Mapping[str, str]]) -> str:
    """Return the line of a figure: who counts what, from when.

    An indicator is one count, so it names the counter, too. An estimate or a projection is a line of whoever made it; and
    where an indicator does not say what is counted, two bodies need not count the same.
    """
    who = claim.figure["attributed_to"] or claim.lineage.origin
    made_by = ""
    if kind == "projection" or claim.figure["status"] == "estimated":
        made_by = who
    elif kind == "total" and claim.indicator["indicator_id"].endswith(UNSPECIFIED):
        made_by = _body(who, agents)
    return " ".join(filter(None, (kind, claim.indicator["indicator_id"], made_by, start and f"from-{start}")))


def goal_vs_outcome(tables: Rows) -> list[Row]:
    """Return one row a figure that belongs beside the goal, by figure_id."""
    sources = {row["source_id"]: row for row in tables["sources"]}
    agents = {row["agent_id"]: row for row in tables["agents"]}
    names = {key: row["name"] for key, row in agents.items()} | {"": ""}
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
                "series": _series(claim, kind, "" if kind == "goal" else start, agents),
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
                "said_by_name": names[figure["attributed_to"]],
                "source_id": figure["source_id"],
                "publisher": names[source["publisher"]],
                "published": source["published"],
                "origin": claim.lineage.origin,
            }
        )
    return sorted(rows, key=lambda row: row["figure_id"])
