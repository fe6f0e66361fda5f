"""Rules on figures: range, printed value, hedge, repetition."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from deportation_goal.findings import Level
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import Breach, Example, Phase, row_rule, table_rule
from deportation_goal.values.hedges import hedge_in, names_magnitude
from deportation_goal.values.numbers import cell_number, cell_position, numbers_in, prints_plainly
from deportation_goal.wording import short

_RANGE: Final = {
    "figures.0.value": "70",
    "figures.0.value_max": "75",
    "figures.0.qualifier": "between",
    "figures.0.value_text": "70 to 75 migrants",
}


@row_rule(
    "value-max-pair",
    Level.ERROR,
    table="figures",
    column="value_max",
    title="value_max is filled if and only if qualifier is between.",
    why="Only a range has an upper end.",
    bad=Example("An upper end beside at_least.", {"figures.0.value_max": "2000000"}),
    good=Example("A range with both ends.", _RANGE),
    alone_because="it compares two columns",
)
def value_max_pair(qualifier: str, value_max: str) -> Breach | None:
    """Compare the qualifier with the upper end."""
    if (qualifier == "between") == bool(value_max):
        return None
    if value_max:
        return Breach(f"value_max is {value_max}, but the qualifier is {qualifier}: write between, or empty value_max")
    return Breach("the qualifier is between, but value_max is empty: fill in the upper end")


@row_rule(
    "value-max-order",
    Level.ERROR,
    table="figures",
    column="value_max",
    title="value_max is greater than value.",
    why="A range runs from its lower to its upper end.",
    bad=Example(
        "A range from 75 to 70.",
        _RANGE | {"figures.0.value": "75", "figures.0.value_max": "70", "figures.0.value_text": "75 to 70 migrants"},
    ),
    good=Example("A range from 70 to 75.", _RANGE),
    alone_because="it compares two columns",
)
def value_max_order(value: str, value_max: str) -> Breach | None:
    """Compare the two ends as numbers."""
    low, high = cell_number(value), cell_number(value_max)
    if low is None or high is None or high > low:
        return None
    return Breach(f"the upper end {value_max} is not greater than the lower end {float(low):g}")


@row_rule(
    "approximate-between",
    Level.ERROR,
    table="figures",
    column="approximate",
    title="approximate is filled only if qualifier is between.",
    why="For a single value the qualifier about says the same.",
    bad=Example("approximate beside at_least.", {"figures.0.approximate": "true"}),
    good=Example(
        "An approximate range.",
        _RANGE | {"figures.0.approximate": "true", "figures.0.value_text": "about 70 to 75 migrants"},
    ),
    alone_because="it compares two columns",
)
def approximate_between(approximate: str, qualifier: str) -> Breach | None:
    """Look for the mark beside another qualifier."""
    if not approximate or qualifier == "between":
        return None
    return Breach(f"approximate goes with the qualifier between only; here it is {qualifier}: empty this cell")


@row_rule(
    "value-in-text",
    Level.ERROR,
    table="figures",
    column="value",
    unless_wrong=("qualifier",),
    title="The number in value (and value_max) stands in value_text, in digits or words.",
    why="value_text is what the source prints; a number that is not there was mistyped or worked out.",
    bad=Example("A nought too many.", {"figures.0.value": "10000000"}),
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
            found = " and ".join(f"{item:,f}" for item in sorted(printed)) or "no number"
            return Breach(
                f'{column} is {short(cell)}, but value_text "{short(value_text)}" prints {found}', column=column
            )
    return None


@row_rule(
    "magnitude-word",
    Level.ERROR,
    table="figures",
    column="qualifier",
    title="The qualifier magnitude goes with a word such as hundreds or thousands, and with its power of ten.",
    why="An order of magnitude is no number: a text that prints a number has another qualifier.",
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
    why="“nearly 30” with the qualifier exact changes what the source said.",
    bad=Example(
        "“nearly” with exact.",
        {"figures.0.value_text": "nearly one million migrants", "figures.0.qualifier": "exact"},
    ),
    good=Example(
        "“nearly” with nearly.",
        {"figures.0.value_text": "nearly one million migrants", "figures.0.qualifier": "nearly"},
    ),
    alone_because="it compares two columns",
)
def hedge_in_text(value_text: str, qualifier: str, indicator_id__measure: str) -> Breach | None:
    """Compare the words of hedging with the qualifier.

    In a rule of law the hedge is part of the limit ("within 14 days" is the limit of 14 days), so limits are left out.
    """
    hedge = hedge_in(value_text)
    if hedge in ("", qualifier) or qualifier in ("between", "magnitude") or indicator_id__measure == "limit":
        return None
    return Breach(f'value_text "{short(value_text)}" reads as {hedge}, but the qualifier is {qualifier}', hedge)


_SAME: Final = (
    "source_id",
    "indicator_id",
    "area",
    "counterpart_area",
    "place",
    "period",
    "value",
    "value_max",
    "attributed_to",
)


@table_rule(
    "near-duplicate",
    Level.WARNING,
    Phase.TABLES,
    title="No figure is recorded twice: same source, indicator, area, place, period and value, at overlapping places of the text.",
    why="One statement is one row.",
    bad=Example(
        "A second row for the same words.",
        {
            "figures.0+.figure_id": "fig-7k2m9r",
            "figures.0+.qualifier": "exact",
            "figures.0+.value_text": "one million migrants",
        },
    ),
    good=Example(
        "The same value at another place of the text.",
        {
            "figures.0+.figure_id": "fig-7k2m9r",
            "figures.0+.evidence_start": "130",
            "figures.0+.evidence_end": "230",
            "figures.0+.evidence_sha256": "9e" * 32,
        },
    ),
    alone_because="it compares rows",
)
def near_duplicate(tables: CheckedTables) -> Iterator[tuple[str, int, str, Breach]]:
    """Look for equal statements whose places in the text overlap."""
    if not tables.has("figures"):
        return
    alike = defaultdict(list)
    for row, cells in enumerate(zip(*(tables.cells("figures", column) for column in _SAME), strict=True)):
        alike[cells].append(row)
    columns = (*_SAME, "qualifier", "figure_id", "evidence_start", "evidence_end")
    starts, ends = (
        [cell_position(cell) for cell in tables.cells("figures", column)]
        for column in ("evidence_start", "evidence_end")
    )
    for rows in alike.values():
        if len(rows) == 1:
            continue
        placed = [
            (start, end, row)
            for row in rows
            if (start := starts[row]) is not None
            and (end := ends[row]) is not None
            and tables.is_good("figures", row, *columns)
        ]
        placed.sort()
        for (_, end, before), (start, _, row) in itertools.pairwise(placed):
            if start < end:
                other = tables.cells("figures", "figure_id")[before]
                yield (
                    "figures",
                    row,
                    "value",
                    Breach(f"the row states the same as {other}, at the same place of the text: keep one"),
                )
