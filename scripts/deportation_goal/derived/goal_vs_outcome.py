"""goal_vs_outcome: the goal, what was projected and what was counted since, each count a line of its own."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from deportation_goal.derived.joined import Joined, bounds, flag, period_cells
from deportation_goal.statements.claims import Claim
from deportation_goal.statements.observations import Observation
from deportation_goal.table_files import Row
from deportation_goal.values.periods import parse_period, period_words

GOAL: Final = Decimal(1_000_000)
"""The goal as most texts report it, in removals within the first year."""
TERM: Final = datetime.date(2025, 1, 20)
"""First day of the term to which the goal belongs: counts that ended before it are no outcome of it."""
UNSPECIFIED: Final = "-unspecified"
"""Ending of the ids of indicators for which texts do not say what is counted."""
_UNIT: Final = "{removal}"
YEAR_ENDS: Final = datetime.date(2026, 1, 19)
"""Last day of the first year of that term."""
_LEAST_DAYS: Final = 5
"""A claimed count is a headline if it was given for at least this many days."""
_MOST_CLAIMS: Final = 2
_TOTALS: Final = frozenset({"cumulative", "flow"})
_TOPICS: Final = frozenset({"outcome", "baseline"})


def _is_removal_goal(indicator: Row) -> bool:
    return (indicator["unit"], indicator["topic"], indicator["measure"]) == (_UNIT, "goal", "target")


def _is_outcome(indicator: Row) -> bool:
    return indicator["unit"] == _UNIT and indicator["measure"] in _TOTALS and indicator["topic"] in _TOPICS


def _kind(claim: Claim) -> str:
    """Return goal, projection or total; an empty string for a figure that is none of them."""
    figure = claim.figure
    if claim.garbled or figure["counterpart_area"] or figure["place"]:
        return ""
    if _is_removal_goal(claim.indicator):
        return "goal"
    if claim.end is None or claim.end < TERM or parse_period(figure["period"]).start is None:
        return ""
    return "projection" if claim.forecast else "total"


def _series(claim: Claim, kind: str, start: str) -> str:
    """Return the line of a figure: who counts what, from when.

    An indicator is one count, so it names the counter, too. An estimate or a projection is a line of whoever made it; and
    where an indicator does not say what is counted, two bodies need not count the same.
    """
    who = claim.figure["attributed_to"] or claim.lineage.origin
    made_by = ""
    if kind == "projection" or claim.figure["status"] == "estimated":
        made_by = who
    elif kind == "total" and claim.indicator["indicator_id"].endswith(UNSPECIFIED):
        made_by = claim.body or who
    return " ".join(filter(None, (kind, claim.indicator["indicator_id"], made_by, start and f"from-{start}")))


def goal_vs_outcome(joined: Joined) -> list[Row]:
    """Return one row for each figure or official number that belongs beside the goal.

    A figure that repeats an official number of the same count and day is left out: one point has one row.
    """
    official = [
        found for observations in joined.observations.values() for found in observations if _is_count(found, joined)
    ]
    known = {(found.series["indicator_id"], found.value, found.period.start, found.period.end) for found in official}
    rows = [_observation_row(found, joined) for found in official]
    for claim in joined.claims_about(lambda indicator: _is_removal_goal(indicator) or _is_outcome(indicator)):
        kind = _kind(claim)
        if not kind:
            continue
        days = parse_period(claim.figure["period"]) if claim.figure["period"] else None
        point = days and (claim.indicator["indicator_id"], claim.value, days.start, days.end)
        if kind != "total" or claim.figure["qualifier"] != "exact" or point not in known:
            rows.append(_claim_row(claim, kind, joined))
    headlines, first = _headlines(rows, joined), _first_of_equals(rows)
    return [
        {
            **row,
            "series_label": _label(row, joined),
            "headline": flag(row["series"] in headlines),
            "repeats": first[row["row_id"]],
        }
        for row in rows
    ]


def _label(row: Row, joined: Joined) -> str:
    """Return a series in words: what is counted, from when, by whom."""
    start = period_words(row["counted_from"]) if row["counted_from"] and row["kind"] != "goal" else ""
    since = f"from {start}" if start and start not in row["indicator"] else ""
    official = row["kind"] == "count"
    who = joined.name(joined.background.body(row["said_by"])) if row["said_by"] else row["publisher"]
    by = f"as {who} {'publishes' if official else 'says'}" if official or row["kind"] == "total" else ""
    words = [row["indicator"], "projection" if row["kind"] == "projection" else "", since, by]
    return ", ".join(filter(None, words))


def _headlines(rows: Sequence[Row], joined: Joined) -> set[str]:
    """Return the series that a reader looks for first.

    Official counts, the two claims since the beginning of the term that were given for the most days, and estimates of the
    whole first year.
    """
    days: dict[str, set[str]] = defaultdict(set)
    found = set()
    for row in rows:
        since_the_start = row["counted_from"] == TERM.isoformat()
        whole = not joined.indicators[row["indicator_id"]]["parent_indicator_id"]
        if row["kind"] == "count":
            found.add(row["series"])
        elif row["kind"] == "total" and since_the_start and row["status"] != "estimated":
            days[row["series"]].add(row["counted_to"])
        elif row["kind"] == "total" and since_the_start and whole and row["counted_to"] >= YEAR_ENDS.isoformat():
            found.add(row["series"])
    often = sorted(
        (series for series in days if len(days[series]) >= _LEAST_DAYS), key=lambda key: (-len(days[key]), key)
    )
    return found | set(often[:_MOST_CLAIMS])


def _first_of_equals(rows: Sequence[Row]) -> dict[str, str]:
    """Return, for each row that gives the number of another for the same day of its series, the first to be published."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["series"], row["counted_to"], row["value"], row["value_high"]].append(row)
    first: dict[str, str] = {}
    for group in groups.values():
        early = min(group, key=lambda row: (row["published"] or "9", row["row_id"]))
        first |= {row["row_id"]: "" if row is early else early["row_id"] for row in group}
    return first


