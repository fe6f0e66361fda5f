"""Do the sources agree? Figures of one indicator, area, place and period side by side, read as intervals."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from deportation_goal.statements import verdict_words as words
from deportation_goal.statements.claims import Claim
from deportation_goal.statements.collisions import Because, Collision, collisions_of
from deportation_goal.statements.falls import Fall, falls_of
from deportation_goal.statements.hedge_drift import Drift, drifts, hedged_differently
from deportation_goal.statements.intervals import Interval
from deportation_goal.statements.origin_keys import Origin, origins_of
from deportation_goal.statements.relations import Disagreement, disagreements
from deportation_goal.table_files import Rows
from deportation_goal.table_files.ids import short_hash


class Verdict(StrEnum):
    """How statements relate to each other, whatever their origins: the first that applies."""

    CONFLICT = "conflict"
    NOT_COMPARABLE = "not_comparable"
    CLOSE = "close"
    SINGLE = "single"
    SAME = "same"
    COMPATIBLE = "compatible"


class Key(NamedTuple):
    """What compared figures have in common."""

    indicator_id: str
    area: str
    counterpart_area: str
    place: str
    period: str
    forecast: bool

    @property
    def without_period(self) -> Key:
        """The key that comparisons share if only their periods differ."""
        return self._replace(period="")


@dataclass(frozen=True)
class Comparison:
    """Figures side by side.

    Attributes:
        key: What they have in common.
        indicator: The row of their indicator.
        claims: Those that are compared, by figure_id.
        left_out: Garbled ones, listed separately.
        arithmetic: Figures among them that do not follow from the other figures of their source.
        other_periods: Comparison periods of the same count, earliest first, without its own.
        falls: Running counts among them that lie below an earlier one of the same body.
    """

    key: Key
    indicator: Mapping[str, str]
    claims: tuple[Claim, ...]
    left_out: tuple[Claim, ...] = ()
    arithmetic: tuple[Disagreement, ...] = ()
    other_periods: tuple[str, ...] = field(default=(), repr=False)
    falls: tuple[Fall, ...] = ()

    @cached_property
    def comparison_id(self) -> str:
        """Its permanent id, made from what the figures have in common."""
        return f"cmp-{short_hash('|'.join(map(str, self.key)))}"

    @cached_property
    def _are_worded_differently(self) -> bool:
        return len({claim.wording for claim in self.claims}) > 1

    @cached_property
    def collisions(self) -> tuple[Collision, ...]:
        """The pairs without a number in common that are excused, and the widest of the others, the widest first."""
        return collisions_of(self.claims)

    @cached_property
    def verdict(self) -> Verdict | None:
        """How they relate to each other; None where all are garbled."""
        if not self.claims:
            return None
        if self.decisive is not None:
            if self.decisive.because is not None:
                return Verdict.NOT_COMPARABLE
            return Verdict.CONFLICT if self.decisive.matters else Verdict.CLOSE
        if len(self.claims) == 1:
            return Verdict.SINGLE
        return Verdict.COMPATIBLE if self._are_worded_differently else Verdict.SAME

    @cached_property
    def decisive(self) -> Collision | None:
        """The widest of the collisions that make the verdict; None without a collision."""
        # The widest come first, and only those that matter have an excuse.
        unexcused = next((pair for pair in self.collisions if pair.because is None), None)
        return unexcused if unexcused and unexcused.matters else next(iter(self.collisions), None)

    @property
    def gap(self) -> Decimal | None:
        """The size of that collision, in percent."""
        return self.decisive.size if self.decisive else None

    @cached_property
    def excused(self) -> tuple[Collision, ...]:
        """The collisions that are no disagreement, the widest first."""
        return tuple(pair for pair in self.collisions if pair.because is not None)

    @property
    def because(self) -> tuple[Because, ...]:
        """What excuses collisions of this comparison, in the order of the codes."""
        found = {pair.because for pair in self.excused}
        return tuple(because for because in Because if because in found)

    @cached_property
    def common(self) -> Interval | None:
        """The numbers that every statement allows; None if there is none."""
        if not self.claims or self.collisions:
            return None
        lowest, highest = _highest_low(self.claims), _lowest_high(self.claims)
        return Interval(lowest.low, highest.high, lowest.low_open, highest.high_open)

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        """What the statements rest on, by name."""
        return origins_of(self.claims)

    @cached_property
    def n_origins(self) -> int:
        """How many origins can be told apart: those of claimants who speak for themselves, but at least one."""
        counting = [claim for claim in self.claims if claim.counts]
        official = any(claim.is_of_a_government for claim in counting)
        apart = sum(
            any(
                claim.speaks_for_itself(counted_by_somebody=bool(counting), counted_by_government=official)
                for claim, _ in origin.members
            )
            for origin in self.origins
        )
        return apart or min(1, len(self.origins))

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies behind the claimants: one body is one voice, however many of its people and departments speak."""
        return tuple(sorted({claim.voice for claim in self.claims} - {""}))

    @property
    def sources(self) -> tuple[str, ...]:
        """The documents that carry the statements."""
        return tuple(sorted({claim.figure["source_id"] for claim in self.claims}))

    @property
    def claimants(self) -> tuple[str, ...]:
        """Who says it, according to the texts; statements without a claimant do not count."""
        return tuple(sorted({claim.figure["attributed_to"] for claim in self.claims} - {""}))

    @cached_property
    def hedges_differ(self) -> bool:
        """Whether the same number is hedged in more than one way; "an estimated 30" does not count as another way."""
        return self._are_worded_differently and bool(hedged_differently(self.claims))

    @property
    def within_origin(self) -> bool:
        """Whether statements that differ rest on one origin."""
        return self._are_worded_differently and any(
            len({claim.wording for claim, _ in origin.members}) > 1 for origin in self.origins
        )

    @cached_property
    def drifts(self) -> tuple[Drift, ...]:
        """How carriers of one document hedge the same number differently."""
        return tuple(drifts(self.claims)) if self.hedges_differ else ()

    @property
    def reason(self) -> str:
        """The verdict in a sentence, with one more where a single body is behind several statements."""
        return " ".join(filter(None, (self._reason, words.bodies_sentence(self.claims))))

    @property
    def _reason(self) -> str:
        if self.decisive is not None:
            return words.collision_sentence(self.decisive)
        if self.common is None:
            return "Nothing to compare: every statement is garbled."
        if self.verdict is Verdict.SINGLE:
            return "One statement, nothing to compare it with."
        every = words.of_all(self.claims)
        if self.verdict is Verdict.SAME:
            return f"{words.as_sentence(every)} say {self.claims[0].phrase}."
        return f"Worded differently, but {words.allowed(self.common)} would make {every} true."


