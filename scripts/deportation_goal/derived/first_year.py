"""first_year: how many were removed in the first year of the term, by those who count or are told to have counted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from deportation_goal.derived.joined import Joined, bounds, period_cells
from deportation_goal.statements.beside import WHOLE
from deportation_goal.statements.claims import Claim
from deportation_goal.statements.intervals import Interval
from deportation_goal.statements.observations import Observation
from deportation_goal.statements.statement_time import days_of
from deportation_goal.table_files import Row

BEGINS: Final = "2025-01"
"""The month in which the count begins: some begin with the year, some with the term."""
ENDS: Final = (datetime.date(2025, 12, 1), datetime.date(2026, 2, 28))
"""The days between which the count ends, first and last."""

COUNTS: Final = frozenset({"flow", "cumulative"})
"""The measures that answer "how many in a period"."""

_Order = tuple[bool, datetime.date, Decimal, str]
_Key = tuple[str, str]


def first_year(joined: Joined) -> list[Row]:
    """Return one row for each body and indicator: its latest count, preferably from a document of the body.

    Among equals it is the one with the narrowest interval.
    """
    latest: dict[_Key, tuple[_Order, Row]] = {}
    for key, order, row in (*_said(joined), *_counted(joined)):
        if key not in latest or order > latest[key][0]:
            latest[key] = order, row
    return [row for _, row in latest.values()]


def _said(joined: Joined) -> Iterator[tuple[_Key, _Order, Row]]:
    for claim in joined.claims_about(_is_whole_outcome):
        if not _is_of_the_country(claim):
            continue
        end = _counted_to(claim)
        if end is None:
            continue
        origin, _ = joined.origin_of[claim.figure_id]
        own = claim.background.publisher(claim.lineage.origin) in claim.background.above(claim.figure["attributed_to"])
        key = _teller(claim) or origin, claim.indicator["indicator_id"]
        yield key, (own, end, _narrowness(claim.interval), claim.figure_id), _claim_row(claim, end, joined)


def _teller(claim: Claim) -> str:
    """Return the body that a claimant speaks for; an unnamed person speaks only for himself.

    A number of "an insider in ICE" is not a number of ICE.
    """
    claimant = claim.figure["attributed_to"]
    return claimant if claim.background.is_a(claimant, "unnamed") else claim.body


def _is_whole_outcome(indicator: Row) -> bool:
    """Whether an indicator counts all of what came of the goal; a multiple or a share is not a count."""
    is_whole = indicator["topic"] == "outcome" and not indicator["parent_indicator_id"]
    return is_whole and indicator["measure"] in COUNTS


def _is_of_the_country(claim: Claim) -> bool:
    figure = claim.figure
    left_out = claim.forecast or figure["text_issue"] in ("garbled", "misattributed")
    return figure["area"] == WHOLE and not (figure["counterpart_area"] or figure["place"] or left_out)


def _counted_to(claim: Claim) -> datetime.date | None:
    """The last day of a count of the first year; None for any other figure."""
    days = days_of(claim.figure["period"])
    if not days or f"{days[0]:%Y-%m}" != BEGINS:
        return None
    end = claim.counted_to
    return end if end is not None and ENDS[0] <= end <= ENDS[1] else None


def _narrowness(interval: Interval) -> Decimal:
    return interval.low - interval.high


def _counted(joined: Joined) -> Iterator[tuple[_Key, _Order, Row]]:
    indicators = joined.indicators
    for indicator_id, observations in joined.observations.items():
        if not _is_whole_outcome(indicators[indicator_id]):
            continue
        for found in observations:
            carried = days_of(found.source["published"])
            end = min(found.end, carried[1]) if carried else found.end
            if found.period.start and f"{found.period.start:%Y-%m}" == BEGINS and ENDS[0] <= end <= ENDS[1]:
                key = joined.background.body(found.series["publisher"]), indicator_id
                order = True, end, Decimal(0), found.row["observation_id"]
                yield key, order, _observation_row(found, end, indicators[indicator_id], joined)


def _indicator_cells(indicator: Row) -> dict[str, str]:
    counts = {"counts_in": indicator["includes"], "counts_out": indicator["excludes"]}
    return {
        "indicator_id": indicator["indicator_id"],
        "indicator": indicator["name"],
        "unit_label": indicator["unit_label"],
        **counts,
        "not_said": "" if any(counts.values()) else "true",
    }


def statement_cells(claim: Claim, joined: Joined) -> dict[str, str]:
    """Return what the headline tables tell of a figure: who says what, when, and on what it rests."""
    figure = claim.figure
    origin, basis = joined.origin_of[claim.figure_id]
    return {
        "body": _teller(claim),
        "body_name": joined.name(_teller(claim)),
        "attributed_to": figure["attributed_to"],
        "attributed_to_name": joined.name(figure["attributed_to"]),
        "value": figure["value"],
        "value_max": figure["value_max"],
        "qualifier": figure["qualifier"],
        **bounds(claim.interval),
        "said": claim.said.text,
        "said_from": claim.said.basis,
        "origin": origin,
        "origin_basis": basis,
        "text_issue": figure["text_issue"],
        **joined.source_cells[claim.figure["source_id"]],
    }


def _claim_row(claim: Claim, end: datetime.date, joined: Joined) -> Row:
    return {
        "row_id": claim.figure_id,
        "counted_from": period_cells(claim.figure["period"])["period_start"],
        "counted_to": end.isoformat(),
        **_indicator_cells(claim.indicator),
        **statement_cells(claim, joined),
    }


def _observation_row(found: Observation, end: datetime.date, indicator: Row, joined: Joined) -> Row:
    publisher = found.series["publisher"]
    body = joined.background.body(publisher)
    return {
        "row_id": found.row["observation_id"],
        "counted_from": period_cells(found.row["period"])["period_start"],
        "counted_to": end.isoformat(),
        **_indicator_cells(indicator),
        "body": body,
        "body_name": joined.name(body),
        "attributed_to": publisher,
        "attributed_to_name": joined.name(publisher),
        "value": found.row["value"],
        "value_max": "",
        "qualifier": "exact",
        **bounds(found.interval),
        "said": found.source["published"],
        "said_from": "own" if found.source["published"] else "",
        "origin": found.row["source_id"],
        "origin_basis": "stated",
        "text_issue": "",
        **joined.source_cells[found.row["source_id"]],
    }
