"""Rules across the fields of a figure: range, printed value, hedge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np

from deportation_goal.findings import Level, Problem
from deportation_goal.rules.checked_tables import Mask, Numbers, Tables, as_mask, rows_where
from deportation_goal.rules.rule import Edit, Example, Rule, RuleCheck
from deportation_goal.values.numbers import numbers_in
from deportation_goal.wording import short

if TYPE_CHECKING:
    import pyarrow as pa

RANGE_PAIR: Final = Rule(
    "value-max-pair",
    Level.ERROR,
    "value_max is filled if and only if qualifier is between.",
    "Only a range has an upper end.",
    bad=Example("An upper end beside at_least.", (Edit("figures", 0, "value_max", "2000000"),)),
    good=Example(
        "A range with both ends.",
        (
            Edit("figures", 0, "value", "70"),
            Edit("figures", 0, "value_max", "75"),
            Edit("figures", 0, "qualifier", "between"),
            Edit("figures", 0, "value_text", "70 to 75 migrants"),
        ),
    ),
    alone_because="it compares two columns",
)
RANGE_ORDER: Final = Rule(
    "value-max-order",
    Level.ERROR,
    "value_max is greater than value.",
    "A range runs from its lower to its upper end.",
    bad=Example(
        "A range from 75 to 70.",
        (
            Edit("figures", 0, "value", "75"),
            Edit("figures", 0, "value_max", "70"),
            Edit("figures", 0, "qualifier", "between"),
            Edit("figures", 0, "value_text", "75 to 70 migrants"),
        ),
    ),
    good=Example(
        "A range from 70 to 75.",
        (
            Edit("figures", 0, "value", "70"),
            Edit("figures", 0, "value_max", "75"),
            Edit("figures", 0, "qualifier", "between"),
            Edit("figures", 0, "value_text", "70 to 75 migrants"),
        ),
    ),
    alone_because="it compares two columns",
)
APPROXIMATE: Final = Rule(
    "approximate-between",
    Level.ERROR,
    "approximate is filled only if qualifier is between.",
    "For a single value the qualifier about says the same.",
    bad=Example("approximate beside at_least.", (Edit("figures", 0, "approximate", "true"),)),
    good=Example(
        "An approximate range.",
        (
            Edit("figures", 0, "approximate", "true"),
            Edit("figures", 0, "value", "70"),
            Edit("figures", 0, "value_max", "75"),
            Edit("figures", 0, "qualifier", "between"),
            Edit("figures", 0, "value_text", "about 70 to 75 migrants"),
        ),
    ),
    alone_because="it compares two columns",
)
PRINTED_VALUE: Final = Rule(
    "value-in-text",
    Level.ERROR,
    "The number in value (and value_max) stands in value_text, in digits or words.",
    "value_text is what the source prints; a number that is not there was mistyped or worked out.",
    bad=Example("A nought too many.", (Edit("figures", 0, "value", "10000000"),)),
    good=Example("The number as printed.", (Edit("figures", 0, "value_text", "at least 1,000,000 people"),)),
    alone_because="it compares two columns",
)
HEDGE: Final = Rule(
    "hedge-in-text",
    Level.WARNING,
    "The hedge in value_text and the qualifier say the same.",
    "“nearly 30” with the qualifier exact changes what the source said.",
    bad=Example(
        "“nearly” with exact.",
        (Edit("figures", 0, "value_text", "nearly one million migrants"), Edit("figures", 0, "qualifier", "exact")),
    ),
    good=Example(
        "“nearly” with nearly.",
        (Edit("figures", 0, "value_text", "nearly one million migrants"), Edit("figures", 0, "qualifier", "nearly")),
    ),
    alone_because="it compares two columns",
)
MAGNITUDE: Final = Rule(
    "magnitude-word",
    Level.ERROR,
    "The qualifier magnitude goes with a word such as hundreds or thousands, and with its power of ten.",
    "An order of magnitude is no number: a text that prints a number has another qualifier.",
    bad=Example(
        "A printed number as a magnitude.",
        (Edit("figures", 0, "value_text", "one million migrants"), Edit("figures", 0, "qualifier", "magnitude")),
    ),
    good=Example(
        "A word for a magnitude.",
        (Edit("figures", 0, "value_text", "millions of migrants"), Edit("figures", 0, "qualifier", "magnitude")),
    ),
    alone_because="it compares two columns",
)

_HEDGES: Final = (
    ("nearly", r"\b(?:nearly|almost|close to|(?:just|slightly|a little) under|slightly (?:fewer|less) than)\b"),
    ("just_over", r"\b(?:(?:just|slightly|a little) (?:over|above|more than))\b"),
    ("at_least", r"\b(?:at least|(?:no|not) (?:fewer|less) than|minimum of|or more)\b|#\+"),
    ("up_to", r"\b(?:up to|at most|as many as|(?:no|not|never) (?:\w+ )?more than|maximum of|or less|or fewer)\b"),
    ("more_than", r"\b(?:more than|over|exceeding|above|in excess of)\b"),
    ("fewer_than", r"\b(?:fewer than|less than|under|below)\b"),
    ("about", r"\b(?:about|around|roughly|approximately|approx|some|circa)\b"),
)
_FIRST_NUMBER: Final = r"(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?)(?:\s+(?P<scale>thousand|million|billion))?"
_TWO_NUMBERS: Final = (
    r"(?P<low>[0-9][0-9,]*(?:\.[0-9]+)?)(?: to | and | ?[-–] ?)[$£€]?(?P<high>[0-9][0-9,]*(?:\.[0-9]+)?)"
)
_SCALES: Final = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_WORDS_OF_MAGNITUDE: Final = r"(?i)\b(?:dozens|tens|scores|hundreds|thousands|millions|billions)\b"


def _range_pair(tables: Tables) -> Iterator[Problem]:
    if not tables.has("figures"):
        return
    between = tables.equals("figures", "qualifier", "between")
    filled = tables.filled("figures", "value_max")
    for row in rows_where((between != filled) & tables.good_rows("figures", "qualifier", "value_max")):
        value = tables.value("figures", "value_max", row)
        if between[row]:
            message = "the qualifier is between, but value_max is empty: fill in the upper end"
        else:
            message = f"value_max is {value}, but the qualifier is {tables.value('figures', 'qualifier', row)}: write between, or empty value_max"
        yield Problem(RANGE_PAIR.id, "figures", row, "value_max", value, message)


def _range_order(tables: Tables) -> Iterator[Problem]:
    if not tables.has("figures"):
        return
    low, high = tables.numbers("figures", "value"), tables.numbers("figures", "value_max")
    for row in rows_where(high <= low):
        value = tables.value("figures", "value_max", row)
        yield Problem(
            RANGE_ORDER.id,
            "figures",
            row,
            "value_max",
            value,
            f"the upper end {value} is not greater than the lower end {low[row]:g}",
        )


def _approximate(tables: Tables) -> Iterator[Problem]:
    if not tables.has("figures"):
        return
    mask = tables.filled("figures", "approximate") & ~tables.equals("figures", "qualifier", "between")
    for row in rows_where(mask & tables.good_rows("figures", "approximate", "qualifier")):
        value = tables.value("figures", "approximate", row)
        message = f"approximate goes with the qualifier between only; here it is {tables.value('figures', 'qualifier', row)}: empty this cell"
        yield Problem(APPROXIMATE.id, "figures", row, "approximate", value, message)


def _as_numbers(digits: pa.Array) -> Numbers:
    """Return runs of digits as numbers, NaN for none; commas group."""
    import pyarrow as pa
    import pyarrow.compute as pc

    numbers = pc.cast(pc.replace_substring(digits, ",", ""), pa.float64())
    return np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=np.float64)


def _plainly_printed(tables: Tables) -> Mask:
    """Return the rows whose numbers are plain to see: nearly all, found by column.

    The first printed number, scale word included, is the value; or, of a range, the two numbers on both sides of “to”,
    “and” or a dash are its ends.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pc.utf8_lower(tables.array("figures", "value_text"))
    parts = pc.extract_regex(texts, _FIRST_NUMBER)
    scales = pc.index_in(pc.struct_field(parts, "scale"), pa.array(list(_SCALES)))
    factors = pc.fill_null(pc.take(pa.array(_SCALES.values()), scales), 1.0).to_numpy(zero_copy_only=False)
    value, highest = tables.numbers("figures", "value"), tables.numbers("figures", "value_max")
    plain = _close(_as_numbers(pc.struct_field(parts, "digits")) * factors, value)
    ranges = np.flatnonzero(tables.filled("figures", "value_max"))
    ends = pc.extract_regex(texts.take(ranges), _TWO_NUMBERS)
    low, high = (_as_numbers(pc.struct_field(ends, name)) for name in ("low", "high"))
    plain[ranges] = _close(low, value[ranges]) & _close(high, highest[ranges])
    return plain


