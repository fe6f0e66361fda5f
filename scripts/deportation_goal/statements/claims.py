"""A figure with what is needed to compare it: its indicator, its interval, its lineage, its comparison period."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache, partial
from typing import Final, NamedTuple

from deportation_goal.statements.background import Background, background_of
from deportation_goal.statements.derivation import Lineage
from deportation_goal.statements.intervals import Interval, interval_of
from deportation_goal.statements.statement_time import StatementTime, counted_to, last_day, statement_time
from deportation_goal.table_files import Row, Rows
from deportation_goal.values.hedges import hedge_words
from deportation_goal.values.numbers import grouped, plain
from deportation_goal.values.periods import parse_period

_MAGNITUDES: Final = {
    Decimal(10): "tens",
    Decimal(100): "hundreds",
    Decimal(1_000): "thousands",
    Decimal(10_000): "tens of thousands",
    Decimal(100_000): "hundreds of thousands",
    Decimal(1_000_000): "millions",
    Decimal(10_000_000): "tens of millions",
    Decimal(1_000_000_000): "billions",
}
_POINTS: Final = frozenset({"target", "limit"})
_ROUND_FROM: Final = 1000
_KEPT: Final = 65_536
"""How many answers about printed words are kept: many figures have the same."""
_OWN_VOICES: Final = frozenset({"", "sets"})
_OWN_WORK: Final = frozenset({"estimated", "forecast"})
AT_AN_END: Final = frozenset({"stock", "cumulative"})


class Number(NamedTuple):
    """A number as printed, with its hedge; figures that are printed alike share it.

    Attributes:
        value: The value, in the unit of the indicator.
        value_max: The upper end of a range.
        interval: The range that it stands for (docs/method.md).
        wording: What makes two statements the same: value, upper end, hedge.
        is_round: Whether it is a round number of a single digit, as "two million"; targets, limits and ranges are not.
    """

    value: Decimal
    value_max: Decimal | None
    interval: Interval
    wording: tuple[str, str, str]
    is_round: bool


@dataclass(frozen=True, eq=False, slots=True)
class Claim:
    """One figure, joined; equal only to itself.

    Attributes:
        figure: Its row.
        indicator: The row of its indicator.
        background: The documents and agents that it refers to.
        figure_id: The key of the figure.
        lineage: Who says it and on which document it rests.
        voice: The voice behind its claimant: as `body`, but a government with its departments.
        said: When it was stated.
        comparison_period: The period by which it is compared: a stock or running total by the month of its end, others
            by the whole period.
        garbled: Whether it cannot be right as printed, and so is compared with nothing.
        value: As those below, an attribute of its `Number`.
        value_max: The upper end of a range.
        interval: The range that it stands for.
        wording: What makes two statements the same.
        is_round: Whether it is a round number of a single digit.
    """

    figure: Row
    indicator: Row
    background: Background
    figure_id: str = field(init=False)
    lineage: Lineage = field(init=False)
    voice: str = field(init=False)
    said: StatementTime = field(init=False)
    comparison_period: str = field(init=False)
    garbled: bool = field(init=False)
    value: Decimal = field(init=False)
    value_max: Decimal | None = field(init=False)
    interval: Interval = field(init=False)
    wording: tuple[str, str, str] = field(init=False)
    is_round: bool = field(init=False)

    def __post_init__(self) -> None:
        """Find at once what every comparison asks for: a property that is found later costs more."""
        figure, indicator, background = self.figure, self.indicator, self.background
        period, measure = figure["period"], indicator["measure"]
        number = _number(
            figure["value"],
            figure["value_max"],
            figure["qualifier"],
            figure["approximate"],
            measure,
            indicator["unit"],
        )
        keep = partial(object.__setattr__, self)
        keep("figure_id", figure["figure_id"])
        keep("lineage", background.lineage(figure))
        keep("voice", background.voice(figure["attributed_to"]))
        keep("said", statement_time(figure, measure, background))
        keep("comparison_period", _month_of_end(period) if period and measure in AT_AN_END else period)
        keep("garbled", figure["text_issue"] == "garbled")
        keep("value", number.value)
        keep("value_max", number.value_max)
        keep("interval", number.interval)
        keep("wording", number.wording)
        keep("is_round", number.is_round)

    @property
    def body(self) -> str:
        """The body behind its claimant: people rolled up to the body they are part of; empty without a claimant."""
        return self.background.body(self.figure["attributed_to"])

    @property
    def last_day(self) -> str:
        """The one day of a stock, the last day of a running count, as printed; empty where none is named."""
        return last_day(self.figure["period"], self.indicator["measure"])

    @property
    def counted_to(self) -> datetime.date | None:
        """The last day it can count: of its period, but never after it was said or its carrier was published."""
        return counted_to(self.end, self.said, self.carrier["published"])

    @property
    def carrier(self) -> Row:
        """The row of the document that carries it."""
        return self.background.sources[self.figure["source_id"]]

    @property
    def forecast(self) -> bool:
        """Whether it is about the future."""
        return self.figure["status"] == "forecast"

    @property
    def says_when(self) -> bool:
        """Whether the text says when the number holds; otherwise its period is the date of the document."""
        return self.figure["period_basis"] != "published"

    @property
    def counts(self) -> bool:
        """Whether it is the claimant's own count."""
        return self.figure["attribution_type"] == "own_count"

    @property
    def is_of_a_government(self) -> bool:
        """Whether the claimant is a government or a part of one."""
        return self.background.is_a(self.body, "government")

    def speaks_for_itself(self, *, counted_by_somebody: bool, counted_by_government: bool) -> bool:
        """Whether its claimant adds an origin.

        These add none: a text without a claimant, an unnamed claimant of no known body, somebody who speaks of a target
        without setting it, and whoever reports a number without having counted it, unless it is a government: it knows
        what it does and pays.

        Args:
            counted_by_somebody: Whether somebody gives their own count: whoever else reports that number repeats it.
            counted_by_government: Whether a government does: what a news outlet counts beside it are records of that
                government.
        """
        figure = self.figure
        if not self.body or self.background.is_a(self.body, "unnamed"):
            return False
        if figure["voice"] not in _OWN_VOICES or figure["text_issue"] == "misattributed":
            return False
        if figure["status"] in _OWN_WORK:
            return True
        if self.counts:
            return not (counted_by_government and self.background.is_a(self.body, "news_outlet"))
        return not counted_by_somebody and (bool(figure["voice"]) or self.is_of_a_government)

    @property
    def end(self) -> datetime.date | None:
        """The last day of its period; None without a period or with an open end."""
        return parse_period(self.figure["period"]).end if self.figure["period"] else None

    @property
    def is_estimate_without_hedge(self) -> bool:
        """Whether it is given as "an estimated 30": no word of its hedge, but no bare number either."""
        figure = self.figure
        if figure["qualifier"] != "exact":
            return False
        return figure["status"] == "estimated" or "estimat" in figure["value_text"].casefold()

    @property
    def phrase(self) -> str:
        """The value with its hedge in plain words, as in “nearly 30 percent”."""
        percent = " percent" if self.indicator["unit"] == "%" else ""
        value = grouped(self.value)
        match self.figure["qualifier"]:
            case "exact":
                return f"{value}{percent}"
            case "between" if self.value_max is not None:
                hedge = "about " if self.figure["approximate"] == "true" else ""
                return f"{hedge}{value} to {grouped(self.value_max)}{percent}"
            case "magnitude":
                return _MAGNITUDES.get(self.value, f"{value} or a few times as much") + percent
            case hedge:
                return f"{hedge_words(hedge)} {value}{percent}"


def claims_of(tables: Rows) -> list[Claim]:
    """Return the figures of checked tables as claims, in the order of the table."""
    indicators = {row["indicator_id"]: row for row in tables["indicators"]}
    background = background_of(tables)
    return [Claim(figure, indicators[figure["indicator_id"]], background) for figure in tables["figures"]]


@lru_cache(maxsize=_KEPT)
def _number(value: str, value_max: str, qualifier: str, approximate: str, measure: str, unit: str) -> Number:
    low, high = Decimal(value), Decimal(value_max) if value_max else None
    interval = interval_of(
        low, qualifier, value_max=high, approximate=approximate == "true", measure=measure, unit=unit
    )
    may_be_round = high is None and measure not in _POINTS and abs(low) >= _ROUND_FROM
    return Number(
        low,
        high,
        interval,
        (plain(low), "" if high is None else plain(high), qualifier),
        may_be_round and len(plain(abs(low)).rstrip("0")) == 1,
    )


@lru_cache(maxsize=_KEPT)
def _month_of_end(period: str) -> str:
    """Return the month in which a period ends; the period where its end is open."""
    end = parse_period(period).end
    return period if end is None else f"{end:%Y-%m}"
