"""Derived tables: computed from the tables of data/, built into a release, never edited. A module each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from deportation_goal.derived.agreement_table import agreement_table
from deportation_goal.derived.country_summary import country_summary
from deportation_goal.derived.figures_flat import figures_flat
from deportation_goal.derived.goal_vs_outcome import goal_vs_outcome
from deportation_goal.derived.lineage_table import lineage_table
from deportation_goal.derived.origins import origins
from deportation_goal.table_files import Row, Rows

DERIVED: Final[Mapping[str, Callable[[Rows], list[Row]]]] = {
    "agreement": agreement_table,
    "country_summary": country_summary,
    "figures_flat": figures_flat,
    "goal_vs_outcome": goal_vs_outcome,
    "lineage": lineage_table,
    "origins": origins,
}
"""The derived tables by name; each from the rows of all tables, in canonical order."""
