"""What a page may link to, and text that cannot disturb the text around it."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final
from urllib.parse import urlsplit

_LEFTWARDS: Final = frozenset({"R", "AL", "AN"})
"""Bidirectional classes (UAX #9) of letters and digits that are written from right to left, or among such letters."""
_SCHEMES: Final = frozenset({"http", "https"})
_PASSING: Final = frozenset("\n\u200c\u200d\u200e\u200f")
"""Line breaks, which HTML takes for spaces, and what words of some scripts need: joiners, marks of the direction."""


def safe_address(text: str) -> str:
    """Return an address that a reader may follow, empty for any other text: it has a host, and is http or https."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname
    except ValueError:
        return ""
    return text.strip() if parts.scheme.lower() in _SCHEMES and host else ""


def root_of(path: str) -> str:
    """Return what leads from a page to the folder of the site: `../` for each folder that it lies in."""
    return "../" * path.count("/")


def shown(text: str) -> str:
    """Return a text in which nothing is hidden: control characters and overrides of the direction as escapes.

    Spaces of every width become plain ones. Joiners pass, as words in Arabic, Hebrew, Persian or Hindi need them.
    """
    return text if text.isprintable() else "".join(map(_shown, text))


@cache
def runs_leftwards(text: str) -> bool:
    """Return whether a text has letters that are written from right to left; they can turn what stands around them."""
    return not text.isascii() and any(unicodedata.bidirectional(sign) in _LEFTWARDS for sign in text)


@cache
def _shown(character: str) -> str:
    if character.isprintable() or character in _PASSING:
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    return f"\\u{ord(character):04x}"
