"""When a statement was made, and up to which day its number counts (docs/method.md, two times)."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from deportation_goal.statements.background import Background
from deportation_goal.table_files import Row
from deportation_goal.values.periods import parse_period

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[~?%]?")
_OF_OTHERS: Final = frozenset({"ascribes", "repeats"})


@dataclass(frozen=True)
class StatementTime:
    """When a statement was made.

    Attributes:
        text: As printed, in EDTF; empty where it is unknown.
        basis: Where it is from: as_of, said_on, own (the document of the claimant that carries the row), origin (the
            document on which it rests); empty where it is unknown.
    """

    text: str = ""
    basis: str = ""

    @cached_property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """Its first and its last day; None where it is unknown or open."""
        return days_of(self.text)


_UNKNOWN: Final = StatementTime()
_known = lru_cache(maxsize=65_536)(StatementTime)
"""Many statements are of the same day, so its text is read only once."""


def days_of(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day of a text in EDTF; None where it is empty or has an open end."""
    if not text:
        return None
    period = parse_period(text)
    return (period.start, period.end) if period.start and period.end else None


def statement_time(figure: Row, measure: str, background: Background) -> StatementTime:
    """Return when a figure was stated.

    It is as_of, otherwise said_on, otherwise the date of the carrier where its publisher is the claimant or a body above it,
    otherwise the date of the document on which the figure rests. A target that a claimant ascribes to others or repeats has
    only the first two: the date of the document says nothing about when the target was set.
    """
    for column in ("as_of", "said_on"):
        if figure[column]:
            return _known(figure[column], column)
    if measure == "target" and figure["voice"] in _OF_OTHERS:
        return _UNKNOWN
    own = background.publisher(figure["source_id"]) in background.above(figure["attributed_to"])
    document = figure["source_id"] if own else background.origin(figure)
    published = background.sources[document]["published"] if document in background.sources else ""
    return _known(published, "own" if own else "origin") if published else _UNKNOWN


@lru_cache(maxsize=65_536)
def last_day(period: str, measure: str) -> str:
    """Return the one day of a stock, or the last day of a running count, as printed; empty where none is named."""
    start, slash, end = period.rpartition("/")
    if measure == "stock" and slash and start != end:
        return ""
    return end[:10] if _DAY.fullmatch(end) else ""


def days_apart(one: StatementTime, other: StatementTime) -> int:
    """Return the days between two statement times; 0 where they overlap, or one is unknown."""
    if one.days is None or other.days is None:
        return 0
    return max((other.days[0] - one.days[1]).days, (one.days[0] - other.days[1]).days, 0)


def counted_to(end: datetime.date | None, said: StatementTime, published: str) -> datetime.date | None:
    """Return the last day that a figure can count: not after it was said, nor after its carrier was published.

    Args:
        end: The last day of its period; None for an open end or no period.
        said: When it was stated.
        published: The date of its carrier, in EDTF; empty if unknown.
    """
    carried = days_of(published)
    limits = [end, said.days[1] if said.days else None, carried[1] if carried else None]
    return min((day for day in limits if day is not None), default=None) if end else None
