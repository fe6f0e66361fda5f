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
    structure,
)
from deportation_goal.rules import statement_block as statements
from deportation_goal.rules.release_files import GROUP as RELEASE
from deportation_goal.rules.rule import FileRule, Rule, RuleCheck
from deportation_goal.rules.submission import GROUP as SUBMISSION

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


FILE_RULE_GROUPS: Final = (SUBMISSION, RELEASE)
"""The rules by the command that applies them, for people."""

FILE_RULES: Final[dict[str, FileRule]] = {rule.id: rule for group in FILE_RULE_GROUPS for rule in group.rules}
"""The rules by id."""
