"""Rules on the words of a figure: number, hedge and unit are those that value_text prints."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Final

from deportation_goal.findings import Level
from deportation_goal.rules.rule import Breach, Example, Phase, row_rule
from deportation_goal.values.hedges import hedge_in, names_magnitude, opposite
from deportation_goal.values.numbers import cell_number, numbers_in, plain, prints_plainly
from deportation_goal.wording import short

_PERCENT: Final = re.compile(r"\bper ?cent|\bpct\b")
_DOLLARS: Final = re.compile(r"\bdollars?\b|\busd\b")

_RANGE: Final = {
    "figures.0.value": "70",
    "figures.0.value_max": "75",
    "figures.0.qualifier": "between",
    "figures.0.value_text": "70 to 75 migrants",
}


@row_rule(
    "value-in-text",
    Level.ERROR,
    table="figures",
    column="value",
    unless_wrong=("qualifier",),
    title="The number in value (and value_max) is printed in value_text, in digits or words.",
    why="value_text is what the source prints; a number that is not there was mistyped or worked out. A word such as million belongs to the number before it.",
    bad=Example("One zero too many.", {"figures.0.value": "10000000"}),
    good=Example("The number as printed.", {"figures.0.value_text": "at least 1,000,000 people"}),
    alone_because="it compares two columns",
)
def value_in_text(value: str, value_max: str, value_text: str) -> Breach | None:
    """Look for each number among those that the words can be read as."""
    if not value or not value_text or (not value_max and prints_plainly(value_text, value)):
        return None
    printed = numbers_in(value_text)
    for column, cell in (("value", value), ("value_max", value_max)):
        number = cell_number(cell)
        if number is not None and abs(number) not in printed:
            found = " and ".join(_printed(item) for item in sorted(printed)) or "no number"
            return Breach(
                f'{column} is {short(cell)}, but value_text "{short(value_text)}" prints {found}',
                _scaled(number, printed),
                column,
            )
    return None


def _printed(number: Decimal) -> str:
    return f"{Decimal(plain(number)):,f}"


def _scaled(number: Decimal, printed: Collection[Decimal]) -> str:
    """Return the one printed number, where the cell lacks only its million: 1.2 beside "1.2 million"."""
    digits = {plain(item).replace(".", "").strip("0") for item in printed}
    if len(printed) != 1 or digits != {plain(abs(number)).replace(".", "").strip("0")}:
        return ""
    (only,) = printed
    return plain(-only if number < 0 else only)


@row_rule(
    "magnitude-word",
    Level.ERROR,
    table="figures",
    column="qualifier",
    title="The qualifier magnitude goes with a word such as hundreds or thousands, and with its power of ten.",
    why="An order of magnitude is not a number: a text that prints a number has another qualifier.",
    bad=Example(
        "A printed number as a magnitude.",
        {"figures.0.value_text": "one million migrants", "figures.0.qualifier": "magnitude"},
    ),
    good=Example(
        "A word for a magnitude.",
        {"figures.0.value_text": "millions of migrants", "figures.0.qualifier": "magnitude"},
    ),
    alone_because="it compares two columns",
)
def magnitude_word(qualifier: str, value_text: str) -> Breach | None:
    """Look for a word such as hundreds."""
    if qualifier != "magnitude" or names_magnitude(value_text):
        return None
    return Breach(f'value_text "{value_text}" prints no word such as hundreds or thousands: choose another qualifier')


@row_rule(
    "hedge-in-text",
    Level.WARNING,
    table="figures",
    column="qualifier",
    unless_wrong=("value_max",),
    title="The hedge in value_text and the qualifier say the same.",
    why='"nearly 30" with the qualifier exact changes what the source said.',
    bad=Example(
        '"nearly" with exact.',
        {"figures.0.value_text": "nearly one million migrants", "figures.0.qualifier": "exact"},
    ),
    good=Example(
        '"nearly" with nearly.',
        {"figures.0.value_text": "nearly one million migrants", "figures.0.qualifier": "nearly"},
    ),
    alone_because="it compares two columns",
)
def hedge_in_text(value: str, value_text: str, qualifier: str, indicator_id__measure: str) -> Breach | None:
    """Compare the words of hedging with the qualifier.

    In a rule of law the hedge is part of the limit ("within 14 days" is the limit of 14 days), so limits are left out.
    """
    hedge = _read(value, value_text)
    if hedge in ("", qualifier) or qualifier in ("between", "magnitude") or indicator_id__measure == "limit":
        return None
    return Breach(f'value_text "{short(value_text)}" reads as {hedge}, but the qualifier is {qualifier}', hedge)


def _read(value: str, value_text: str) -> str:
    """Return the hedge in the words; a fall of at least 5 is a change of at most -5."""
    hedge = hedge_in(value_text)
    return opposite(hedge) if value.startswith("-") else hedge


@row_rule(
    "hedge-unprinted",
    Level.WARNING,
    table="figures",
    column="qualifier",
    title="A qualifier other than exact has its word in value_text.",
    why="Without the word nobody can see that the source hedged; a bare number is exact.",
    bad=Example("at_least beside a bare number.", {"figures.0.value_text": "one million migrants"}),
    good=Example(
        "exact beside a bare number.",
        {"figures.0.value_text": "one million migrants", "figures.0.qualifier": "exact"},
    ),
    alone_because="it compares two columns",
)
def hedge_unprinted(value_text: str, qualifier: str) -> Breach | None:
    """Look for words of hedging beside a qualifier that needs one."""
    if qualifier in ("", "exact", "between", "magnitude") or not value_text or hedge_in(value_text):
        return None
    return Breach(
        f'the qualifier is {qualifier}, but value_text "{short(value_text)}" prints no such word: '
        "add the word, or write exact",
        "exact",
    )


@row_rule(
    "range-in-text",
    Level.WARNING,
    table="figures",
    column="qualifier",
    title="A range has a word such as about in value_text if and only if approximate is true.",
    why="The word belongs to both ends of the range.",
    bad=Example("An approximate range that the text prints as exact.", _RANGE | {"figures.0.approximate": "true"}),
    good=Example(
        "An approximate range with its word.",
        _RANGE | {"figures.0.approximate": "true", "figures.0.value_text": "about 70 to 75 migrants"},
    ),
    alone_because="it compares two columns",
)
def range_in_text(value_text: str, qualifier: str, approximate: str) -> Breach | None:
    """Compare the words of hedging with approximate."""
    if qualifier != "between":
        return None
    about = hedge_in(value_text) in ("about", "nearly", "just_over")
    if about == (approximate == "true"):
        return None
    if about:
        return Breach(f'value_text "{short(value_text)}" hedges the range: write true', "true", "approximate")
    return Breach(f'value_text "{short(value_text)}" does not hedge the range: empty approximate', column="approximate")


@row_rule(
    "unit-in-text",
    Level.WARNING,
    Phase.ACROSS,
    table="figures",
    column="value_text",
    title="value_text prints percent if and only if the unit is a percentage, and dollars if and only if it is {USD}.",
    why="A share under an indicator that counts people, or a sum under one that counts days, is filed under the wrong indicator.",
    bad=Example("A share under a goal in removals.", {"figures.0.value_text": "at least one million percent"}),
    good=Example(
        "A share under an indicator in percent.",
        {"figures.0.value_text": "at least one million percent", "indicators.0.unit": "%"},
    ),
    alone_because="it compares two tables",
)
def unit_in_text(value_text: str, indicator_id: str, indicator_id__unit: str) -> Breach | None:
    """Compare the printed unit with that of the indicator."""
    if not value_text or not indicator_id__unit:
        return None
    for code, prints, printed in (("%", prints_percent, "percent"), ("USD", prints_dollars, "dollars")):
        if prints(value_text) != (code in indicator_id__unit):
            verb = "does not print" if code in indicator_id__unit else "prints"
            return Breach(
                f'value_text "{short(value_text)}" {verb} {printed}, but the unit of {indicator_id} is '
                f"{indicator_id__unit}: add the word, or choose another indicator"
            )
    return None


def prints_percent(text: str) -> bool:
    """Whether a text prints a share in percent."""
    lower = text.lower()
    return "%" in lower or (("cent" in lower or "pct" in lower) and _PERCENT.search(lower) is not None)


def prints_dollars(text: str) -> bool:
    """Whether a text prints a sum in dollars."""
    lower = text.lower()
    return "$" in lower or (("dollar" in lower or "usd" in lower) and _DOLLARS.search(lower) is not None)
