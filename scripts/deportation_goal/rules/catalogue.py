"""The catalogue: every rule on tables, in the order in which they run."""

from __future__ import annotations

from typing import Final

from deportation_goal.rules import (
    accepted,
    cells,
    change_log,
    chronology,
    codes,
    constraints,
    dates,
    duplicates,
    figures,
    locators,
    official_numbers,
    order,
    quotes,
    references,
    revisions,
    sources,
    statement_block,
    structure,
    text_damage,
    value_text,
)
from deportation_goal.rules.rule import Phase, Rule

_MODULES: Final = (
    *(
        structure,
        cells,
        text_damage,
        constraints,
        codes,
        dates,
        chronology,
        statement_block,
        locators,
        figures,
        value_text,
        sources,
    ),
    *(quotes, official_numbers, references, duplicates, revisions, change_log, order, accepted),
)

RULES: Final[dict[str, Rule]] = {
    rule.id: rule
    for rule in sorted(
        (member for module in _MODULES for member in vars(module).values() if isinstance(member, Rule)),
        key=lambda rule: rule.phase,
    )
}
"""The rules by id, ordered by phase and, within a phase, as they are declared."""

_HEADINGS: Final = {
    Phase.FILE: "The file",
    Phase.CHARACTERS: "Characters",
    Phase.FIELDS: "Types and constraints",
    Phase.ROWS: "Across the fields of a row",
    Phase.REFERENCES: "Across tables",
    Phase.ACROSS: "Across tables",
    Phase.TABLES: "Across tables",
    Phase.LAST: "Accepted findings",
}

GROUPS: Final[tuple[tuple[str, tuple[Rule, ...]], ...]] = tuple(
    (heading, tuple(rule for rule in RULES.values() if _HEADINGS[rule.phase] == heading))
    for heading in dict.fromkeys(_HEADINGS.values())
)
"""The rules by what they look at, for people."""
