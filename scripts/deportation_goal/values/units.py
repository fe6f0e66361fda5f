"""Units of measure: the part of UCUM (The Unified Code for Units of Measure, ucum.org) that counts of people need.

A unit is one term or several joined by `/`. A term is a code of the list below, or an annotation in braces that says
what is counted: `{person}`, `{removal}/d`, `%`, `{USD}/a`.
"""

from __future__ import annotations

import re
from typing import Final

CODES: Final = frozenset(
    {"1", "%", "s", "min", "h", "d", "wk", "mo", "a", "m", "km", "[ft_i]", "[mi_i]", "km2", "[acr_us]"}
)
"""Case-sensitive (c/s) codes of UCUM 2.1: pure numbers, times, lengths, areas."""

_ANNOTATION: Final = re.compile(r"\{(?:[a-z]+(?:_[a-z]+)*|[A-Z]{3})\}")


def is_unit(text: str) -> bool:
    """Whether a text is a unit; an annotation is a noun in lower case, or the ISO 4217 code of a currency."""
    return all(term in CODES or _ANNOTATION.fullmatch(term) for term in text.split("/"))
