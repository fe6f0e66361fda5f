"""What a row of revisions says: its actions, the sign for a whole column, and what becomes of a cell by its words."""

from __future__ import annotations

import re
from typing import Final

CORRECTED: Final = "corrected"
"""The action of a revision that gives a cell another value."""

WORDING: Final = "wording"
"""The action of a revision that says the same in other words."""

RETIRING: Final = ("retracted", "merged", "split")
"""The actions that take a row out of its table; its id is never reused."""

EVERY_ROW: Final = "*"
"""Stands in `row_id` for a change made in a whole column by a stated rule, and for the description of a column."""


def replaced_words(cell: str, words: str, replacement: str) -> str:
    """Return a cell after a revision of its whole column, without the spaces that removed words leave.

    Args:
        cell: The cell.
        words: The words that go.
        replacement: What takes their place.
    """
    return re.sub(" {2,}", " ", cell.replace(words, replacement)).strip() if words and words in cell else cell
