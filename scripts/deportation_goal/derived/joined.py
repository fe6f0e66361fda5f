"""What several derived tables are made from, computed once, and the cells that they have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from deportation_goal.statements.background import Background, background_of
from deportation_goal.statements.claims import Claim, claims_of
from deportation_goal.statements.comparison import Comparison, compare_claims
from deportation_goal.statements.intervals import Interval
from deportation_goal.statements.observations import Observation, observations_of
from deportation_goal.statements.origin_keys import Basis, origin_keys
from deportation_goal.table_files import Row, Rows
from deportation_goal.values.numbers import plain
from deportation_goal.values.periods import parse_period


class Place(NamedTuple):
    """A figure in its comparison; a tuple, as there are as many as figures.

    Attributes:
        claim: The figure.
        comparison: The comparison that it belongs to.
        origin: What it rests on there; for a garbled figure, what its own keys say.
        basis: The key that ties it to the origin.
    """

    claim: Claim
    comparison: Comparison
    origin: str
    basis: Basis


@dataclass(frozen=True)
class Joined:
    """The tables of a checked package, joined.

    Attributes:
        tables: Rows of the base tables.
    """

    tables: Rows

    @cached_property
    def claims(self) -> list[Claim]:
        """Every figure as a claim, in the order of the table."""
        return claims_of(self.tables)

    @cached_property
    def _by_indicator(self) -> Mapping[str, list[Claim]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            found[claim.figure["indicator_id"]].append(claim)
        return found

    def claims_about(self, wanted: Callable[[Row], bool]) -> Iterator[Claim]:
        """Yield the figures of those indicators that pass: a table of few of them looks at no others."""
        for own in self._by_indicator.values():
            if wanted(own[0].indicator):
                yield from own

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Every figure side by side with those of the same count, by what they have in common."""
        return compare_claims(self.tables, self.claims)

    @cached_property
    def agreement_rows(self) -> list[Row]:
        """Each of the comparisons as a row of the table agreement."""
        from deportation_goal.derived.agreement_table import agreement_row  # that module needs this one

        return [agreement_row(comparison) for comparison in self.comparisons]

    @cached_property
    def places(self) -> list[Place]:
        """Every figure in its comparison."""
        found: list[Place] = []
        for comparison in self.comparisons:
            for origin in comparison.origins:
                found += [Place(claim, comparison, origin.name, basis) for claim, basis in origin.members]
            found += [
                Place(claim, comparison, *next(iter(origin_keys(claim).items()))) for claim in comparison.left_out
            ]
        return found

    @cached_property
    def origin_of(self) -> Mapping[str, tuple[str, Basis]]:
        """The origin of a figure and the key that ties it, by figure_id."""
        return {place.claim.figure_id: (place.origin, place.basis) for place in self.places}

    @cached_property
    def background(self) -> Background:
        """Documents and agents."""
        return self.claims[0].background if self.claims else background_of(self.tables)

    @cached_property
    def indicators(self) -> Mapping[str, Row]:
        """Indicators by id."""
        return {row["indicator_id"]: row for row in self.tables["indicators"]}

    @cached_property
    def areas(self) -> Mapping[str, str]:
        """Names of areas by code; empty for none."""
        return {row["area"]: row["name"] for row in self.tables["areas"]} | {"": ""}

    @cached_property
    def observations(self) -> Mapping[str, list[Observation]]:
        """The official numbers by the indicator of their series."""
        found: dict[str, list[Observation]] = defaultdict(list)
        for observation in observations_of(self.tables):
            found[observation.series["indicator_id"]].append(observation)
        return found

    @cached_property
    def source_cells(self) -> Mapping[str, Row]:
        """What tells a reader where to look, by source_id: source_id, publisher, published, title, url, access."""
        names = ("source_id", "publisher", "published", "title", "url", "access")
        return {
            key: {name: source[name] for name in names} | {"publisher": self.name(source["publisher"])}
            for key, source in self.background.sources.items()
        }

    @cached_property
    def document_cells(self) -> Mapping[str, Row]:
        """What tells a reader where to look, and where the document took it from, by source_id."""
        return {
            key: {**cells, "first_reported_in": self.background.chain(key)[0]}
            for key, cells in self.source_cells.items()
        }

    def name(self, agent: str) -> str:
        """Return the name of an agent; empty for none."""
        return self.background.name(agent) if agent else ""


def flag(value: bool) -> str:
    """Return a boolean as a cell."""
    return "true" if value else "false"


def bounds(interval: Interval) -> dict[str, str]:
    """Return the ends of an interval as the cells value_low and value_high; an infinite end is empty."""
    high = "" if interval.high.is_infinite() else plain(interval.high)
    return {"value_low": plain(interval.low), "value_high": high}


@cache
def period_cells(text: str) -> Mapping[str, str]:
    """Return a period in EDTF as days: period_start, period_end, period_precision; an open end and no period are empty."""
    cells = dict.fromkeys(("period_start", "period_end", "period_precision"), "")
    if text:
        period = parse_period(text)
        cells["period_start"] = period.start.isoformat() if period.start else ""
        cells["period_end"] = period.end.isoformat() if period.end else ""
        cells["period_precision"] = period.precision
    return cells
