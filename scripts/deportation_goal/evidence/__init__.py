"""Locators: where a statement is in a source text, without shipping the text."""

from __future__ import annotations

from typing import Final

MINIMUM_LENGTH: Final = 24
"""Shortest excerpt of a locator, in code points of the evidence stream: a shorter one is found by chance."""
