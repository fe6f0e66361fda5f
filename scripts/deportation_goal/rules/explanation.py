"""A rule in plain words: its sentence, its reason, and the rows of a bad and a good example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from deportation_goal.rules.example_package import ExampleRow, example_rows
from deportation_goal.rules.rule import Example, FileRule, Rule

_LONGEST: Final = 70


def _visible(text: str) -> str:
    shown = "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text).replace("\n", "\\n")
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def _bytes(content: bytes) -> str:
    return _visible(content.decode("utf-8", "backslashreplace").replace("\r", "\\r").replace("\ufeff", "\\ufeff"))


def example_lines(example: Example) -> Iterator[str]:
    """Yield an example as lines: what it shows, and each row that it changes, changed cells marked with >."""
    yield example.says
    for table, rows in example_rows(example).items():
        for number, row in enumerate(rows, start=1):
            if row.is_new or row.cells != row.before:
                yield f"{table}, row {number}{', a new one' if row.is_new else ''}:"
                yield from _row_lines(row)
    for table, (old, new) in example.content.items():
        if old != b"*":
            yield f"{table}: {_bytes(old)} becomes {_bytes(new)}"


def _row_lines(row: ExampleRow) -> Iterator[str]:
    width = max(map(len, row.cells))
    for column, value in row.cells.items():
        changed = value != row.before.get(column, "")
        if value or changed:
            yield f"{'>' if changed else ' '} {column:<{width}}  {_visible(value) if value else '(empty)'}"


def explanation(rule: Rule | FileRule) -> str:
    """Return the explanation of a rule for a terminal."""
    lines = [f"{rule.id} ({rule.level.value})", "", f"  {rule.title}", "", f"Why: {rule.why}"]
    if isinstance(rule, Rule) and rule.fixable:
        lines.append("`deportation-goal fix` fixes it.")
    for word, example in (("Bad", rule.bad), ("Good", rule.good)):
        first, *rest = [example] if isinstance(example, str) else example_lines(example)
        lines.extend(["", f"{word}: {first}", *(f"     {line}" for line in rest)])
    return "\n".join(lines) + "\n"
