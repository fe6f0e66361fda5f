"""Where statements have no number in common, how far apart they lie, and what excuses it (docs/method.md, verdicts)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from enum import StrEnum
from heapq import heappop, heappush
from itertools import product
from typing import Final, NamedTuple

from deportation_goal.statements.claims import AT_AN_END, Claim
from deportation_goal.statements.statement_time import days_apart

LEAST: Final = Decimal(1)
"""A smaller collision, in percent, does not matter."""
_MANY: Final = 100
"""Most statements of which every pair is looked at; a comparison of the dataset has fewer than a hundred."""
_FAR: Final = {"stock": Decimal(20), "cumulative": Decimal(50)}
"""Other days do not explain stocks and running counts that lie further apart, in percent."""
_DAYS_APART: Final = 31
_PLANS: Final = frozenset({"target", "limit"})
_ROUND_SPAN: Final = Decimal("0.1")
_CHANGES: Final = frozenset({"flow", "change"})


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
    excused: list[Collision] = []
    widest: list[Collision] = []
    for lows, highs in _apart(claims):
        # How far apart two numbers lie is computed once, however many statements give them.
        size = _size(lows[0].interval.high, highs[0].interval.low)
        matters = _matters(lows[0], highs[0], size)
        of_one_text = excuses.of_one_text(lows[0], highs[0]) if matters else None
        for low, high in product(lows, highs):
            because = (excuses.of_time(low, high, size) or of_one_text) if matters else None
            if because is not None:
                excused.append(Collision(low, high, size, because, matters))
            elif not widest or size >= widest[0].size:
                widest = [min([*widest, Collision(low, high, size, None, matters)], key=_widest_first)]
    return tuple(sorted([*excused, *widest], key=_widest_first))


def _widest_first(pair: Collision) -> tuple[Decimal, str, str]:
    return -pair.size, pair.low.figure_id, pair.high.figure_id


def _apart(claims: Iterable[Claim]) -> Iterator[tuple[list[Claim], list[Claim]]]:
    """Yield the statements of every two numbers that have no number in common, those of the lower one first."""
    by_number: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        figure = claim.figure
        # Statements that are printed alike in one comparison have the same interval.
        by_number[figure["value"], figure["value_max"], figure["qualifier"], figure["approximate"]].append(claim)
    ordered = sorted(by_number.values(), key=lambda alike: (alike[0].interval.low, alike[0].interval.high))
    starts = [alike[0].interval.low for alike in ordered]
    for lows in ordered:
        end = lows[0].interval.high
        for highs in ordered[bisect_left(starts, end) :]:
            # Those that begin where this one ends may have that number in common.
            if highs is not lows and (highs[0].interval.low > end or not lows[0].interval.meets(highs[0].interval)):
                yield lows, highs


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
        matters = _matters(low, high, -below)
        because = (excuses.of_time(low, high, -below) or excuses.of_one_text(low, high)) if matters else None
        yield Collision(low, high, -below, because, matters)
        if matters and because is None:
            return
        wait(row, column + 1)
        if column == 0:
            wait(row + 1, 0)


def _meet(claims: Sequence[Claim]) -> bool:
    intervals = [claim.interval for claim in claims]
    if not intervals:
        return True
    highest = max(intervals, key=lambda interval: (interval.low, interval.low_open))
    lowest = min(intervals, key=lambda interval: (interval.high, not interval.high_open))
    return highest.meets(lowest)


def _size(low_end: Decimal, high_end: Decimal) -> Decimal:
    """Return how far two ends lie apart, in percent of the larger of them."""
    larger = max(abs(low_end), abs(high_end))
    return (high_end - low_end) / larger * 100 if larger else Decimal(0)


def _matters(low: Claim, high: Claim, size: Decimal) -> bool:
    return size >= LEAST and not _one_rounds_the_other(low, high)


def _one_rounds_the_other(one: Claim, other: Claim) -> bool:
    """Whether one is a round number of a single digit, as "two million", and the other is within 10 percent of it."""
    if not (one.is_round or other.is_round) or one.value_max is not None or other.value_max is not None:
        return False
    larger = max(abs(one.value), abs(other.value))
    return abs(one.value - other.value) <= larger * _ROUND_SPAN


class _Excuses:
    """What may excuse collisions between the statements of one comparison, which count the same."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        first = claims[0]
        measure, is_population = first.indicator["measure"], first.indicator["topic"] == "population"
        # Other days explain stocks and running counts; but a population changes little from day to day.
        self._changes_by_day = measure in AT_AN_END and not first.forecast and not is_population
        self._far = _FAR.get(measure, Decimal(0))
        # A population is estimated years later: a text that does not say for when has an older estimate.
        self._is_population = is_population
        # A price or a sum without a period holds for the day on which it is said, as a plan does.
        self._changes_in_time = measure in _PLANS or first.forecast or not first.comparison_period
        self._is_change = measure in _CHANGES
        self._parts = _parts(claims)

    def of_time(self, one: Claim, other: Claim, size: Decimal) -> Because | None:
        """Return whether a collision of a size in percent is one of other days or times."""
        if self._changes_by_day and size <= self._far and (not one.last_day or one.last_day != other.last_day):
            return Because.OTHER_DAY
        return Because.OTHER_TIME if self._are_of_other_times(one, other) else None

    def of_one_text(self, one: Claim, other: Claim) -> Because | None:
        """Return whether two numbers are parts of one text, whoever repeats them."""
        here, there = self._parts.get(one.wording), self._parts.get(other.wording)
        return Because.PART if here and there and not here.isdisjoint(there) else None

    def _are_of_other_times(self, one: Claim, other: Claim) -> bool:
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
