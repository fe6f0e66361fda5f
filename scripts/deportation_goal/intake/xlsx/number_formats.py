"""What the number formats of a workbook (ECMA-376, 18.8.30) make of a number, as far as that changes the meaning."""

from __future__ import annotations

import enum
import re
from typing import Final


class NumberFormat(enum.Enum):
    """What a number format makes of a number, as far as it changes the meaning."""

    GENERAL = "general"
    PERCENT = "percent"
    DAY = "a day with its year"
    MONTH = "a month with its year"
    YEAR = "a year"
    NO_YEAR = "a day or month without its year"
    TIME = "a day with a time, or a time"


def number_format(code: str) -> NumberFormat:
    """Return what a format code such as `mmm-yy` or `0%` makes of a number."""
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', "", code.lower()).partition(";")[0]
    if "%" in bare:
        return NumberFormat.PERCENT
    # Digits after seconds are parts of a second.
    if bare in ("general", "standard", "@", "") or re.search(r"[0#?]", re.sub(r"(s+\]?)\.0+", r"\1", bare)):
        return NumberFormat.GENERAL
    if re.search(r"[hs]|\[m+\]|am/pm", bare):
        return NumberFormat.TIME
    has_year, has_month, has_day = (letter in bare for letter in ("y", "m", "d"))
    if has_year and has_day:
        return NumberFormat.DAY
    if has_year:
        return NumberFormat.MONTH if has_month else NumberFormat.YEAR
    return NumberFormat.NO_YEAR if has_day or has_month else NumberFormat.GENERAL


BUILT_IN: Final = (
    {9: NumberFormat.PERCENT, 10: NumberFormat.PERCENT, 16: NumberFormat.NO_YEAR, 17: NumberFormat.MONTH}
    | dict.fromkeys((14, 15, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), NumberFormat.DAY)
    | dict.fromkeys((18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47, 55, 56), NumberFormat.TIME)
)
"""Number formats by their fixed numbers; those of East Asian languages show a day."""
