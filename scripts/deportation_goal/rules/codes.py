"""Rules on codes that a standard lists: units of measure and languages."""

from __future__ import annotations

from deportation_goal.findings import Level
from deportation_goal.package.schema import Field
from deportation_goal.rules.rule import Breach, Example, Phase, cell_rule
from deportation_goal.values.languages import language_problem
from deportation_goal.values.units import CODES, is_unit
from deportation_goal.wording import short


@cell_rule(
    "unit-code",
    Level.ERROR,
    Phase.ROWS,
    applies=lambda field: field.name == "unit",
    title="A unit is made of codes of UCUM and of annotations in braces, such as {person}, {USD}/d or %.",
    why="Programs read units; a unit that no list has is read by none.",
    bad=Example("A word in place of a code.", {"indicators.0.unit": "removals"}),
    good=Example("What is counted, as an annotation.", {"indicators.0.unit": "{removal}/a"}),
    alone_because="the pattern of the column allows any characters",
)
def unit_code(value: str, _field: Field) -> Breach | None:
    """Look each term up in the list."""
    if not value or is_unit(value):
        return None
    listed = ", ".join(sorted(CODES))
    return Breach(
        f'"{short(value)}" is not a unit: write what is counted in braces, such as {{person}}, or one of {listed}; '
        "join two by /"
    )


@cell_rule(
    "language-code",
    Level.ERROR,
    Phase.ROWS,
    applies=lambda field: field.name == "language",
    title="A language is a registered tag of BCP 47, such as en, es or pt-BR; und if it is unknown.",
    why="A tag that is not registered names no language.",
    bad=Example("A language that is not registered.", {"sources.1.language": "xx"}),
    good=Example("Portuguese as written in Brazil.", {"sources.1.language": "pt-BR"}),
    alone_because="the pattern of the column allows any letters",
)
def language_code(value: str, _field: Field) -> Breach | None:
    """Look language and region up."""
    problem = language_problem(value) if value else None
    if problem is None:
        return None
    reason, suggestion = problem
    return Breach(
        f'"{short(value)}" {reason}: see the list at iana.org/assignments/language-subtag-registry', suggestion
    )
