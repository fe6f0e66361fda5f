"""The derived tables as a release holds them: computed from rows, in canonical order."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from deportation_goal.derived import DERIVED
from deportation_goal.derived.joined import Joined
from deportation_goal.package.derived_schema import derived_schema
from deportation_goal.package.descriptor import load_package
from deportation_goal.table_files import Row, Rows
from deportation_goal.table_files.canonical import in_order
from deportation_goal.table_files.read_rows import read_rows
from support import REPOSITORY

PACKAGE: Final = load_package(REPOSITORY)


def derived_rows(name: str, tables: Rows) -> list[Row]:
    """Return the rows of a derived table."""
    return in_order(derived_schema(PACKAGE, name), DERIVED[name](Joined(tables)))


@cache
def real_rows() -> Rows:
    """Return the rows of the real tables, read once; not to be changed."""
    return read_rows(PACKAGE)


@cache
def _real_joined() -> Joined:
    return Joined(real_rows())


@cache
def real_derived_rows(name: str) -> list[Row]:
    """Return the rows of a derived table of the real data, computed once; not to be changed."""
    return in_order(derived_schema(PACKAGE, name), DERIVED[name](_real_joined()))


def _of(name: str) -> Callable[[Rows], list[Row]]:
    return lambda tables: derived_rows(name, tables)


agreement_table = _of("agreement")
agreement_members = _of("agreement_members")
claims_vs_counts = _of("claims_vs_counts")
countries_flat = _of("countries_flat")
comparisons = _of("comparisons")
country_roles = _of("country_roles")
country_summary = _of("country_summary")
figures_flat = _of("figures_flat")
first_year = _of("first_year")
forecasts_vs_outcomes = _of("forecasts_vs_outcomes")
goal_statements = _of("goal_statements")
goal_vs_outcome = _of("goal_vs_outcome")
lineage_table = _of("lineage")
obstacles_flat = _of("obstacles_flat")
origins = _of("origins")
quotes_flat = _of("quotes_flat")
