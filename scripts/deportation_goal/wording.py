"""Small pieces of the sentences that the tool prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from typing import Final

_LONGEST: Final = 60
_ALIKE: Final = 0.6
"""How alike two names must be (the ratio of `difflib`) for one to be taken for a slip of the other."""


def short(value: str) -> str:
    """Return a value for a sentence: its beginning where it is long, so that no cell floods a terminal."""
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters: the beginning of a longer one, up to the end of a word."""
    if len(text) <= most:
        return text
    begun = text[: most - 1]
    return f"{begun.rpartition(' ')[0].rstrip(' ,;:') or begun}…"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where there is not exactly one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def nearest(value: str, known: Iterable[str]) -> str:
    """Return the known name that a value seems to be a slip of, or an empty string."""
    return next(iter(alike(value, known, 1)), "")


def alike(value: str, known: Iterable[str], most: int) -> list[str]:
    """Return the known names that a value may be a slip of, the nearest first."""
    import difflib

    return difflib.get_close_matches(value, list(known), most, _ALIKE)


def and_more(items: Sized, most: int) -> list[str]:
    """Return the words for the items after the first ones: nothing, or "and 3 more"."""
    left = len(items) - most
    return [f"and {left:,} more"] if left > 0 else []


def listed(items: Sequence[str], most: int) -> str:
    """Return items for a sentence: "a, b", or "a, b and 3 more" where there are more than it should hold."""
    return " ".join([", ".join(items[:most]), *and_more(items, most)])


def in_lines(items: Sequence[str], most: int) -> str:
    """Return items for the end of a sentence, each on an indented line below it: the first ones "and 3 more"."""
    return "".join(f"\n  {line}" for line in (*items[:most], *and_more(items, most)))


def visible(text: str) -> str:
    """Return a text for one line: what cannot be seen, line breaks and directions of writing too, as escapes."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)
