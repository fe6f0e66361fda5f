"""A rule in plain words: its sentence, its reason, a bad and a good example."""

from __future__ import annotations

from deportation_goal.rules.rule import Edit, Example, FileRule, NewRow, RawEdit, Rule

_LONGEST = 70


def _visible(text: str) -> str:
    shown = "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text).replace("\n", "\\n")
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def _bytes(content: bytes) -> str:
    return _visible(content.decode("utf-8", "backslashreplace").replace("\r", "\\r").replace("\ufeff", "\\ufeff"))


def example_lines(example: Example) -> list[str]:
    """Return an example as lines: what it shows, and the cells that make it."""
    lines = [example.says]
    for edit in example.edits:
        if isinstance(edit, Edit):
            value = f"«{_visible(edit.value)}»" if edit.value else "empty"
            lines.append(f"{edit.table}, row {edit.row + 1}: {edit.column} is {value}")
        elif isinstance(edit, NewRow):
            changes = ", ".join(
                f"{column} is {'«' + _visible(value) + '»' if value else 'empty'}" for column, value in edit.changes
            )
            lines.append(f"{edit.table}: one more row like row {edit.copy_of + 1}, where {changes}")
        elif isinstance(edit, RawEdit) and edit.old != b"*":
            lines.append(f"{edit.table}: {_bytes(edit.old)} becomes {_bytes(edit.new)}")
    return lines


def explanation(rule: Rule | FileRule) -> str:
    """Return the explanation of a rule for a terminal."""
    lines = [f"{rule.id} ({rule.level.value})", "", f"  {rule.title}", "", f"Why: {rule.why}"]
    if isinstance(rule, Rule) and rule.fixable:
        lines.append("`deportation-goal fix` mends it.")
    for word, example in (("Bad", rule.bad), ("Good", rule.good)):
        first, *rest = [example] if isinstance(example, str) else example_lines(example)
        lines.extend(["", f"{word}: {first}", *(f"     {line}" for line in rest)])
    return "\n".join(lines) + "\n"
