"""Small pieces of Markdown that the generated pages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deportation_goal.findings import Level

GENERATED = "<!-- Generated: change the schemas or the rules, then run `make docs`. -->"
LEVEL_WORDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}


def cell(text: str) -> str:
    """Return a text for a cell of a table: on one line, with bars escaped."""
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """Return a text as inline code, empty for an empty one; control characters as escapes."""
    visible = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    fence = "``" if "`" in visible else "`"
    return f"{fence}{visible}{fence}" if text else ""


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines.extend("| " + " | ".join(cell(value) for value in row) + " |" for row in rows)
    return lines