def _close(printed: Numbers, value: Numbers) -> Mask:
    return np.asarray(np.isclose(printed, value, rtol=1e-12, atol=0), dtype=bool)


def _printed_value(tables: Tables) -> Iterator[Problem]:
    if not tables.has("figures"):
        return
    columns = ("value", "value_max", "value_text")
    good = tables.good_rows("figures", *columns, "qualifier") & ~_plainly_printed(tables)
    rows = np.flatnonzero(good & tables.filled("figures", "value") & tables.filled("figures", "value_text"))
    candidates = tables.frames["figures"].loc[rows, list(columns)]
    printed_in = {text: numbers_in(text) for text in candidates["value_text"].unique().tolist()}
    cells = (candidates[column].tolist() for column in columns)
    for row, value, value_max, text in zip(rows.tolist(), *cells, strict=True):
        printed = printed_in[text]
        for column, number in (("value", value), ("value_max", value_max)):
            if number and abs(Decimal(number)) not in printed:
                found = " and ".join(f"{item:,f}" for item in sorted(printed)) or "no number"
                message = f"{column} is {short(number)}, but value_text «{short(text)}» prints {found}"
                yield Problem(PRINTED_VALUE.id, "figures", row, column, number, message)
                break


def _hedge_of(text: str) -> str:
    return next((hedge for hedge, pattern in _HEDGES if re.search(pattern, text)), "")


