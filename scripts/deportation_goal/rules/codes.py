"""Rules on codes and forms that a standard sets: units of measure, areas, languages, numbers."""

from __future__ import annotations

from typing import Final

from deportation_goal.findings import Level
from deportation_goal.package.schema import Field
from deportation_goal.rules.rule import Breach, Example, Phase, cell_rule, row_rule
from deportation_goal.values.languages import language_problem
from deportation_goal.values.numbers import cell_number, plain
from deportation_goal.values.units import CODES, is_unit
from deportation_goal.wording import short

_REGION: Final = {
    "areas.1+.area": "XCA",
    "areas.1+.name": "Central America",
    "areas.1+.kind": "region",
    "areas.1+.m49": "",
    "obstacles.0.counterpart_area": "XCA",
}


@cell_rule(
    "unit-code",
    Level.ERROR,
    Phase.ROWS,
    applies=lambda field: field.name == "unit",
    title="A unit is made of codes of UCUM and of annotations in braces, such as {person}, {USD}/d or %.",
    why="Programs read units, and they cannot read a unit that is not in the list.",
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


@row_rule(
    "area-code",
    Level.ERROR,
    table="areas",
    column="m49",
    title="m49 is filled if and only if the code is in ISO 3166; a region has one of our own codes, XAA to XZZ.",
    why="The United Nations give numbers to the countries and territories in ISO 3166, not to regions that we name ourselves.",
    bad=Example("A region with a number.", _REGION | {"areas.1+.m49": "013"}),
    good=Example("A region without one.", _REGION),
    alone_because="it compares three columns",
)
def area_code(area: str, kind: str, m49: str) -> Breach | None:
    """Compare the code with kind and number; XKX is Kosovo, a country without a code of the standard."""
    own = area.startswith("X")
    if own and m49:
        return Breach(f"{area} is not a code of ISO 3166, so it has no United Nations number: empty m49")
    if not own and not m49:
        return Breach(f"{area} is a code of ISO 3166: fill in its three-digit number")
    if (kind == "region") != (own and area != "XKX"):
        return Breach(f"{area} is {'' if own else 'not '}a code of our own, but kind is {kind}", column="kind")
    return None


@cell_rule(
    "number-form",
    Level.ERROR,
    Phase.ROWS,
    applies=lambda field: field.type == "number",
    asked=lambda values, _field: values.holding(".-"),
    title="A number has no needless zeros at its end, nor a minus sign before zero.",
    why="Equal numbers look equal, even if they are compared as text.",
    bad=Example("A zero after the point.", {"figures.0.value": "1000000.0"}),
    good=Example("A whole number.", {"figures.0.value": "1000000"}),
    alone_because="Table Schema takes any way to write a number",
)
def number_form(value: str, _field: Field) -> Breach | None:
    """Compare with the shortest form."""
    if not ("." in value or value.startswith("-0")) or (number := cell_number(value)) is None:
        return None
    shortest = plain(number) if number else "0"
    return None if value == shortest else Breach(f'"{short(value)}" is written {shortest}', shortest)


@cell_rule(
    "language-code",
    Level.ERROR,
    Phase.ROWS,
    applies=lambda field: field.name == "language",
    title="A language is a registered tag of BCP 47, such as en, es or pt-BR; und if it is unknown.",
    why="An unregistered tag does not name a language.",
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
