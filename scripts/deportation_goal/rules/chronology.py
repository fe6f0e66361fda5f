"""Rules on the order of times: nothing is counted, said or derived before it can be, nothing is published tomorrow."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from deportation_goal.findings import Level
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import STATEMENTS, Breach, Example, Phase, row_rule, table_rule
from deportation_goal.values.periods import Period, PeriodError, overlap, parse_period
from deportation_goal.wording import short

_PAST: Final = (
    ("sources", "published"),
    ("revisions", "date"),
    ("changes", "date"),
    ("observations", "period"),
)
"""Columns whose dates are over when they are written down."""

_IN_ADDRESS: Final = re.compile(
    r"/(?P<year>20[0-9]{2})(?:[/-](?P<month>1[0-2]|0?[1-9])|(?P<month2>0[1-9]|1[0-2]))"
    r"(?:[/-]?(?P<day>[12][0-9]|3[01]|0?[1-9]))?(?=[/._-]|$)"
)
"""A month or day in the path of an address: /2025/04/12/, /2025-04-12, /20250412-."""

_IN_ID: Final = re.compile(r"-(?P<date>20[0-9]{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?)(?=-|$)")


_OTHER_DAY: Final = {"sources.1.publisher": "example-news", "figures.1.attributed_to": "washington-post"}
"""Lets the second source of the example package have another date than its id."""


def period_or_none(text: str) -> Period | None:
    """Return a period in EDTF; None for an empty cell, and for text that is not a period, which another rule reports."""
    try:
        return parse_period(text) if text else None
    except PeriodError:
        return None


def _ordinal(day: datetime.date | None) -> float:
    return math.nan if day is None else day.toordinal()


@lru_cache(maxsize=4096)
def first_day(period: str) -> float:
    """Return the first day of a period as a number (the proleptic Gregorian ordinal), NaN where there is none."""
    return _ordinal(found.start if (found := period_or_none(period)) else None)


@lru_cache(maxsize=4096)
def last_day(period: str) -> float:
    """Return the last day of a period as a number, NaN where there is none."""
    return _ordinal(found.end if (found := period_or_none(period)) else None)


def _is_later(one: str, other: str) -> bool:
    """Whether a period begins after another one ends."""
    return first_day(one) > last_day(other)


_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
COUNTS: Final = ("stock", "flow", "cumulative")


@row_rule(
    "future-figure",
    Level.ERROR,
    Phase.ACROSS,
    table="figures",
    column="period",
    unless_wrong=("period_basis",),
    title="A stock, flow or cumulative count that begins after its source was published is a forecast.",
    why="Nobody can have counted it yet: either the period is wrong or the status is.",
    bad=Example("A count for a year that had not begun.", {"figures.1.period": "2027"}),
    good=Example("A projection for that year.", {"figures.1.period": "2027", "figures.1.status": "forecast"}),
    alone_because="it compares three tables",
)
def future_figure(period: str, status: str, source_id__published: str, indicator_id__measure: str) -> Breach | None:
    """Compare the first day of a count with the last day on which its source can have been published."""
    if status == "forecast" or indicator_id__measure not in COUNTS or not _is_later(period, source_id__published):
        return None
    return Breach(
        f"the period {period} begins after its source was published: correct the period, or set status to forecast"
    )


@row_rule(
    "counted-after-published",
    Level.ERROR,
    Phase.ACROSS,
    table="figures",
    column="period",
    unless_wrong=("period_basis",),
    title="A stock, flow or cumulative count with an exact last day does not end after its source was published.",
    why="Nobody can have counted days that were still to come.",
    bad=Example("A count to a day after the report.", {"figures.1.period": "2025-01-20/2025-04-20"}),
    good=Example("A count to a day before the report.", {"figures.1.period": "2025-01-20/2025-04-10"}),
    alone_because="it compares three tables",
)
def counted_after_published(
    period: str, status: str, source_id__published: str, indicator_id__measure: str
) -> Breach | None:
    """Compare the last day of a count, where one is named, with the last day on which its source can have been published."""
    end = period.rpartition("/")[2]
    is_count = status != "forecast" and indicator_id__measure in COUNTS
    if not is_count or not _DAY.fullmatch(end) or not _is_later(end, source_id__published):
        return None
    # A period that also begins too late has a finding of another rule.
    if _is_later(period, source_id__published):
        return None
    return Breach(
        f"the period {period} ends after its source was published ({source_id__published}): "
        "end it with the last day or month that can have been counted, or set status to forecast"
    )


@table_rule(
    "begins-after-origin",
    Level.ERROR,
    Phase.ACROSS,
    title="A stock, flow or cumulative count with an exact first day does not begin after the document it rests on was published.",
    why="That document cannot contain the number: the text took it from somewhere else.",
    bad=Example(
        "A count that begins after the report that the text is taken from was published.",
        {"figures.1.period": "2025-04-13"},
    ),
    good=Example(
        "The same count, stated by the text on its own account.",
        {
            "figures.1.period": "2025-04-13",
            "figures.1.primary_source": "example-news-2025-04-13",
        },
    ),
    alone_because="it compares three tables, one of them along a chain of rows",
)
def begins_after_origin(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Compare the first day of a count, where one is named, with the date of its primary source or of the root."""
    if not tables.has("figures", "sources", "indicators"):
        return
    columns = ("source_id", "published", "derived_from")
    sources = list(zip(*(tables.cells("sources", column) for column in columns), strict=True))
    known = {sources[row][0]: sources[row][1:] for row in tables.good_rows("sources", *columns)}
    measures = dict(zip(tables.cells("indicators", "indicator_id"), tables.cells("indicators", "measure"), strict=True))
    needed = ("period", "status", "indicator_id", "source_id", "primary_source")

    def published(source: str) -> str:
        return known[source][0] if source in known else ""

    def last_of_root(source: str) -> float:
        return last_day(published(_root(source, known)))

    # Among them are those of a source that is its own root, in which the loop finds nothing.
    late = {*tables.rows_above("figures", "period", _named_day, "source_id", last_of_root)}
    late.update(
        tables.rows_above("figures", "period", _named_day, "primary_source", lambda one: last_day(published(one)))
    )
    rows = sorted(late)
    for row, (period, status, indicator, source, primary) in zip(
        rows, tables.cells_of("figures", needed, rows), strict=True
    ):
        is_count = status != "forecast" and measures.get(indicator) in COUNTS
        if not is_count or not tables.is_good("figures", row, *needed):
            continue
        origin = primary or _root(source, known)
        if origin != source and _named_day(period) > last_day(published(origin)):
            message = (
                f'the figure rests on "{short(origin)}", which was published {published(origin)}, before the period {period} begins: '
                "write the document that has the number, or the row's own source, into primary_source"
            )
            yield "figures", row, "primary_source" if primary else "source_id", Breach(message)