def _highest_low(claims: Sequence[Claim]) -> Interval:
    return max((claim.interval for claim in claims), key=lambda interval: (interval.low, interval.low_open))


def _lowest_high(claims: Sequence[Claim]) -> Interval:
    return min((claim.interval for claim in claims), key=lambda interval: (interval.high, not interval.high_open))


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


def compare_claims(tables: Rows, every: Sequence[Claim], indicators: Iterable[str] | None = None) -> list[Comparison]:
    """Return the figures of checked tables side by side, by indicator, area, place and period.

    Compared are figures of one indicator, area, counterpart area, place and comparison period, forecasts with
    forecasts. A stock or a running total is compared by the month of its end, everything else by its exact period.

    Args:
        tables: Rows of the base tables.
        every: Every figure of them as a claim (`claims_of`).
        indicators: Look at these indicators only; all if not given. Arithmetic checks still see every figure.
    """
    wanted = None if indicators is None else set(indicators)
    wrong: dict[Key, list[Disagreement]] = defaultdict(list)
    for found in disagreements(tables, every, wanted):
        wrong[_key(found.result)].append(found)
    claims = [claim for claim in every if wanted is None or claim.figure["indicator_id"] in wanted]
    fallen: dict[Key, list[Fall]] = defaultdict(list)
    for fall in falls_of(claims):
        fallen[_key(fall.late)].append(fall)
    groups: dict[Key, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[_key(claim)].append(claim)
    ordered = sorted(groups)
    periods: dict[Key, list[str]] = defaultdict(list)
    for key in ordered:
        periods[key.without_period].append(key.period)
    compared = []
    for key in ordered:
        members, beside = sorted(groups[key], key=attrgetter("figure_id")), periods[key.without_period]
        garbled = [claim for claim in members if claim.garbled]
        own = bisect_left(beside, key.period)
        compared.append(
            Comparison(
                key,
                members[0].indicator,
                tuple(claim for claim in members if claim not in garbled) if garbled else tuple(members),
                tuple(garbled),
                tuple(sorted(wrong.get(key, ()), key=lambda found: found.result.figure_id)),
                (*beside[:own], *beside[own + 1 :]),
                tuple(sorted(fallen.get(key, ()), key=lambda fall: fall.late.figure_id)),
            )
        )
    return compared
