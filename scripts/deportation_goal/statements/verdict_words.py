"""The verdict on a comparison in sentences that a newspaper could print: names in place of ids, dates in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from deportation_goal.statements.collisions import Because, Collision
from deportation_goal.statements.intervals import Interval
from deportation_goal.values.numbers import grouped, plain
from deportation_goal.values.periods import period_words

if TYPE_CHECKING:
    from deportation_goal.statements.claims import Claim
    from deportation_goal.statements.falls import Fall


def speaker(claim: Claim) -> str:
    """Return who says it, for the middle of a sentence: the claimant, and the carrier where another publishes it."""
    background, who = claim.background, claim.figure["attributed_to"]
    publisher = claim.carrier["publisher"]
    carrier = background.name(publisher)
    if not who:
        return carrier
    return background.name(who) if publisher in background.above(who) else f"{background.name(who)} (in {carrier})"


def as_sentence(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def percent(size: Decimal) -> str:
    """Return a size in percent with as many digits as matter: 34 percent, 1.8 percent, 0.05 percent."""
    digits = 0 if size >= 10 else 1 if size >= 1 else 2
    rounded = size.quantize(Decimal(1).scaleb(-digits))
    return f"{plain(rounded)} percent" if rounded else "less than 0.01 percent"


def distance(pair: Collision) -> str:
    """Return how far apart two statements lie: a share, which says nothing of a loss beside a gain."""
    if pair.low.interval.high < 0 <= pair.high.interval.low:
        return "on opposite sides of zero"
    return f"{percent(pair.size)} apart"


def of_all(claims: Sequence[Claim]) -> str:
    """Return "both statements" or "all 3 statements"."""
    return "both statements" if len(claims) == 2 else f"all {len(claims)} statements"


def allowed(interval: Interval) -> str:
    """Return the numbers of a range in words."""
    if interval.low == interval.high:
        return grouped(interval.low)
    low = grouped(interval.low)
    if interval.high.is_infinite():
        return f"any number {'above' if interval.low_open else 'from'} {low}"
    return f"any number from {low} to {grouped(interval.high)}"


def collision_sentence(pair: Collision) -> str:
    """Return what keeps two statements apart, and what excuses it."""
    low, high = pair.low, pair.high
    apart = f"they lie {distance(pair)}."
    match pair.because:
        case Because.OTHER_DAY:
            return f"{_both(low, high, _day)}: counts of different days."
        case Because.OTHER_TIME:
            return f"{_both(low, high, _time)}: numbers of different times."
        case Because.PART if low.figure["source_id"] != high.figure["source_id"]:
            return f"{_both(low, high)}: one text has both, as steps, parts or bases of one count."
        case Because.PART:
            return f"{_both(low, high)} in one text: steps, parts or bases of one count."
        case _ if pair.matters:
            return f"{_both(low, high)}: no number makes both true; {apart}"
        case _ if pair.size:
            return f"{_both(low, high, _day if low.last_day != high.last_day else None)}: {apart}"
        case _:
            return f"{_both(low, high)}: one number, with hedges that exclude each other."


def _both(low: Claim, high: Claim, beside: Callable[[Claim], str] | None = None) -> str:
    """Who said one number and who the other, each with its detail in brackets."""
    first, second = (
        f"{claim.phrase} ({beside(claim)})" if beside is not None else claim.phrase for claim in (low, high)
    )
    one, other = speaker(low), speaker(high)
    said = f"{one} said {first}"
    return as_sentence(f"{said} and {second}" if one == other else f"{said}, {other} {second}")


def _day(claim: Claim) -> str:
    return f"to {period_words(claim.last_day)}" if claim.last_day else "no day named"


def _time(claim: Claim) -> str:
    if claim.figure["as_of"]:
        return f"as of {period_words(claim.figure['as_of'])}"
    return f"said {period_words(claim.said.text)}" if claim.said.text else "no date"


def bodies_sentence(claims: Sequence[Claim]) -> str:
    """Return the sentence that one body is behind several statements; empty if it is not, or for a single statement."""
    bodies = {claim.voice for claim in claims} - {""}
    if len(bodies) != 1:
        return ""
    named = sum(bool(claim.voice) for claim in claims)
    if named < 2:
        return ""
    whose = of_all(claims) if named == len(claims) else f"the {named} statements that name a claimant"
    background = claims[0].background
    body = background.common_body({claim.figure["attributed_to"] for claim in claims} - {""})
    return f"One body is behind {whose}: {background.name(body)}."


def fall_sentence(fall: Fall) -> str:
    """Return how a running count falls."""
    early, late = fall.early, fall.late
    return as_sentence(
        f"{speaker(late)} said {late.phrase} for {period_words(late.figure['period'])}, less than the {early.phrase} "
        f"that {speaker(early)} gave for {period_words(early.figure['period'])}: a running count does not fall."
    )
