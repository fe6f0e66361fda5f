"""Derived tables: computed from the tables of data/, built into a release, never edited. A module each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from deportation_goal.derived.agreement_table import agreement_members, agreement_table
from deportation_goal.derived.claims_vs_counts import claims_vs_counts
from deportation_goal.derived.country_summary import country_summary
from deportation_goal.derived.figures_flat import figures_flat
from deportation_goal.derived.first_year import first_year
from deportation_goal.derived.forecasts_vs_outcomes import forecasts_vs_outcomes
from deportation_goal.derived.goal_statements import goal_statements
from deportation_goal.derived.goal_vs_outcome import goal_vs_outcome
from deportation_goal.derived.joined import Joined
from deportation_goal.derived.lineage_table import lineage_table
from deportation_goal.derived.origins import origins
from deportation_goal.derived.statements_flat import countries_flat, obstacles_flat, quotes_flat
from deportation_goal.table_files import Row

DERIVED: Final[Mapping[str, Callable[[Joined], list[Row]]]] = {
    "first_year": first_year,
    "goal_statements": goal_statements,
    "figures_flat": figures_flat,
    "countries_flat": countries_flat,
    "goal_vs_outcome": goal_vs_outcome,
    "claims_vs_counts": claims_vs_counts,
    "forecasts_vs_outcomes": forecasts_vs_outcomes,
    "quotes_flat": quotes_flat,
    "obstacles_flat": obstacles_flat,
    "country_summary": country_summary,
    "agreement": agreement_table,
    "agreement_members": agreement_members,
    "lineage": lineage_table,
    "origins": origins,
}
"""The derived tables by name, what people open first before the rest; the rows of each in any order."""
