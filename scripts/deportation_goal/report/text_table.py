"""Rows of text in columns as wide as their longest cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_BETWEEN = "  "


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide letters two, combining marks none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def text_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a line a row, the cells of a column one below the other."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        _BETWEEN.join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
