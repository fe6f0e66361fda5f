"""The catalogue: every rule, in the order in which they are checked."""

from __future__ import annotations

from typing import Final

from deportation_goal.rules import (
    cells,
    constraints,
    dates,
    documents,
    figures,
    order,
    references,
    repetitions,
    statements,
    structure,
)
from deportation_goal.rules.model import Rule, RuleCheck

LATER_CHECKS: Final[tuple[RuleCheck, ...]] = (
    *dates.FIELD_CHECKS,
    *statements.FIELD_CHECKS,
    *figures.CHECKS,
    *documents.CHECKS,
    *references.CHECKS,
    *statements.TABLE_CHECKS,
    *dates.TABLE_CHECKS,
    *repetitions.CHECKS,
    *references.LATE_CHECKS,
    *order.CHECKS,
)
"""Across fields, then across tables, after types and constraints."""

GROUPS: Final[tuple[tuple[str, tuple[Rule, ...]], ...]] = (
    ("The file", structure.RULES),
    ("Characters", cells.RULES),
    ("Types and constraints", constraints.RULES),
    (
        "Across the fields of a row",
        tuple(
            check.rule for check in (*dates.FIELD_CHECKS, *statements.FIELD_CHECKS, *figures.CHECKS, *documents.CHECKS)
        ),
    ),
    (
        "Across tables",
        tuple(
            check.rule
            for check in (
                *references.CHECKS,
                *statements.TABLE_CHECKS,
                *dates.TABLE_CHECKS,
                *repetitions.CHECKS,
                *references.LATE_CHECKS,
                *order.CHECKS,
            )
        ),
    ),
)
"""The rules by what they look at, for people."""

RULES: Final[dict[str, Rule]] = {rule.id: rule for _, rules in GROUPS for rule in rules}
"""The rules by id."""
