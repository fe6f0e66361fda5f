"""Rules on periods and dates in EDTF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from deportation_goal.findings import Level, Problem
from deportation_goal.rules.checked_tables import Mask, Tables, as_mask, rows_where
from deportation_goal.rules.rule import Edit, Example, Rule, RuleCheck
from deportation_goal.values.periods import PeriodError, parse_period, suggest_period

EDTF_COLUMNS: Final = ("period", "said_on", "published")

EDTF: Final = Rule(
    "edtf",
    Level.ERROR,
    "A period is EDTF: a year, month, day or quarter that exists, or an interval that ends after it begins.",
    "Periods are compared by machine; February has no day 30, and 2025-09/2024-10 covers nothing.",
    bad=Example("An interval that ends before it begins.", (Edit("figures", 1, "period", "2025-09/2024-10"),)),
    good=Example(
        "The same interval the right way round.",
        (Edit("figures", 1, "period", "2024-10/2025-09"), Edit("figures", 1, "status", "forecast")),
    ),
    alone_because="EDTF is no type of Table Schema; the pattern only keeps the letters out",
)
PERIOD_BASIS: Final = Rule(
    "period-basis",
    Level.ERROR,
    "period_basis is none if and only if period is empty.",
    "A period needs the reason it is known; a reason needs its period.",
    bad=Example("A basis without a period.", (Edit("figures", 0, "period", ""),)),
    good=Example(
        "Neither period nor basis.", (Edit("figures", 0, "period", ""), Edit("figures", 0, "period_basis", "none"))
    ),
    alone_because="it compares two columns",
)
PUBLISHED_BASIS: Final = Rule(
    "published-basis",
    Level.ERROR,
    "published is empty if and only if published_basis is unknown.",
    "A date needs the reason it is known.",
    bad=Example("A date whose basis is unknown.", (Edit("sources", 1, "published_basis", "unknown"),)),
    good=Example(
        "No date, basis unknown.",
        (Edit("sources", 1, "published_basis", "unknown"), Edit("sources", 1, "published", "")),
    ),
    alone_because="it compares two columns",
)
INFERRED_NOTES: Final = Rule(
    "inferred-notes",
    Level.ERROR,
    "A date of publication that was inferred has its reason in notes.",
    "A reader must be able to judge the inference.",
    bad=Example("An inferred date without a reason.", (Edit("sources", 1, "published_basis", "inferred"),)),
    good=Example(
        "An inferred date with its reason.",
        (Edit("sources", 1, "published_basis", "inferred"), Edit("sources", 1, "notes", "The address holds the date.")),
    ),
    alone_because="it compares two columns",
)
FUTURE_FIGURE: Final = Rule(
    "future-figure",
    Level.ERROR,
    "A stock, flow or cumulative count that begins after its source was published is a forecast.",
    "Nobody can have counted it yet: either the period is wrong or the status is.",
    bad=Example("A count for a year that had not begun.", (Edit("figures", 1, "period", "2027"),)),
    good=Example(
        "A projection for that year.", (Edit("figures", 1, "period", "2027"), Edit("figures", 1, "status", "forecast"))
    ),
    alone_because="it compares three tables",
)

_COUNTS: Final = ("stock", "flow", "cumulative")


def _edtf(tables: Tables) -> Iterator[Problem]:
    for table, frame in tables.frames.items():
        for column in EDTF_COLUMNS:
            if column not in frame.columns:
                continue
            wrong: dict[str, str] = {}
            for value in tables.array(table, column).unique().to_pylist():
                try:
                    if value:
                        parse_period(value)
                except PeriodError as error:
                    wrong[value] = str(error)
            if not wrong:
                continue
            for row in rows_where(tables.is_in(table, column, wrong) & tables.good_rows(table, column)):
                value = tables.value(table, column, row)
                yield Problem(EDTF.id, table, row, column, value, wrong[value], suggest_period(value))


def _pair(tables: Tables, rule: Rule, table: str, date: str, basis: str, code: str) -> Iterator[Problem]:
    if not tables.has(table):
        return
    has_no_basis = tables.equals(table, basis, code)
    wrong = has_no_basis == tables.filled(table, date)
    for row in rows_where(wrong & tables.good_rows(table, date, basis)):
        value = tables.value(table, basis, row)
        if has_no_basis[row]:
            message = (
                f"{basis} is {code}, but {date} is «{tables.value(table, date, row)}»: say how it is known, or empty it"
            )
        else:
            message = f"{basis} is {value}, but {date} is empty: fill it, or write {code}"
        yield Problem(rule.id, table, row, basis, value, message, "" if has_no_basis[row] else code)


def _period_basis(tables: Tables) -> Iterator[Problem]:
    yield from _pair(tables, PERIOD_BASIS, "figures", "period", "period_basis", "none")


def _published_basis(tables: Tables) -> Iterator[Problem]:
    yield from _pair(tables, PUBLISHED_BASIS, "sources", "published", "published_basis", "unknown")


def _inferred_notes(tables: Tables) -> Iterator[Problem]:
    if not tables.has("sources"):
        return
    mask = tables.equals("sources", "published_basis", "inferred") & ~tables.filled("sources", "notes")
    for row in rows_where(mask & tables.good_rows("sources", "published_basis", "notes")):
        message = "the date is inferred, but notes is empty: say there what it is inferred from"
        yield Problem(INFERRED_NOTES.id, "sources", row, "published_basis", "inferred", message)


def _future_rows(tables: Tables) -> Mask:
    """Return the figures whose period begins after their source was published, forecasts and limits aside."""
    import pyarrow as pa
    import pyarrow.compute as pc

    good = tables.good_rows("sources", "published")
    published = pa.array(np.where(good, tables.frames["sources"]["published"], ""), type=pa.string())
    counted = tables.frames["indicators"]["indicator_id"][tables.is_in("indicators", "measure", _COUNTS)]
    position = pc.index_in(tables.array("figures", "source_id"), value_set=tables.array("sources", "source_id"))
    # Few pairs of period and date are distinct, so each is looked at once.
    pairs = pc.binary_join_element_wise(tables.array("figures", "period"), pc.take(published, position), " ")
    future = [pair for pair in pairs.unique().to_pylist() if pair and _begins_after(*pair.rsplit(" ", 1))]
    candidates = tables.is_in("figures", "indicator_id", set(counted)) & ~tables.equals("figures", "status", "forecast")
    good = tables.good_rows("figures", "period", "status", "indicator_id", "source_id", "period_basis")
    return candidates & good & as_mask(pc.is_in(pairs, value_set=pa.array(future, type=pa.string())))


def _begins_after(period: str, published: str) -> bool:
    try:
        start, last_day = parse_period(period).start, parse_period(published).end
    except PeriodError:
        return False
    return start is not None and last_day is not None and start > last_day


def _future_figure(tables: Tables) -> Iterator[Problem]:
    if not tables.has("figures", "sources", "indicators"):
        return
    for row in rows_where(_future_rows(tables)):
        value = tables.value("figures", "period", row)
        message = (
            f"the period {value} begins after its source was published: correct the period, or set status to forecast"
        )
        yield Problem(FUTURE_FIGURE.id, "figures", row, "period", value, message)


FIELD_CHECKS: Final = (
    RuleCheck(EDTF, _edtf),
    RuleCheck(PERIOD_BASIS, _period_basis),
    RuleCheck(PUBLISHED_BASIS, _published_basis),
    RuleCheck(INFERRED_NOTES, _inferred_notes),
)
TABLE_CHECKS: Final = (RuleCheck(FUTURE_FIGURE, _future_figure),)
