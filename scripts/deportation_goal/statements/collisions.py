"""Where statements have no number in common, how far apart they lie, and what excuses it (docs/method.md, verdicts)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from enum import StrEnum
from heapq import heappop, heappush
from itertools import takewhile
from typing import Final, NamedTuple

from deportation_goal.statements.claims import AT_AN_END, Claim
from deportation_goal.statements.intervals import INFINITY, Interval
from deportation_goal.statements.statement_time import days_apart

LEAST: Final = Decimal(1)
"""A smaller collision, in percent, does not matter."""
_MANY: Final = 100
"""Most statements of which every pair is looked at; a comparison of the dataset has fewer than a hundred."""
_FAR: Final = {"stock": Decimal(20), "flow": Decimal(20), "cumulative": Decimal(50)}
"""Other days do not explain stocks, flows and running counts that lie further apart, in percent."""
_RUNNING: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]{4}-[0-9]{2}")
"""A time that begins on a day and ends in a month: a flow of it is a count so far, whose last day nobody names."""
_DAYS_APART: Final = 31
_PLANS: Final = frozenset({"target", "limit"})
_ROUND_SPAN: Final = Decimal("0.1")
_CHANGES: Final = frozenset({"flow", "change"})


_NOWHERE: Final[Set[tuple[str, str]]] = frozenset()
_Places = Mapping[tuple[str, str, str], Set[tuple[str, str]]]


class Because(StrEnum):
    """Why a collision is not a disagreement."""

    OTHER_DAY = "other_day"
    OTHER_TIME = "other_time"
    PART = "part"


class Collision(NamedTuple):
    """Two statements without a number in common; a tuple, as a large dataset has a million of them.

    Attributes:
        low: The one with the lower interval.
        high: The other.
        size: How far apart the nearest ends of the intervals lie, in percent of the larger of them; 0 if they touch.
        because: What excuses it; None if nothing does, or if it does not matter.
        matters: Whether it is large enough to matter: 1 percent or more, and no round number of about that size.
    """

    low: Claim
    high: Claim
    size: Decimal
    because: Because | None
    matters: bool


def collisions_of(claims: Sequence[Claim]) -> tuple[Collision, ...]:
    """Return the collisions between the statements of one comparison that are excused, and the widest of the others.

    The widest comes first. Nobody reads all pairs of very many statements: there the list ends with the first that
    matters and that nothing excuses.
    """
    # Ranges on a line that meet two by two have a number in common all together (Helly's theorem).
    if _meet(claims):
        return ()
    if len(claims) > _MANY and all(claim.interval.low >= 0 for claim in claims):
        return tuple(_up_to_the_first_unexcused(claims))
    excuses = _Excuses(claims)
    found: list[Collision] = []
    for lower, above in _apart(claims, excuses):
        reach = -INFINITY
        # Between counts, an unexcused one lies further apart than those that begin below it; every count is as far from 0.
        while above and above[-1].interval.low >= reach:
            higher = above.pop()
            pairs = _pairs(lower, higher, excuses)
            found += pairs
            if lower.interval.high > 0 and any(pair.because is None for pair in pairs):
                reach = higher.interval.low
        for higher in excuses.excusable(lower, above):
            found += _pairs(lower, higher, excuses)
    widest = min([pair for pair in found if pair.because is None], key=_widest_first, default=None)
    return tuple(sorted([pair for pair in found if pair.because or pair is widest], key=_widest_first))


def _pairs(lower: _Number, higher: _Number, excuses: _Excuses) -> list[Collision]:
    """Return the collisions between the statements of two numbers; how far apart these lie is computed once."""
    size = _size(lower.interval.high, higher.interval.low)
    is_round = lower.is_round or higher.is_round
    matters = _matters(lower.claims[0], higher.claims[0], size, is_round=is_round)
    of_one_text = _of_one_text(lower.places, higher.places) if matters else None
    return [
        Collision(low, high, size, (excuses.of_time(low, high, size) or of_one_text) if matters else None, matters)
        for low in lower.claims
        for high in higher.claims
    ]


def _widest_first(pair: Collision) -> tuple[Decimal, str, str]:
    return -pair.size, pair.low.figure_id, pair.high.figure_id


class _Number(NamedTuple):
    """Statements of one comparison that are printed alike, and so have the same interval."""

    claims: list[Claim]
    interval: Interval
    is_round: bool
    places: Set[tuple[str, str]]
    voices: Set[str]


def _apart(claims: Iterable[Claim], excuses: _Excuses) -> Iterator[tuple[_Number, list[_Number]]]:
    """Yield each number, and the higher ones that have no number in common with it, the lowest first."""
    by_number: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        figure = claim.figure
        by_number[figure["value"], figure["value_max"], figure["qualifier"], figure["approximate"]].append(claim)
    numbers = [
        _Number(
            alike,
            alike[0].interval,
            alike[0].is_round,
            excuses.places(alike[0]),
            frozenset(claim.voice for claim in alike),
        )
        for alike in by_number.values()
    ]
    ordered = sorted(numbers, key=lambda number: (number.interval.low, number.interval.high))
    starts = [number.interval.low for number in ordered]
    for lower in ordered:
        touching, beyond = bisect_left(starts, lower.interval.high), bisect_right(starts, lower.interval.high)
        # Those that begin where this one ends may have that number in common.
        touched = (
            other
            for other in ordered[touching:beyond]
            if other is not lower and not lower.interval.meets(other.interval)
        )
        yield lower, [*touched, *ordered[beyond:]]


def _up_to_the_first_unexcused(claims: Sequence[Claim]) -> Iterator[Collision]:
    """Yield collisions from the widest on: between counts, size grows as one end falls or the other rises."""
    lows = sorted(claims, key=lambda claim: (claim.interval.high, claim.figure_id))
    highs = sorted(claims, key=lambda claim: (-claim.interval.low, claim.figure_id))
    waiting: list[tuple[Decimal, int, int]] = []
    excuses = _Excuses(claims)

    def wait(row: int, column: int) -> None:
        if row < len(lows) and column < len(highs) and not lows[row].interval.meets(highs[column].interval):
            low_end, high_end = lows[row].interval.high, highs[column].interval.low
            if low_end <= high_end:
                heappush(waiting, (-_size(low_end, high_end), row, column))

    wait(0, 0)
    while waiting:
        below, row, column = heappop(waiting)
        low, high = lows[row], highs[column]
        matters = _matters(low, high, -below, is_round=low.is_round or high.is_round)
        of_one_text = _of_one_text(excuses.places(low), excuses.places(high))
        because = (excuses.of_time(low, high, -below) or of_one_text) if matters else None
        yield Collision(low, high, -below, because, matters)
        if matters and because is None:
            return
        wait(row, column + 1)
        if column == 0:
            wait(row + 1, 0)


def _meet(claims: Sequence[Claim]) -> bool:
    intervals = [claim.interval for claim in claims]
    highest = max([interval.low for interval in intervals], default=-INFINITY)
    lowest = min([interval.high for interval in intervals], default=INFINITY)
    return highest < lowest or (highest == lowest and all(interval.holds(lowest) for interval in intervals))


def _size(low_end: Decimal, high_end: Decimal) -> Decimal:
    """Return how far two ends, the lower first, lie apart, in percent of the larger of them."""
    larger = max(-low_end, high_end)
    return (high_end - low_end) / larger * 100 if larger else Decimal(0)


def _matters(one: Claim, other: Claim, size: Decimal, *, is_round: bool) -> bool:
    """Whether a collision of a size in percent is large enough, and not just a round number beside another."""
    return size >= LEAST and not (is_round and _one_rounds_the_other(one, other))


def _of_one_text(here: Set[tuple[str, str]], there: Set[tuple[str, str]]) -> Because | None:
    """Return whether two numbers are parts of one text, whoever repeats them."""
    return None if here.isdisjoint(there) else Because.PART


def _one_rounds_the_other(one: Claim, other: Claim) -> bool:
    """Whether of a number of a single digit, as "two million", and another one each is within 10 percent of the other."""
    if one.value_max is not None or other.value_max is not None:
        return False
    larger = max(abs(one.value), abs(other.value))
    return abs(one.value - other.value) <= larger * _ROUND_SPAN


class _Excuses:
    """What may excuse collisions between the statements of one comparison, which count the same."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        first = claims[0]
        measure, is_population = first.indicator["measure"], first.indicator["topic"] == "population"
        # Other days explain stocks and running counts; but a population changes little from day to day.
        runs = measure in AT_AN_END or (measure == "flow" and _RUNNING.fullmatch(first.comparison_period) is not None)
        self._changes_by_day = runs and not first.forecast and not is_population
        self._far = _FAR.get(measure, Decimal(0))
        # A population is estimated years later: a text that does not say for when has an older estimate.
        self._is_population = is_population
        # A price or a sum without a period holds for the day on which it is said, as a plan does.
        self._changes_in_time = measure in _PLANS or first.forecast or not first.comparison_period
        self._is_change = measure in _CHANGES
        self._of_one_time = len({claim.figure["as_of"] for claim in claims}) == 1 and not (
            is_population or self._changes_in_time
        )
        self._parts = _parts(claims)

    def excusable(self, lower: _Number, above: Sequence[_Number]) -> Iterable[_Number]:
        """Return those of the higher numbers, the lowest first, of which some may be excused; none is below zero."""
        if not self._of_one_time:
            return above
        if self._changes_by_day:
            most = lower.interval.high * 100
            return takewhile(lambda higher: higher.interval.low * (100 - self._far) <= most, above)
        voices = lower.voices if self._is_change else frozenset()
        return [
            higher
            for higher in above
            if not (lower.places.isdisjoint(higher.places) and voices.isdisjoint(higher.voices))
        ]

    def of_time(self, one: Claim, other: Claim, size: Decimal) -> Because | None:
        """Return whether a collision of a size in percent is one of other days or times."""
        if self._changes_by_day and size <= self._far and (not one.last_day or one.last_day != other.last_day):
            return Because.OTHER_DAY
        return Because.OTHER_TIME if self._are_of_other_times(one, other) else None

    def places(self, claim: Claim) -> Set[tuple[str, str]]:
        """Return where the number of a claim is a part of a text: two of one place do not contradict each other."""
        return self._parts.get(claim.wording, _NOWHERE)

    def _are_of_other_times(self, one: Claim, other: Claim) -> bool:
        if not self._of_one_time:
            if one.figure["as_of"] != other.figure["as_of"]:
                return True
            if self._is_population and one.says_when != other.says_when:
                return True
        if self._changes_in_time or (self._is_change and one.voice == other.voice != ""):
            return days_apart(one.said, other.said) > _DAYS_APART
        return False


def _parts(claims: Sequence[Claim]) -> _Places:
    """Return the text and the claimant of each number: two of one place are steps, tiers or bases of one count.

    Another text that repeats one of them does not contradict the other.
    """
    found: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
    for claim in claims:
        if claim.indicator["measure"] not in AT_AN_END and claim.figure["text_issue"] != "contradicts_itself":
            found[claim.wording].add((claim.figure["source_id"], claim.figure["attributed_to"]))
    return found
