"""Comparisons that may count the same thing: a fiscal year printed as a calendar year, a record year, a term in office.

They are shown beside each other and never compared: that they count the same thing is a guess.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from deportation_goal.statements.claims import Claim
from deportation_goal.statements.comparison import Comparison
from deportation_goal.statements.statement_time import days_of
from deportation_goal.table_files import Row

_FLOWS: Final = frozenset({"flow", "cumulative"})
_OCTOBER: Final = 10
_NEAR: Final = Decimal("0.1")
"""How far apart two numbers may be that are perhaps one, as a share of the larger."""
_SEVERAL_YEARS: Final = datetime.timedelta(days=3 * 365)


def related_indicators(wanted: Iterable[str], indicators: Sequence[Row]) -> Mapping[str, Sequence[str]]:
    """Return, by the id of each wanted indicator, those that count what it counts, itself first.

    They have the same unit, the codebook does not call them incomparable, and they are parts of one count, or one of
    them is that count: the highest number of all years is one of the yearly numbers.
    """
    by_id = {row["indicator_id"]: row for row in indicators}
    parts: dict[str, list[str]] = defaultdict(list)
    for row in indicators:
        if row["parent_indicator_id"]:
            parts[row["parent_indicator_id"]].append(row["indicator_id"])
    found = {}
    for name in wanted:
        own = by_id[name]
        parent = own["parent_indicator_id"]
        near = [*([parent] if parent in by_id else []), *parts.get(parent, ()), *parts.get(name, ())]
        apart = {name, *own["not_comparable_with"].split()}
        found[name] = [name, *(other for other in near if other not in apart and _alike(own, by_id[other]))]
    return found


def _alike(one: Row, other: Row) -> bool:
    return one["unit"] == other["unit"] and one["measure"] in _FLOWS and other["measure"] in _FLOWS


def perhaps_the_same(
    comparisons: Iterable[Comparison], others: Iterable[Comparison], indicators: Sequence[Row]
) -> Mapping[str, tuple[Comparison, ...]]:
    """Return, by the id of each comparison, those that may count the same thing, by their key.

    Args:
        comparisons: Those asked about.
        others: All comparisons of the related indicators.
        indicators: The codebook.
    """
    asked = [one for one in comparisons if one.indicator["measure"] in _FLOWS and not one.key.forecast]
    related = related_indicators({one.key.indicator_id for one in asked}, indicators)
    there: dict[tuple[str, ...], list[Comparison]] = defaultdict(list)
    for other in others:
        if not other.key.forecast:
            there[other.key[:4]].append(other)
    return {
        one.comparison_id: tuple(
            other
            for name in sorted(related[one.key.indicator_id])
            for other in there.get((name, *one.key[1:4]), ())
            if other.key != one.key and _same_year(one.key.period, other.key.period) and _share_a_number(one, other)
        )
        for one in asked
    }


def _same_year(one: str, other: str) -> bool:
    """Whether two periods may mean one year: a calendar and a fiscal year of one number, one period, or a term around it."""
    if one == other:
        return bool(one)
    year, another = _year(one), _year(other)
    if year is not None and year == another:
        return True
    return (another is not None and _is_term_around(one, other)) or (year is not None and _is_term_around(other, one))


def _is_term_around(term: str, year: str) -> bool:
    around, within = days_of(term), days_of(year)
    if around is None or within is None:
        return False
    return around[0] <= within[0] and within[1] <= around[1] and around[1] - around[0] >= _SEVERAL_YEARS


@cache
def _year(period: str) -> int | None:
    """Return the number of a calendar year, or of the fiscal year that ends in September; None for another period."""
    days = days_of(period)
    if days is None:
        return None
    start, end = days
    if (start.month, start.day, end) == (1, 1, datetime.date(start.year, 12, 31)):
        return start.year
    if (start.month, start.day, end) == (_OCTOBER, 1, datetime.date(start.year + 1, 9, 30)):
        return start.year + 1
    return None


def _share_a_number(one: Comparison, other: Comparison) -> bool:
    """Whether two statements may mean one number: "more than 400,000" may mean 409,000, but hardly 675,000."""
    return any(a.interval.meets(b.interval) and _near(a, b) for a in one.claims for b in other.claims)


def _near(one: Claim, other: Claim) -> bool:
    first, second = Decimal(one.figure["value"]), Decimal(other.figure["value"])
    return abs(first - second) <= _NEAR * max(abs(first), abs(second))
