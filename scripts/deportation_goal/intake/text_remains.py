"""What people leave in a cell without meaning it: marks of Markdown, words for nothing, a year far ahead.

The rules check what no table may hold. Only the person who sends a value can judge what is found here.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from deportation_goal.package.schema import Field
from deportation_goal.values.periods import PeriodError, parse_period


class Remains(NamedTuple):
    """What is odd about a value, and what it may have been; the latter is empty where nobody can know."""

    message: str
    suggestion: str = ""


_NOTHING: Final = frozenset(
    (
        "n/a",
        "na",
        "n.a.",
        "n. a.",
        "nan",
        "null",
        "none",
        "nil",
        "-",
        "--",
        "–",
        "—",
        "?",
        "tbd",
        "unknown",
        "not available",
    )
)
_FAR: Final = 25
"""A date this many years ahead is more likely a slip."""

_LINK: Final = re.compile(r"\[([^\[\]]+)\]\((?:https?://|/|#)[^()\s]*\)")
_MARKED: Final = re.compile(r"(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1")


def remains(field: Field, value: str, year: int) -> Remains | None:
    """Return what is odd about a value, or None.

    Args:
        field: The column.
        value: The value as it is read.
        year: The present year.
    """
    free = field.type == "string" and not field.enum and field.pattern is None
    if not free and value.casefold() in _NOTHING and value not in field.enum:
        return _nothing(field, value)
    if field.notation == "EDTF" or field.type == "date":
        return _far(value, year)
    if not free:
        return None
    plain = _MARKED.sub(r"\2", _LINK.sub(r"\1", value))
    if plain != value:
        return Remains("the text contains Markdown marks: write plain text", plain)
    return None


def _nothing(field: Field, value: str) -> Remains:
    if field.required:
        return Remains(f'"{value}" means no value, but the column needs one: {field.description}')
    return Remains(f'"{value}" means no value: leave the cell empty if there is nothing to say')


def _far(value: str, year: int) -> Remains | None:
    try:
        period = parse_period(value)
    except PeriodError:
        return None
    first = period.start or period.end
    if first is None or first.year <= year + _FAR:
        return None
    return Remains(f"the year {first.year} is {first.year - year} years ahead: is it a typing error?")
