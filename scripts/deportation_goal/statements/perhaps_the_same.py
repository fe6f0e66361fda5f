"""Comparisons that may be of the same count: a fiscal year printed as a calendar year, a record year, a term in office.

They are told beside each other and never compared: that they are one is a guess.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
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


def related_indicators(indicator: Row, indicators: Iterable[Row]) -> Iterator[str]:
    """Yield the indicators that count what another counts: one unit, not told apart, and of one count or the count itself.

    The highest number of all years is one of a yearly count.
    """
    for other in indicators:
        alike = other["unit"] == indicator["unit"] and other["measure"] in _FLOWS and indicator["measure"] in _FLOWS
        parent = indicator["parent_indicator_id"]
        of_one = other["parent_indicator_id"] == parent != "" or (
            other["indicator_id"] == parent or other["parent_indicator_id"] == indicator["indicator_id"]
        )
        apart = other["indicator_id"] in indicator["not_comparable_with"].split()
        if other["indicator_id"] == indicator["indicator_id"] or (alike and of_one and not apart):
            yield other["indicator_id"]


def perhaps_the_same(
    comparisons: Sequence[Comparison], others: Sequence[Comparison], indicators: Sequence[Row]
) -> Mapping[str, tuple[Comparison, ...]]:
    """Return, by the id of each comparison, those that may be of the same count, by their key.

    Args:
        comparisons: What is asked about.
        others: All comparisons of the related indicators.
        indicators: The codebook.
    """
    shown = {one.key.indicator_id: one.indicator for one in comparisons}
    related = {name: frozenset(related_indicators(row, indicators)) for name, row in shown.items()}
    return {
        one.comparison_id: tuple(
            other
            for other in others
            if other.key != one.key
            and other.key.indicator_id in related[one.key.indicator_id]
            and _same_place(one, other)
            and _same_year(one.key.period, other.key.period)
            and _share_a_number(one, other)
        )
        for one in comparisons
        if one.indicator["measure"] in _FLOWS and not one.key.forecast
    }


def _same_place(one: Comparison, other: Comparison) -> bool:
    return one.key[1:4] == other.key[1:4] and not other.key.forecast


def _same_year(one: str, other: str) -> bool:
    """Whether two periods may mean one year: a calendar and a fiscal year of one number, one period, or a term around it."""
    if one == other:
        return bool(one)
    first, second = days_of(one), days_of(other)
    if first is None or second is None:
        return False
    if _year(first) is not None and _year(first) == _year(second):
        return True
    return any(
        around[0] <= within[0] and within[1] <= around[1] and around[1] - around[0] >= _SEVERAL_YEARS
        and _year(within) is not None
        for around, within in ((first, second), (second, first))
    )  # fmt: skip


def _year(days: tuple[datetime.date, datetime.date]) -> int | None:
    """Return the number of a calendar year, or of the fiscal year that ends in September; None for another period."""
    start, end = days
    if (start.month, start.day, end) == (1, 1, datetime.date(start.year, 12, 31)):
        return start.year
    if (start.month, start.day, end) == (_OCTOBER, 1, datetime.date(start.year + 1, 9, 30)):
        return start.year + 1
    return None


def _share_a_number(one: Comparison, other: Comparison) -> bool:
    """Whether two statements may mean one number: "more than 400,000" may mean 409,000, and hardly 675,000."""
    return any(a.interval.meets(b.interval) and _near(a, b) for a in one.claims for b in other.claims)


def _near(one: Claim, other: Claim) -> bool:
    first, second = Decimal(one.figure["value"]), Decimal(other.figure["value"])
    return abs(first - second) <= _NEAR * max(abs(first), abs(second))
