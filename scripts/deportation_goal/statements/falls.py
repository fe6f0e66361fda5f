"""Running counts that fall: a later one of the same body lies wholly below an earlier one."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from deportation_goal.statements.claims import Claim
from deportation_goal.statements.statement_time import days_of

_NOT_ITS_OWN: Final = frozenset({"garbled", "contradicts_source"})


@dataclass(frozen=True)
class Fall:
    """A running count that lies below an earlier one of the same body.

    Attributes:
        early: The earlier count, of several the one that lies highest.
        late: The later count.
    """

    early: Claim
    late: Claim


def falls_of(claims: Iterable[Claim]) -> Iterator[Fall]:
    """Yield each running count that lies wholly below an earlier one of its body, first day, area and place."""
    groups: dict[tuple[object, ...], list[tuple[datetime.date, datetime.date, Claim]]] = defaultdict(list)
    for claim in claims:
        figure = claim.figure
        if claim.indicator["measure"] != "cumulative" or claim.forecast or not figure["attributed_to"]:
            continue
        days = days_of(figure["period"])
        if not days:
            continue
        last = days_of(figure["period"].rpartition("/")[2])
        if last and figure["text_issue"] not in _NOT_ITS_OWN:
            count = tuple(figure[column] for column in ("indicator_id", "area", "counterpart_area", "place"))
            groups[count, days[0], claim.body].append((last[0], days[1], claim))
    for members in groups.values():
        yield from _falls(members)


def _falls(members: list[tuple[datetime.date, datetime.date, Claim]]) -> Iterator[Fall]:
    """Yield the falls of one count; each member has the first day of its last date, its last day, and itself."""
    by_end = sorted(members, key=lambda member: (member[1], member[2].figure_id))
    highest: Claim | None = None
    position = 0
    for begins, _end, late in sorted(members, key=lambda member: (member[0], member[2].figure_id)):
        while position < len(by_end) and by_end[position][1] < begins:
            early = by_end[position][2]
            if highest is None or early.interval.low > highest.interval.low:
                highest = early
            position += 1
        if highest is not None and late.interval.high < highest.interval.low:
            yield Fall(highest, late)
