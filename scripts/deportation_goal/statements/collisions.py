"""Where statements have no number in common, how far apart they lie, and what excuses it (docs/method.md, verdicts)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal
from enum import StrEnum
from heapq import heappop, heappush
from itertools import combinations
from typing import Final, NamedTuple

from deportation_goal.statements.claims import AT_AN_END, Claim
from deportation_goal.statements.statement_time import days_apart

LEAST: Final = Decimal(1)
"""A smaller collision, in percent, does not matter."""
_MANY: Final = 100
"""Statements of which all pairs are looked at; a comparison of the dataset has fewer than a hundred."""
_FAR: Final = {"stock": Decimal(20), "cumulative": Decimal(50)}
"""Other days do not explain stocks and running counts that lie further apart, in percent."""
_DAYS_APART: Final = 31
_PLANS: Final = frozenset({"target", "limit"})
_ROUND_SPAN: Final = Decimal("0.1")
_CHANGES: Final = frozenset({"flow", "change"})


Wording = tuple[Decimal, Decimal | None, str]
_Places = Mapping[Wording, Set[tuple[str, str]]]


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
    """Return every collision between the statements of one comparison, the widest first.

    Of very many statements nobody reads all pairs: there the list ends with the first that nothing excuses.
    """
    # Ranges on a line that meet two by two have a number in common all together (Helly's theorem).
    if _meet(claims):
        return ()
    if len(claims) > _MANY and all(claim.interval.low >= 0 for claim in claims):
        return tuple(_up_to_the_first_unexcused(claims))
    parts = _parts(claims)
    found = [
        _collision(one, other, parts)
        for one, other in combinations(claims, 2)
        if not one.interval.meets(other.interval)
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.size, pair.low.figure_id, pair.high.figure_id)))


def _up_to_the_first_unexcused(claims: Sequence[Claim]) -> Iterator[Collision]:
    """Yield collisions from the widest on: between counts, size grows as one end falls or the other rises."""
    lows = sorted(claims, key=lambda claim: (claim.interval.high, claim.figure_id))
    highs = sorted(claims, key=lambda claim: (-claim.interval.low, claim.figure_id))
    waiting: list[tuple[Decimal, int, int]] = []
    parts = _parts(claims)

    def wait(row: int, column: int) -> None:
        if row < len(lows) and column < len(highs) and not lows[row].interval.meets(highs[column].interval):
            low_end, high_end = lows[row].interval.high, highs[column].interval.low
            if low_end <= high_end:
                heappush(waiting, ((low_end - high_end) / high_end * 100 if high_end else Decimal(0), row, column))

    wait(0, 0)
    while waiting:
        below, row, column = heappop(waiting)
        pair = _sized(lows[row], highs[column], -below, parts)
        yield pair
        if pair.matters and pair.because is None:
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


def _collision(one: Claim, other: Claim, parts: _Places) -> Collision:
    first, second = one.interval, other.interval
    if first.low > second.low or (first.low == second.low and first.high > second.high):
        one, other, first, second = other, one, second, first
    low_end, high_end = first.high, second.low
    larger = max(abs(low_end), abs(high_end))
    size = (high_end - low_end) / larger * 100 if larger else Decimal(0)
    return _sized(one, other, size, parts)


def _sized(low: Claim, high: Claim, size: Decimal, parts: _Places) -> Collision:
    matters = size >= LEAST and not _one_rounds_the_other(low, high)
    return Collision(low, high, size, _excuse(low, high, size, parts) if matters else None, matters)


def _one_rounds_the_other(one: Claim, other: Claim) -> bool:
    """Whether one is a round number of a single digit, as "two million", and the other is within 10 percent of it."""
    if not (one.is_round or other.is_round) or one.value_max is not None or other.value_max is not None:
        return False
    larger = max(abs(one.value), abs(other.value))
    return abs(one.value - other.value) <= larger * _ROUND_SPAN


def _excuse(one: Claim, other: Claim, size: Decimal, parts: _Places) -> Because | None:
    if _of_other_days(one, other, size):
        return Because.OTHER_DAY
    if _of_other_times(one, other):
        return Because.OTHER_TIME
    of_one, of_other = parts.get(one.wording, frozenset()), parts.get(other.wording, frozenset())
    return None if of_one.isdisjoint(of_other) else Because.PART


def _of_other_days(one: Claim, other: Claim, size: Decimal) -> bool:
    """Whether two stocks or running counts may be of two days; a population changes little from day to day."""
    measure = one.indicator["measure"]
    if measure not in AT_AN_END or one.forecast or one.indicator["topic"] == "population":
        return False
    if size > _FAR[measure]:
        return False
    return not one.last_day or one.last_day != other.last_day


def _of_other_times(one: Claim, other: Claim) -> bool:
    if one.figure["as_of"] != other.figure["as_of"]:
        return True
    measure = one.indicator["measure"]
    # A population is estimated years later: a text that does not say for when has an older estimate.
    if one.indicator["topic"] == "population" and one.says_when != other.says_when:
        return True
    # A price or a sum without a period holds when it is said, as a plan does.
    if not (measure in _PLANS or one.forecast or not one.comparison_period):
        one_voice = one.voice == other.voice != ""
        if measure not in _CHANGES or not one_voice:
            return False
    return days_apart(one.said, other.said) > _DAYS_APART


def _parts(claims: Sequence[Claim]) -> _Places:
    """Return the text and the claimant of each number: two of one place are steps, tiers or bases of one count.

    Another text that repeats one of them does not contradict the other.
    """
    found: dict[Wording, set[tuple[str, str]]] = defaultdict(set)
    for claim in claims:
        if claim.indicator["measure"] not in AT_AN_END and claim.figure["text_issue"] != "contradicts_itself":
            found[claim.wording].add((claim.figure["source_id"], claim.figure["attributed_to"]))
    return found
