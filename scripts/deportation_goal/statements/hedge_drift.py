"""Hedge drift: how the carriers of one origin hedge the same number, from “nearly 30” to “more than 30”."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from deportation_goal.statements.claims import Claim
from deportation_goal.values.hedges import hedge_words
from deportation_goal.values.numbers import grouped


@dataclass(frozen=True)
class Drift:
    """One number of one origin, hedged in more than one way.

    Attributes:
        origin: The document on which the statements rest.
        value: The number as printed.
        value_max: The upper end, where it is a range.
        carriers: By hedge (a code of figures.qualifier), the documents that hedge it that way, in order of their ids.
    """

    origin: str
    value: Decimal
    value_max: Decimal | None
    carriers: Mapping[str, tuple[str, ...]]

    @property
    def number(self) -> str:
        """The number, for people."""
        return grouped(self.value) + (f" to {grouped(self.value_max)}" if self.value_max is not None else "")

    @property
    def line(self) -> str:
        """The drift in one line."""
        hedges = "; ".join(f"{hedge_words(hedge)} in {', '.join(sources)}" for hedge, sources in self.carriers.items())
        return f"{self.number} from {self.origin}: {hedges}"


def _order(group: tuple[tuple[str, Decimal, Decimal | None], object]) -> tuple[str, Decimal, Decimal]:
    origin, value, value_max = group[0]
    return origin, value, value if value_max is None else value_max


def hedged_differently(claims: Collection[Claim]) -> list[Claim]:
    """Return the statements of numbers that are hedged in more than one way.

    "An estimated 30" is left out: that is another kind of hedge, not a dropped one.
    """
    return _of_several_hedges([claim for claim in _of_several_hedges(claims) if not claim.is_estimate_without_hedge])


def _of_several_hedges(claims: Collection[Claim]) -> list[Claim]:
    wordings = {claim.wording for claim in claims}
    hedges = Counter([(value, value_max) for value, value_max, _hedge in wordings])
    if len(hedges) == len(wordings):
        return []
    return [claim for claim in claims if hedges[claim.wording[:2]] > 1]


def drifts(claims: Collection[Claim]) -> Iterator[Drift]:
    """Yield the numbers that carriers of one origin hedge differently, by origin and value.

    One carrier that hedges a number in two ways shows no drift: nothing came between.
    """
    groups: dict[tuple[str, Decimal, Decimal | None], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim in hedged_differently(claims):
        key = (claim.lineage.origin, claim.value, claim.value_max)
        groups[key][claim.figure["qualifier"]].add(claim.figure["source_id"])
    for (origin, value, value_max), hedges in sorted(groups.items(), key=_order):
        if len(hedges) > 1 and len(set().union(*hedges.values())) > 1:
            yield Drift(origin, value, value_max, {hedge: tuple(sorted(hedges[hedge])) for hedge in sorted(hedges)})
