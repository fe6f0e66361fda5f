"""Do the sources agree? Figures of one indicator, area, place and period side by side, read as intervals."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from deportation_goal.statements.claims import AT_AN_END, Claim, claims_of
from deportation_goal.statements.hedge_drift import Drift, drifts
from deportation_goal.statements.intervals import Interval
from deportation_goal.statements.relations import Disagreement, disagreements
from deportation_goal.table_files import Rows
from deportation_goal.values.numbers import grouped


class Verdict(StrEnum):
    """How statements stand to each other, whatever their origins."""

    SINGLE = "single"
    SAME = "same"
    COMPATIBLE = "compatible"
    CONFLICT = "conflict"


class Key(NamedTuple):
    """What figures have in common that are compared."""

    indicator_id: str
    area: str
    counterpart_area: str
    place: str
    period: str
    forecast: bool

    @property
    def without_period(self) -> Key:
        """The key of everything that only a period sets apart."""
        return self._replace(period="")


@dataclass(frozen=True)
class Comparison:
    """Figures side by side.

    Attributes:
        key: What they have in common.
        indicator: The row of their indicator.
        claims: Those that are compared, by figure_id.
        left_out: Garbled ones, listed beside.
        arithmetic: Figures among them that do not follow from the other figures of their source.
        other_periods: Comparison periods of the same count, earliest first, the own one left out.
    """

    key: Key
    indicator: Mapping[str, str]
    claims: tuple[Claim, ...]
    left_out: tuple[Claim, ...] = ()
    arithmetic: tuple[Disagreement, ...] = ()
    other_periods: tuple[str, ...] = field(default=(), repr=False)

    @cached_property
    def verdict(self) -> Verdict | None:
        """How they stand to each other; None where all are garbled."""
        if not self.claims:
            return None
        if len(self.claims) == 1:
            return Verdict.SINGLE
        if len({claim.wording for claim in self.claims}) == 1:
            return Verdict.SAME
        return Verdict.COMPATIBLE if self.common is not None else Verdict.CONFLICT

    @cached_property
    def common(self) -> Interval | None:
        """The numbers that every statement allows; None if there is none.

        Ranges on a line that meet two by two have a number in common all together (Helly's theorem), so this also
        tells whether any two of them are apart.
        """
        if not self.claims:
            return None
        return _common(self.claims)

    @property
    def origins(self) -> tuple[str, ...]:
        """The documents on which the statements rest."""
        return tuple(sorted({claim.lineage.origin for claim in self.claims}))

    @property
    def sources(self) -> tuple[str, ...]:
        """The documents that carry the statements."""
        return tuple(sorted({claim.figure["source_id"] for claim in self.claims}))

    @property
    def claimants(self) -> tuple[str, ...]:
        """Who says it, according to the texts; statements without a claimant count for none."""
        return tuple(sorted({claim.figure["attributed_to"] for claim in self.claims} - {""}))

    @property
    def hedges_differ(self) -> bool:
        """Whether the same number is hedged in more than one way."""
        by_value = defaultdict(set)
        for claim in self.claims:
            by_value[claim.value, claim.value_max].add(claim.figure["qualifier"])
        return any(len(hedges) > 1 for hedges in by_value.values())

    @property
    def within_origin(self) -> bool:
        """Whether statements that differ rest on one document."""
        by_origin = defaultdict(set)
        for claim in self.claims:
            by_origin[claim.lineage.origin].add(claim.wording)
        return any(len(wordings) > 1 for wordings in by_origin.values())

    @cached_property
    def drifts(self) -> tuple[Drift, ...]:
        """How carriers of one origin hedge the same number differently."""
        return tuple(drifts(self.claims))

    @property
    def apart(self) -> tuple[Claim, Claim] | None:
        """The two statements of a conflict that lie farthest apart: the one that ends lowest, the one that begins highest."""
        if self.verdict is not Verdict.CONFLICT:
            return None
        above = max(self.claims, key=lambda claim: (claim.interval.low, claim.interval.low_open))
        below = min(self.claims, key=lambda claim: (claim.interval.high, not claim.interval.high_open))
        return below, above

    def _days(self, one: Claim, other: Claim) -> str:
        if not self.days_differ:
            return ""
        return f", but one counts to {_last_day(one) or 'no day'}, the other to {_last_day(other) or 'no day'}"

    @cached_property
    def days_differ(self) -> bool:
        """Whether a conflict is only between counts to different days, so that each of them may be true.

        Counts that are compared by the month of their end can be of several days in it. A statement that names no day
        may be of any of them.
        """
        if self.verdict is not Verdict.CONFLICT or self.indicator["measure"] not in AT_AN_END:
            return False
        by_day: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            by_day[_last_day(claim)].append(claim)
        undated = by_day.pop("", [])
        return len(by_day) > 1 and all(_common([*group, *undated]) is not None for group in by_day.values())

    @property
    def reason(self) -> str:
        """The verdict in a sentence."""
        match self.verdict:
            case None:
                return "Nothing to compare: every statement is garbled."
            case Verdict.SINGLE:
                return "One statement, nothing to compare it with."
            case Verdict.SAME:
                return f"{_all(self.claims).capitalize()} say {self.claims[0].phrase}."
            case Verdict.COMPATIBLE:
                common = self.common
                assert common is not None  # noqa: S101 - what makes the verdict
                return f"Worded differently, but {_allowed(common)} would make {_all(self.claims)} true."
            case Verdict.CONFLICT:
                pair = self.apart
                assert pair is not None  # noqa: S101 - what makes the verdict
                one, other = pair
                return (
                    f"{one.figure['source_id']} says {one.phrase}, {other.figure['source_id']} {other.phrase}: "
                    f"{one.interval} and {other.interval} have no number in common{self._days(one, other)}."
                )


def _common(claims: Sequence[Claim]) -> Interval | None:
    lowest, highest = _highest_low(claims), _lowest_high(claims)
    if not lowest.meets(highest):
        return None
    return Interval(lowest.low, highest.high, lowest.low_open, highest.high_open)


def _last_day(claim: Claim) -> str:
    """The day to which is counted, as printed; empty where the period ends with a month or a year."""
    end = claim.figure["period"].rpartition("/")[2]
    return end if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[~?%]?", end) else ""


def _highest_low(claims: Sequence[Claim]) -> Interval:
    return max((claim.interval for claim in claims), key=lambda interval: (interval.low, interval.low_open))


def _lowest_high(claims: Sequence[Claim]) -> Interval:
    return min((claim.interval for claim in claims), key=lambda interval: (interval.high, not interval.high_open))


def _all(claims: Sequence[Claim]) -> str:
    return "both statements" if len(claims) == 2 else f"all {len(claims)} statements"


def _allowed(interval: Interval) -> str:
    if interval.low == interval.high:
        return grouped(interval.low)
    low, high = grouped(interval.low), "" if interval.high.is_infinite() else grouped(interval.high)
    if interval.high.is_infinite():
        return f"any number {'above' if interval.low_open else 'from'} {low}"
    return f"any number from {low} to {high}"


def _key(claim: Claim) -> Key:
    figure = claim.figure
    return Key(
        figure["indicator_id"],
        figure["area"],
        figure["counterpart_area"],
        figure["place"],
        claim.comparison_period,
        claim.forecast,
    )


def compare(tables: Rows, indicators: Iterable[str] | None = None) -> list[Comparison]:
    """Return the figures of checked tables side by side, by indicator, area, place and period (DESIGN, agreement).

    Compared are figures of one indicator, area, counterpart area, place and comparison period, forecasts with
    forecasts. A stock or a running total is compared by the month of its end, everything else by its exact period.

    Args:
        tables: Rows of the base tables.
        indicators: Look at these indicators only; all if not given. Arithmetic checks still see every figure.
    """
    every = claims_of(tables)
    wrong: dict[str, list[Disagreement]] = defaultdict(list)
    for found in disagreements(tables, every):
        wrong[found.result.figure_id].append(found)
    wanted = None if indicators is None else set(indicators)
    groups: dict[Key, list[Claim]] = defaultdict(list)
    for claim in sorted(every, key=lambda claim: claim.figure_id):
        if wanted is None or claim.figure["indicator_id"] in wanted:
            groups[_key(claim)].append(claim)
    periods: dict[Key, list[str]] = defaultdict(list)
    for key in sorted(groups):
        periods[key.without_period].append(key.period)
    return [
        Comparison(
            key,
            members[0].indicator,
            tuple(claim for claim in members if not claim.garbled),
            tuple(claim for claim in members if claim.garbled),
            tuple(found for claim in members for found in wrong[claim.figure_id]),
            tuple(period for period in periods[key.without_period] if period != key.period),
        )
        for key, members in sorted(groups.items())
    ]
