"""Arithmetic between the figures of one source, as data/reference/relations.csv declares it: do they add up?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product
from typing import Final

from deportation_goal.statements import intervals as arithmetic
from deportation_goal.statements.claims import AT_AN_END, Claim
from deportation_goal.statements.intervals import Interval
from deportation_goal.table_files import Row, Rows
from deportation_goal.values.numbers import plain
from deportation_goal.values.periods import period_words

_HUNDRED: Final = Decimal(100)
_MOST_COMBINATIONS: Final = 10_000
"""Most combinations of figures that are tried for one result; the rest are not looked at."""


@dataclass(frozen=True)
class Disagreement:
    """A figure that does not follow from the others of its source.

    Attributes:
        relation: The row of the relation.
        result: The figure as printed.
        operands: The figures beside it, in the order of the relation: of several sets, the one that comes closest.
        computed: The range that the operands allow.
    """

    relation: Row
    result: Claim
    operands: tuple[Claim, ...]
    computed: Interval

    @property
    def sentence(self) -> str:
        """What is wrong, in a sentence, with what the notes of the figure say of it."""
        unit = _unit(self.result)
        beside = " and ".join(
            f"{operand.figure['value_text']} ({period_words(operand.figure['period']) or 'no period'})"
            for operand in self.operands
        )
        printed = _computed(self.relation, [Interval(operand.value, operand.value) for operand in self.operands])
        given = _shown(printed or self.computed)
        hedged = _shown(self.computed)
        range_of = f" ({hedged} once hedges and rounding are read)" if hedged != given else ""
        speaker = self.result.background.name(self.result.carrier["publisher"])
        notes = self.result.figure["notes"]
        return (
            f"{speaker[:1].upper()}{speaker[1:]} said {plain(self.result.value)}{unit}, "
            f"its own numbers give {given}{unit}{range_of}: {beside}." + (f" Its notes: {notes}" if notes else "")
        )


def _unit(claim: Claim) -> str:
    words = claim.indicator["unit_label"] or claim.indicator["unit"].strip("{}")
    return f" {words}" if words else ""


def _shown(interval: Interval) -> str:
    low, high = (plain(end.quantize(_step(end))) if end.is_finite() else "" for end in (interval.low, interval.high))
    if not low or not high:
        return f"{low} or more" if low else f"{high} or less" if high else "any number"
    return low if low == high else f"{low} to {high}"


def _step(value: Decimal) -> Decimal:
    """Three digits are enough to see that two numbers differ."""
    return Decimal(1).scaleb(max(value.adjusted() - 2, -2)) if value else Decimal(1)


def _sum(*parts: Interval) -> Interval:
    total = parts[0]
    for part in parts[1:]:
        total = arithmetic.add(total, part)
    return total


def _percentage_change(first: Interval, second: Interval) -> Interval:
    quotient = arithmetic.scale(arithmetic.divide(first, second), _HUNDRED)
    return arithmetic.subtract(quotient, Interval(_HUNDRED, _HUNDRED))


def _percentage_fall(first: Interval, second: Interval) -> Interval:
    return arithmetic.negative(_percentage_change(first, second))


def _share(first: Interval, second: Interval) -> Interval:
    return arithmetic.scale(arithmetic.divide(first, second), _HUNDRED)


OPERATIONS: Final[Mapping[str, Callable[..., Interval]]] = {
    "sum": _sum,
    "difference": arithmetic.subtract,
    "ratio": arithmetic.divide,
    "share": _share,
    "percentage_change": _percentage_change,
    "percentage_fall": _percentage_fall,
}
"""What the codes of relations.operation mean."""


def _stands_beside(result: Claim, operand: Claim, wanted: str) -> bool:
    """Whether the period of an operand is the one that the relation asks for."""
    if wanted == "any":
        return True
    if wanted == "earlier":
        return result.end is not None and operand.end is not None and operand.end < result.end
    if result.figure["period"] == operand.figure["period"]:
        return True
    # A change over a year is compared with the stock at the end of that year.
    at_an_end = operand.indicator["measure"] in AT_AN_END or result.indicator["measure"] == "change"
    return at_an_end and result.end is not None and operand.end is not None and _month(result) == _month(operand)


def _month(claim: Claim) -> str:
    return f"{claim.end:%Y-%m}"


_NAMED: Final = ("result_indicator_id", *(f"{place}_indicator_id" for place in ("first", "second", "third")))
"""The columns of a relation that name an indicator."""


def _alike(claim: Claim) -> tuple[str, ...]:
    """What all figures of one calculation share."""
    return (*(claim.figure[name] for name in ("source_id", "area", "counterpart_area", "place")), str(claim.forecast))


def _operands(relation: Row, result: Claim, beside: Mapping[str, Sequence[Claim]]) -> list[list[Claim]]:
    """The figures that fit each place of the operation."""
    places = []
    for name in ("first", "second", "third"):
        indicator = relation[f"{name}_indicator_id"]
        if indicator:
            wanted = relation[f"{name}_period"] or "same"
            places.append([claim for claim in beside.get(indicator, ()) if _stands_beside(result, claim, wanted)])
    return places


def _computed(relation: Row, operands: Sequence[Interval]) -> Interval | None:
    try:
        return OPERATIONS[relation["operation"]](*operands)
    except ValueError:
        return None


def _distance(one: Interval, other: Interval) -> Decimal:
    return max(one.low - other.high, other.low - one.high)


def _disagreement(relation: Row, result: Claim, beside: Mapping[str, Sequence[Claim]]) -> Disagreement | None:
    """Return the closest set of operands if no set gives the result."""
    closest: tuple[Decimal, Disagreement] | None = None
    for operands in islice(product(*_operands(relation, result, beside)), _MOST_COMBINATIONS):
        # A figure proves nothing about itself: a total is not one of its own parts.
        if result in operands or len(set(map(id, operands))) < len(operands):
            continue
        computed = _computed(relation, [operand.interval for operand in operands])
        if computed is None:
            continue
        if computed.meets(result.interval):
            return None
        found = (_distance(computed, result.interval), Disagreement(relation, result, tuple(operands), computed))
        closest = found if closest is None or found[0] < closest[0] else closest
    return closest[1] if closest else None


def disagreements(
    tables: Rows, claims: Sequence[Claim], indicators: Collection[str] | None = None
) -> Iterator[Disagreement]:
    """Yield the figures that do not follow from the others of their source, in the order of the relations.

    A result is set against every fitting set of operands of the same source, area, counterpart area and place,
    forecasts against forecasts; it disagrees if none of them allows it once hedges and rounding are read as intervals.
    Garbled figures take no part.

    Args:
        tables: Rows of the base tables.
        claims: The figures.
        indicators: Look at results of these indicators only; all if not given.
    """
    relations = [
        relation
        for relation in tables["relations"]
        if indicators is None or relation["result_indicator_id"] in indicators
    ]
    named = {relation[column] for relation in relations for column in _NAMED}
    groups: dict[tuple[str, ...], dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        indicator = claim.indicator["indicator_id"]
        if indicator in named and not claim.garbled:
            groups[_alike(claim)][indicator].append(claim)
    for relation in relations:
        for beside in groups.values():
            for result in beside.get(relation["result_indicator_id"], ()):
                found = _disagreement(relation, result, beside)
                if found:
                    yield found