def _named_day(period: str) -> float:
    """Return the first day of a period that names it, as a number, otherwise NaN."""
    start = period.partition("/")[0]
    return first_day(start) if _DAY.fullmatch(start) else math.nan


def _root(source: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """The root of a chain of derivation; a loop, which has a finding of its own, ends where it began."""
    seen = {source}
    while source in known and known[source][1] and known[source][1] not in seen:
        source = known[source][1]
        seen.add(source)
    return source


@table_rule(
    "future-date",
    Level.ERROR,
    Phase.ROWS,
    title="No date of a publication, official number, correction or release is in the future.",
    why="Nobody can have read what is not published yet: the year is probably mistyped.",
    bad=Example(
        "A source of the year 2925.",
        {"sources.1.published": "2925-04-12", "sources.0.derived_from": "", "sources.0.derivation": ""},
    ),
    good=Example("The year in which it appeared.", {"sources.1.published": "2025-04-12"}),
    alone_because="Table Schema knows no day of the check",
)
def future_date(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Compare the first day of each date with the day of the check; a day is allowed for other time zones."""
    tomorrow = tables.today + datetime.timedelta(days=1)
    for table, column in _PAST:
        if tables.has(table):
            late = {
                value
                for value in tables.distinct(table, column)
                if (period := period_or_none(value)) and period.start and period.start > tomorrow
            }
            for row in tables.rows(table, column, late):
                value = tables.cells(table, column)[row]
                yield table, row, column, Breach(f"{value} is in the future: this check ran on {tables.today}")


@row_rule(
    "said-before-published",
    Level.ERROR,
    Phase.ACROSS,
    table=STATEMENTS,
    column="said_on",
    title="said_on is neither after the date of the source nor equal to it.",
    why="Nobody reports what has not been said yet. If both dates are the same, leave said_on empty.",
    bad=Example("Words of the day after the report.", {"quotes.0.said_on": "2025-04-14"}),
    good=Example("Words of the day before the report.", {"quotes.0.said_on": "2025-04-12"}),
    alone_because="it compares two tables",
)
def said_before_published(said_on: str, source_id__published: str) -> Breach | None:
    """Compare the day of the words with that of the source."""
    if not said_on:
        return None
    if _is_later(said_on, source_id__published):
        return Breach(f"said_on is {said_on}, but the source was published {source_id__published}: correct one of them")
    if period_or_none(said_on) == period_or_none(source_id__published):
        return Breach(f"said_on is {said_on}, the same as the date of the source: leave it empty")
    return None


def _not_later(reference: str, later: str, own: str) -> Breach | None:
    if not _is_later(later, own):
        return None
    return Breach(
        f'"{reference}" was published {later}, after this source ({own}): name another document, or correct a date'
    )


@row_rule(
    "origin-before-source",
    Level.ERROR,
    Phase.ACROSS,
    table="sources",
    column="derived_from",
    title="A source is not older than the document it derives from.",
    why="A text cannot retell what was not yet written.",
    bad=Example("An origin later than the report.", _OTHER_DAY | {"sources.1.published": "2025-04-14"}),
    good=Example("An origin of the same day as the report.", _OTHER_DAY | {"sources.1.published": "2025-04-13"}),
    alone_because="it compares two rows",
)
def origin_before_source(derived_from: str, published: str, derived_from__published: str) -> Breach | None:
    """Compare the date of a source with that of its origin."""
    return _not_later(derived_from, derived_from__published, published)


@row_rule(
    "primary-before-source",
    Level.ERROR,
    Phase.ACROSS,
    table=STATEMENTS,
    column="primary_source",
    title="The source of a statement is not older than the document that the statement rests on.",
    why="A text cannot rest on what was not yet published.",
    bad=Example(
        "A document of the day after the report.",
        _OTHER_DAY
        | {
            "sources.1.published": "2025-04-14",
            "sources.0.derived_from": "",
            "sources.0.derivation": "",
            "figures.0.primary_source": "washington-post-2025-04-12",
        },
    ),
    good=Example(
        "A document of the day before the report.", {"figures.0.primary_source": "washington-post-2025-04-12"}
    ),
    alone_because="it compares three tables",
)
def primary_before_source(
    primary_source: str, primary_source__published: str, source_id__published: str
) -> Breach | None:
    """Compare the date of the source with that of the document."""
    return _not_later(primary_source, primary_source__published, source_id__published)


@row_rule(
    "date-in-address",
    Level.ERROR,
    Phase.ROWS,
    table="sources",
    column="published",
    title="The date of publication agrees with a date in the address.",
    why="Many addresses contain the day or month; if published differs, one of the two is wrong.",
    bad=Example(
        "A different month from the one in the address.", {"sources.0.url": "https://example.org/2025/03/13/report"}
    ),
    good=Example("The same month as in the address.", {"sources.0.url": "https://example.org/2025/04/report"}),
    alone_because="it compares two columns",
)
def date_in_address(published: str, url: str) -> Breach | None:
    """Look for a month or day in the path, and whether it overlaps with the date."""
    match = _IN_ADDRESS.search(url) if published else None
    if match is None:
        return None
    month, day = match["month"] or match["month2"], match["day"]
    printed = f"{match['year']}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    told, own = period_or_none(printed), period_or_none(published)
    if told is None or own is None or overlap(told, own):
        return None
    return Breach(
        f"the address holds {printed}, but published is {published}: correct one, or write an interval of both"
    )


@row_rule(
    "date-in-id",
    Level.WARNING,
    Phase.ROWS,
    table="sources",
    column="published",
    title="The date of publication agrees with the date in source_id: the same if the id is publisher and date, otherwise not before it.",
    why="The id is made from the date; if they differ, one of them is wrong. Ids never change, so a wrong id is accepted.",
    bad=Example("A different month from the one in the id.", {"sources.0.published": "2025-05-13"}),
    good=Example("The same month as in the id.", {"sources.0.published": "2025-04"}),
    alone_because="it compares two columns",
)
def date_in_id(source_id: str, publisher: str, published: str) -> Breach | None:
    """Compare the date with the one in the id."""
    match, own = _IN_ID.search(source_id), period_or_none(published)
    told = period_or_none(match["date"]) if match else None
    if match is None or told is None or own is None or overlap(told, own):
        return None
    # In an id with a title, such as fiscal-year-report-2024, the date may be that of the subject.
    if source_id[: match.start()] != publisher and not _is_later(match["date"], published):
        return None
    return Breach(f"source_id holds {match['date']}, but published is {published}: correct the date, or accept the id")