def _hedge(tables: Tables) -> Iterator[Problem]:
    if not tables.has("figures"):
        return
    import pyarrow as pa
    import pyarrow.compute as pc

    # Without their digits most texts are alike, so the patterns run over few of them.
    texts = pc.utf8_lower(tables.array("figures", "value_text"))
    wording = pc.replace_substring_regex(texts, r"[0-9][0-9.,]*", "#").dictionary_encode()
    hedges = pa.array([_hedge_of(text) for text in wording.dictionary.to_pylist()], type=pa.string())
    hedge = pc.take(hedges, wording.indices)
    qualifier = tables.array("figures", "qualifier")
    differs = as_mask(pc.and_(pc.not_equal(hedge, ""), pc.not_equal(hedge, qualifier)))
    differs &= ~tables.is_in("figures", "qualifier", ("between", "magnitude"))
    good = tables.good_rows("figures", "qualifier", "value_text", "value_max", "indicator_id")
    if tables.has("indicators"):
        # In a rule of law the hedge is part of the limit (“within 14 days” is the limit of 14 days), so a hedge is
        # judged only where the indicator is known to be no limit.
        judged = tables.good_rows("indicators", "measure", "indicator_id")
        judged &= ~tables.equals("indicators", "measure", "limit")
        good &= tables.is_in("figures", "indicator_id", set(tables.frames["indicators"]["indicator_id"][judged]))
    for row in rows_where(differs & good):
        text, value = tables.value("figures", "value_text", row), tables.value("figures", "qualifier", row)
        found = hedge[row].as_py()
        message = f"value_text «{short(text)}» reads as {found}, but the qualifier is {value}"
        yield Problem(HEDGE.id, "figures", row, "qualifier", value, message, found)


def _magnitude(tables: Tables) -> Iterator[Problem]:
    if not tables.has("figures"):
        return
    named = tables.matches("figures", "value_text", _WORDS_OF_MAGNITUDE)
    mask = tables.equals("figures", "qualifier", "magnitude") & ~named
    for row in rows_where(mask & tables.good_rows("figures", "qualifier", "value_text")):
        message = f"value_text «{tables.value('figures', 'value_text', row)}» prints no word such as hundreds or thousands: choose another qualifier"
        yield Problem(MAGNITUDE.id, "figures", row, "qualifier", "magnitude", message)


CHECKS: Final = (
    RuleCheck(RANGE_PAIR, _range_pair),
    RuleCheck(RANGE_ORDER, _range_order),
    RuleCheck(APPROXIMATE, _approximate),
    RuleCheck(PRINTED_VALUE, _printed_value),
    RuleCheck(MAGNITUDE, _magnitude),
    RuleCheck(HEDGE, _hedge),
)
