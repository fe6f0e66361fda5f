"""What belongs beside a statement: the official count of its day, and what came of a forecast."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deportation_goal.statements.claims import AT_AN_END, Claim
from deportation_goal.statements.intervals import Interval
from deportation_goal.statements.observations import Observation, observations_of, position
from deportation_goal.statements.statement_time import days_of
from deportation_goal.statements.verdict_words import as_sentence, speaker
from deportation_goal.table_files import Rows
from deportation_goal.values.numbers import grouped
from deportation_goal.values.periods import Precision, parse_period, period_words

WHOLE: Final = "USA"
"""The area of every official series."""
SEVERAL: Final = "several"
"""Where the outcomes lie if they are on different sides of a forecast, because those who count differ."""
_UNTRUE: Final = frozenset({"garbled", "misattributed"})

Same = tuple[object, ...]
"""What a forecast and its outcome have in common."""


@dataclass(frozen=True)
class Outcome:
    """What was said or counted for a period.

    Attributes:
        row_id: The id of the figure or observation.
        interval: The range that it stands for.
    """

    row_id: str
    interval: Interval


def count_beside(claim: Claim, observations: Iterable[Observation]) -> Observation | None:
    """Return the official number that belongs beside a claim; None where there is none.

    It is the one of the same last day, otherwise the nearest before it; of several publications of one number the
    newest. A running count is put beside one of the same first day, a flow beside one of a period of the same kind.

    Args:
        claim: The claim; a forecast, a garbled figure and a part of the whole have no count beside them.
        observations: The official numbers of its indicator.
    """
    figure = claim.figure
    is_whole = figure["area"] == WHOLE and not (figure["counterpart_area"] or figure["place"])
    if claim.forecast or claim.garbled or not is_whole or claim.end is None:
        return None
    fitting = [found for found in observations if found.end <= claim.end and _is_alike(claim, found)]
    return max(
        fitting, key=lambda found: (found.end, found.source["published"], found.row["observation_id"]), default=None
    )


def _is_alike(claim: Claim, found: Observation) -> bool:
    measure, period = claim.indicator["measure"], parse_period(claim.figure["period"])
    if measure == "stock":
        return True
    if measure == "cumulative" or Precision.INTERVAL in (period.precision, found.period.precision):
        return period.start == found.period.start
    return period.precision is found.period.precision


def is_same_time(claim: Claim, found: Observation) -> bool:
    """Whether a claim and an official number are of the same day, or of the same period."""
    if claim.indicator["measure"] in AT_AN_END:
        return bool(claim.last_day) and claim.end == found.end
    period = parse_period(claim.figure["period"])
    return (period.start, period.end) == (found.period.start, found.period.end)


def what_is_foreseen(claim: Claim) -> Same:
    """Return what a forecast shares with its outcomes: what is counted, and for which time."""
    figure = claim.figure
    count = (figure[column] for column in ("indicator_id", "area", "counterpart_area", "place"))
    return (*count, *_time(figure["period"], claim.indicator["measure"]))


def _time(text: str, measure: str) -> Same:
    """Return the last month of a stock, first day and last month of a running count, otherwise first and last day."""
    if not text:
        return ("",)
    period = parse_period(text)
    if measure in AT_AN_END and period.end:
        month = f"{period.end:%Y-%m}"
        return (month,) if measure == "stock" else (period.start, month)
    return period.start, period.end


def outcomes_of(
    claims: Iterable[Claim], observations: Iterable[Observation], measures: Mapping[str, str]
) -> Mapping[Same, list[Outcome]]:
    """Return what was said or counted, official numbers first, by what `what_is_foreseen` returns for a forecast of it.

    Args:
        claims: Every claim.
        observations: Every official number.
        measures: The measure of each indicator.
    """
    found: dict[Same, list[Outcome]] = {}
    for same, outcome in (*_counted(observations, measures), *_said(claims)):
        found.setdefault(same, []).append(outcome)
    return found


def _counted(observations: Iterable[Observation], measures: Mapping[str, str]) -> Iterator[tuple[Same, Outcome]]:
    for observation in observations:
        indicator = observation.series["indicator_id"]
        same = (indicator, WHOLE, "", "", *_time(observation.row["period"], measures[indicator]))
        yield same, Outcome(observation.row["observation_id"], observation.interval)


def _said(claims: Iterable[Claim]) -> Iterator[tuple[Same, Outcome]]:
    for claim in claims:
        if not claim.forecast and claim.figure["text_issue"] not in _UNTRUE and claim.figure["period"]:
            yield what_is_foreseen(claim), Outcome(claim.figure_id, claim.interval)


def outcome_position(claim: Claim, outcomes: Sequence[Outcome]) -> str:
    """Return where the outcome lies against a forecast: below, within, above, or several where the outcomes differ."""
    found = ""
    for outcome in outcomes:
        lies = position(outcome.interval, claim.interval).value
        if found and lies != found:
            return SEVERAL
        found = lies
    return found


def newest_day(tables: Rows) -> datetime.date:
    """Return the last day of which the dataset can know outcomes: the clock would give other tables every day."""
    days = [days_of(source["published"]) for source in tables["sources"]]
    return max((found[1] for found in days if found), default=datetime.date.min)


def is_over(claim: Claim, today: datetime.date) -> bool:
    """Whether a claim is a forecast of a period that is over."""
    return claim.forecast and not claim.garbled and claim.end is not None and claim.end < today


def sentences_beside(tables: Rows, claims: Sequence[Claim], every: Sequence[Claim]) -> dict[str, str]:
    """Return what belongs beside statements, a sentence each, by figure_id; other statements have none.

    Args:
        tables: Rows of the base tables.
        claims: The statements asked about.
        every: All statements, among which a forecast finds its outcomes.
    """
    observations = observations_of(tables)
    measures = {row["indicator_id"]: row["measure"] for row in tables["indicators"]}
    today = newest_day(tables)
    outcomes = outcomes_of(every, observations, measures) if any(is_over(claim, today) for claim in claims) else {}
    found = {}
    for claim in claims:
        own = [item for item in observations if item.series["indicator_id"] == claim.indicator["indicator_id"]]
        count = count_beside(claim, own)
        if count is not None:
            found[claim.figure_id] = count_sentence(claim, count)
        elif is_over(claim, today):
            found[claim.figure_id] = outcome_sentence(claim, outcomes.get(what_is_foreseen(claim), ()))
    return found


def count_sentence(claim: Claim, found: Observation) -> str:
    """Return a claim and the official count beside it; where the count lies is said only if both are of one day or period."""
    publisher = claim.background.name(found.series["publisher"])
    count = f"the count of {publisher} for {period_words(found.row['period'])} is {grouped(found.value)}"
    if is_same_time(claim, found):
        place = position(found.interval, claim.interval)
        count += f", {place} what was said"
    elif claim.end is not None and (days := (claim.end - found.end).days):
        count += f", {days:,} day{'s' if days > 1 else ''} earlier"
    return as_sentence(f"{speaker(claim)} said {claim.phrase}; {count}.")


def outcome_sentence(claim: Claim, outcomes: Sequence[Outcome]) -> str:
    """Return a forecast and its outcome."""
    expected = f"{speaker(claim)} expects {claim.phrase} for {period_words(claim.figure['period'])}"
    if not outcomes:
        return as_sentence(f"{expected}; the outcome is not recorded here.")
    low = min(outcome.interval.low for outcome in outcomes)
    high = max(outcome.interval.high for outcome in outcomes)
    came = (
        f"{grouped(low)} or more"
        if high.is_infinite()
        else grouped(low)
        if low == high
        else f"{grouped(low)} to {grouped(high)}"
    )
    lies = outcome_position(claim, outcomes)
    where = "on several sides of the forecast" if lies == SEVERAL else f"{lies} the forecast"
    return as_sentence(f"{expected}; the outcome is {came}, {where}.")
