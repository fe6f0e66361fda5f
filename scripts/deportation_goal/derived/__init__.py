"""Derived tables: computed from the tables of data/, built into a release, never edited. A module each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from deportation_goal.table_files import Row

if TYPE_CHECKING:
    from deportation_goal.derived.joined import Joined

Computed = Callable[["Joined"], list[Row]]
"""Computes the rows of a derived table, in any order."""


def _by(module: str, function: str) -> Computed:
    """Return a function of a module of this room; the module is loaded by the first call, as a check needs names alone."""

    def compute(joined: Joined) -> list[Row]:
        found = cast("Computed", getattr(import_module(f"{__name__}.{module}"), function))
        return found(joined)

    return compute


DERIVED: Final[Mapping[str, Computed]] = {
    "first_year": _by("first_year", "first_year"),
    "goal_statements": _by("goal_statements", "goal_statements"),
    "figures_flat": _by("figures_flat", "figures_flat"),
    "countries_flat": _by("statements_flat", "countries_flat"),
    "goal_vs_outcome": _by("goal_vs_outcome", "goal_vs_outcome"),
    "claims_vs_counts": _by("claims_vs_counts", "claims_vs_counts"),
    "forecasts_vs_outcomes": _by("forecasts_vs_outcomes", "forecasts_vs_outcomes"),
    "quotes_flat": _by("statements_flat", "quotes_flat"),
    "obstacles_flat": _by("statements_flat", "obstacles_flat"),
    "comparisons": _by("agreement_table", "comparisons"),
    "may_be_same": _by("may_be_same", "may_be_same"),
    "country_roles": _by("country_roles", "country_roles"),
    "country_summary": _by("country_summary", "country_summary"),
    "agreement": _by("agreement_table", "agreement_table"),
    "agreement_members": _by("agreement_table", "agreement_members"),
    "lineage": _by("lineage_table", "lineage_table"),
    "origins": _by("origins", "origins"),
}
"""The derived tables by name, what people open first before the rest; the rows of each in any order."""
