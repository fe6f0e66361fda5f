"""The lines of charts: from the rows of derived tables to marks in time."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from deportation_goal.site.site_model import NOBODY, SiteModel, amount
from deportation_goal.site.time_plot import Line, Mark
from deportation_goal.table_files import Row
from deportation_goal.values.numbers import grouped
from deportation_goal.values.periods import parse_period, period_words

_MOST_CLAIMS: Final = 4
"""Lines of claims that the front page shows before a reader chooses, beside the official ones and the forecasts."""
_FORECASTS: Final = "Forecasts"
_WHOLE: Final = "USA"


def goal_lines(model: SiteModel) -> list[Line]:
    """Return the lines of the front page from `goal_vs_outcome`: official counts, claims, all forecasts together."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in model.rows["goal_vs_outcome"]:
        if row["kind"] != "goal" and row["counted_to"]:
            kind = row["kind"]
            groups[kind, _FORECASTS if kind == "projection" else row["series"]].append(row)
    order = ("count", "total", "projection")
    ordered = sorted(groups.items(), key=lambda group: (order.index(group[0][0]), -_days(group[1]), group[0][1]))
    claims = [key for key, _ in ordered if key[0] == "total"]
    lines = []
    for key, rows in ordered:
        kind = key[0]
        if kind == "total" and _days(rows) < 2 and claims.index(key) >= _MOST_CLAIMS:
            continue
        marks = sorted(
            (_goal_mark(row, kind, model) for row in rows), key=lambda mark: (mark.day, mark.value, mark.href)
        )
        shown = kind != "total" or claims.index(key) < _MOST_CLAIMS
        lines.append(Line(_goal_name(rows, kind), tuple(marks), joined=kind == "count", shown=shown))
    return lines


def _days(rows: Sequence[Row]) -> int:
    return len({row["counted_to"] for row in rows})


def _goal_name(rows: Sequence[Row], kind: str) -> str:
    if kind == "projection":
        return _FORECASTS
    first = rows[0]
    since = period_words(first["counted_from"])
    named = first["indicator"]
    words = named if since in named or not since else f"{named}, from {since}"
    # A body and those who speak for it share a line; it bears the name that occurs most often.
    speakers = Counter(row["said_by_name"] or row["publisher"] for row in rows)
    who = min(speakers, key=lambda name: (-speakers[name], name))
    return (
        f"Official: {words} ({who})"
        if kind == "count"
        else f"{words} ({who}{' and others' if len(speakers) > 1 else ''})"
    )


def _goal_mark(row: Row, kind: str, model: SiteModel) -> Mark:
    since = f" from {period_words(row['counted_from'])}" if row["counted_from"] else ""
    words = f"{row['indicator']}{since} to {period_words(row['counted_to'])}"
    printed = grouped(Decimal(row["value"])) if kind == "count" else row["value_text"]
    return _mark(row, row["counted_to"], model.page_of(row["row_id"]), printed, words, row["said_by_name"])


def _mark(row: Row, day: str, href: str, printed: str, words: str, said_by: str) -> Mark:
    """Return the mark of a row of a table that has the interval, the status and the publisher of a statement."""
    said = said_by or NOBODY
    return Mark(
        datetime.date.fromisoformat(day),
        Decimal(row["value"]),
        Decimal(row["value_low"]),
        Decimal(row["value_high"]) if row["value_high"] else None,
        href,
        printed,
        f"{words}; said by {said}, carried by {row['publisher']}",
        (said, row["publisher"]),
        hollow=row["status"] == "forecast",
    )


def indicator_lines(indicator: str, figures: Iterable[Row], model: SiteModel) -> list[Line]:
    """Return the lines of an indicator: each official series, then what was stated, then forecasts.

    Only figures about the whole country are drawn, and only those with a day; garbled ones are left out.
    """
    lines = [line for series in model.series_of.get(indicator, ()) for line in _series_lines(series, model)]
    stated: list[Mark] = []
    forecasts: list[Mark] = []
    for row in figures:
        whole = row["area"] == _WHOLE and not (
            row["counterpart_area"] or row["place"] or row["text_issue"] == "garbled"
        )
        if whole and row["period_end"]:
            (forecasts if row["status"] == "forecast" else stated).append(_figure_mark(row, model))
    for name, marks in (("Stated", stated), (_FORECASTS, forecasts)):
        if marks:
            lines.append(Line(name, tuple(sorted(marks, key=lambda mark: (mark.day, mark.value, mark.href)))))
    return [line for line in lines if line.marks]


def _figure_mark(row: Row, model: SiteModel) -> Mark:
    words = f"{amount(row)}, {period_words(row['period'])}"
    href = model.page_of(row["figure_id"])
    return _mark(row, row["period_end"], href, row["value_text"], words, row["attributed_to_name"])


def _series_lines(series: Row, model: SiteModel) -> list[Line]:
    """Return the lines of an official series: one, or one for each year in which a running count begins anew."""
    latest = {row["period"]: row for row in model.observations_of.get(series["series_id"], ())}
    who = model.name(series["publisher"])
    runs: dict[datetime.date | None, list[Mark]] = defaultdict(list)
    for period, row in latest.items():
        days = parse_period(period)
        if days.end is not None:
            words = f"{series['name']}, {period_words(period)}; counted by {who}"
            value, carried = Decimal(row["value"]), model.publisher(row["source_id"])
            href = model.page_of(row["observation_id"])
            mark = Mark(days.end, value, value, value, href, grouped(value), words, (who, carried))
            runs[days.start].append(mark)
    if len(runs) == sum(map(len, runs.values())):
        runs = {None: [mark for marks in runs.values() for mark in marks]}
    return [
        Line(
            f"Official: {series['name']}{f', from {period_words(start.isoformat())}' if start else ''} ({who})",
            tuple(sorted(marks, key=lambda mark: (mark.day, mark.href))),
            joined=True,
        )
        for start, marks in runs.items()
        if marks
    ]


def charted_lines(model: SiteModel) -> dict[str, list[Line]]:
    """Return the lines of each indicator that has a chart."""
    found = {
        indicator: indicator_lines(indicator, model.figures_of.get(indicator, ()), model)
        for indicator in model.indicators
    }
    return {indicator: lines for indicator, lines in found.items() if is_worth_drawing(lines)}


def is_worth_drawing(lines: Sequence[Line]) -> bool:
    """Whether a chart shows more than a sentence: numbers of three days or more."""
    return len({mark.day for line in lines for mark in line.marks}) >= 3
