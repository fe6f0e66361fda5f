"""Finds the few cells worth a look at their characters: nearly all hold plain letters and digits."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

MAXIMUM_CELL: Final = 20_000
"""Longest cell of a column without a limit of its own, in code points (a spreadsheet cell holds 32,767)."""

_FIRST: Final = ("=", "+", "-", "@", " ")


def unusual_cells(values: Collection[str]) -> list[str]:
    """Return the cells that may have a flaw in their characters or length: all that have one, and some others."""
    return [] if _are_usual(values) else [value for value in values if not _is_usual(value)]


def _is_usual(value: str) -> bool:
    return (
        value.isascii()
        and value.isprintable()
        and not value.startswith(_FIRST)
        and not value.endswith(" ")
        and "  " not in value
        and len(value) <= MAXIMUM_CELL
    )


def _are_usual(values: Collection[str]) -> bool:
    """Whether all cells are, by a look at all of them at once: that settles most columns."""
    together = "".join(values)
    if not together.isascii() or not together.isprintable() or max(map(len, values), default=0) > MAXIMUM_CELL:
        return False
    apart = "\n" + "\n".join(values) + "\n"
    return "  " not in apart and " \n" not in apart and not any(f"\n{first}" in apart for first in _FIRST)
