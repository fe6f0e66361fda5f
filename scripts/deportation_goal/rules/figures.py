"""Rules on figures: range, sign, repetition."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from deportation_goal.findings import Level
from deportation_goal.rules.checked_tables import CheckedTables
from deportation_goal.rules.rule import Breach, Example, Phase, row_rule, table_rule
from deportation_goal.values.numbers import cell_number, cell_position
from deportation_goal.wording import short

_NET: Final = re.compile(r"\bnet\b", re.IGNORECASE)
"""A flow in both directions, such as net migration."""

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
    high = cell_number(value_max)
    low = None if high is None else cell_number(value)
    if low is None or high is None or high > low:
        return None
    return Breach(f"the upper end {value_max} is not greater than the lower end {float(low):g}")


@row_rule(
    "approximate-between",
    Level.ERROR,
    table="figures",
    column="approximate",
    title="approximate is filled only if qualifier is between.",
    why="A single value has the qualifier about instead.",
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
    return Breach(f"approximate is only for the qualifier between; here the qualifier is {qualifier}: empty this cell")


@row_rule(
    "minus-sign",
    Level.ERROR,
    Phase.ACROSS,
    table="figures",
    column="value",
    title="Only a change or a net flow has a negative value.",
    why="A count of people cannot be below zero: the minus sign is a typing mistake, or a dash from the text.",
    bad=Example("A goal below zero.", {"figures.0.value": "-1000000", "figures.0.qualifier": "up_to"}),
    good=Example(
        "A fall of a number.",
        {
            "figures.0.value": "-1000000",
            "figures.0.value_text": "a fall of at least one million",
            "figures.0.qualifier": "up_to",
            "indicators.0.measure": "change",
        },
    ),
    alone_because="it compares two tables",
)
def minus_sign(value: str, value_max: str, indicator_id__measure: str, indicator_id__name: str) -> Breach | None:
    """Look at the signs of values of other indicators."""
    if "-" not in value + value_max or indicator_id__measure in ("", "change") or _NET.search(indicator_id__name):
        return None
    column, cell = ("value", value) if "-" in value else ("value_max", value_max)
    return Breach(
        f"{column} is {short(cell)}, but the indicator is a {indicator_id__measure}, not a change: remove the minus sign",
        cell.lstrip("-"),
        column,
    )


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


@row_rule(
    "voice-target",
    Level.ERROR,
    Phase.ACROSS,
    table="figures",
    column="voice",
    title="voice is filled only with an indicator whose measure is target.",
    why="It says what the claimant does with a target; a count is only reported.",
    bad=Example("A voice beside a count.", {"figures.1.voice": "sets"}),
    good=Example("A voice beside a target.", {"figures.0.voice": "sets"}),
    alone_because="it compares two tables",
)
def voice_target(voice: str, indicator_id__measure: str) -> Breach | None:
    """Compare with the measure of the indicator."""
    if not voice or indicator_id__measure in ("", "target"):
        return None
    return Breach(
        f"voice is {voice}, but the measure of the indicator is {indicator_id__measure}, not target: empty it"
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
    same = [tables.cells("figures", column) for column in _SAME]
    starts, ends = (tables.cells("figures", column) for column in ("evidence_start", "evidence_end"))
    columns = (*_SAME, "qualifier", "figure_id", "evidence_start", "evidence_end")
    for _, row in tables.alike(["figures"], _SAME):
        start, end = cell_position(starts[row]), cell_position(ends[row])
        if start is not None and end is not None and tables.is_good("figures", row, *columns):
            alike[tuple(cells[row] for cells in same)].append((start, end, row))
    for placed in alike.values():
        placed.sort()
        for (_, end, before), (start, _, row) in itertools.pairwise(placed):
            if start < end:
                other = tables.cells("figures", "figure_id")[before]
                yield (
                    "figures",
                    row,
                    "value",
                    Breach(f"this row says the same as {other}, at the same place in the text: keep one"),
                )