def _is_count(found: Observation, joined: Joined) -> bool:
    """Whether an official number is a count of removals of this term."""
    return _is_outcome(joined.indicators[found.series["indicator_id"]]) and found.end >= TERM


def _observation_row(found: Observation, joined: Joined) -> Row:
    days, publisher = period_cells(found.row["period"]), found.series["publisher"]
    indicator = joined.indicators[found.series["indicator_id"]]
    return {
        "row_id": found.row["observation_id"],
        "kind": "count",
        "series": f"count {found.series['series_id']} from-{days['period_start']}",
        "indicator_id": indicator["indicator_id"],
        "indicator": indicator["name"],
        "counted_from": days["period_start"],
        "counted_to": days["period_end"],
        "value": found.row["value"],
        **bounds(found.interval),
        "qualifier": "exact",
        "value_text": found.row["value"],
        "status": found.row["status"],
        "said_by": publisher,
        "said_by_name": joined.name(publisher),
        "origin": found.row["source_id"],
        **joined.source_cells[found.row["source_id"]],
    }


def _claim_row(claim: Claim, kind: str, joined: Joined) -> Row:
    figure, days = claim.figure, period_cells(claim.figure["period"])
    is_total = kind == "total" and claim.counted_to is not None
    origin, _ = joined.origin_of[claim.figure_id]
    return {
        "row_id": claim.figure_id,
        "kind": kind,
        "series": _series(claim, kind, "" if kind == "goal" else days["period_start"]),
        "indicator_id": claim.indicator["indicator_id"],
        "indicator": claim.indicator["name"],
        "counted_from": days["period_start"],
        # Nobody counts days that are still to come; a goal and a projection speak of them.
        "counted_to": claim.counted_to.isoformat() if is_total and claim.counted_to else days["period_end"],
        "value": figure["value"],
        **bounds(claim.interval),
        "qualifier": figure["qualifier"],
        "value_text": figure["value_text"],
        "status": figure["status"],
        "said_by": figure["attributed_to"],
        "said_by_name": joined.name(figure["attributed_to"]),
        "origin": origin,
        **joined.source_cells[claim.figure["source_id"]],
    }
