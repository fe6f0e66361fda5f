"""Small pieces of the sentences that the tool prints."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

_LONGEST: Final = 60


def short(value: str) -> str:
    """Return a value for a sentence: its beginning where it is long, so that no cell floods a terminal."""
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where there is not exactly one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def nearest(value: str, known: Collection[str]) -> str:
    """Return the name that is most like a value, or an empty text where none is much like it."""
    import difflib

    near = difflib.get_close_matches(value, known, 1, 0.6)
    return near[0] if near else ""


def listed(items: Sequence[str], most: int = 10) -> str:
    """Return some items in a row, and how many more there are."""
    more = f" and {len(items) - most:,} more" if len(items) > most else ""
    return ", ".join(items[:most]) + more


def visible(text: str) -> str:
    """Return a text for one line: what cannot be seen, line breaks and directions of writing too, as escapes."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)
