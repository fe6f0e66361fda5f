"""The report for people: grouped by file, one line a finding, counts at the end."""

from __future__ import annotations

import itertools
from collections import Counter

from deportation_goal.findings import CheckResult, Finding, Level

VALUE_SHOWN = 60
"""Longest value printed in a line; reports for machines carry it whole."""

_COLOURS = {Level.ERROR: "\x1b[31m", Level.WARNING: "\x1b[33m", Level.NOTE: "\x1b[36m"}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def shown(value: str) -> str:
    """Return a value for one line of text: what cannot be seen as escapes, the middle of a long one left out."""
    visible = "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in value[: 4 * VALUE_SHOWN]
    )
    if len(value) <= VALUE_SHOWN and len(visible) <= 2 * VALUE_SHOWN:
        return visible
    return f"{visible[:VALUE_SHOWN]}… ({len(value):,} characters)"


def sentence(finding: Finding) -> str:
    """Return the message of a finding with its suggestion, without the place."""
    parts = [finding.message[:1] + finding.message[1:]]
    if finding.value and shown(finding.value) not in finding.message and finding.field:
        parts[0] = f"«{shown(finding.value)}»: {parts[0]}"
    text = parts[0] if parts[0].endswith((".", "?")) else parts[0] + "."
    if finding.suggestion:
        text += f" Did you mean {shown(finding.suggestion)}?"
    if finding.fixable:
        text += " `deportation-goal fix` mends it."
    return text


def _line(finding: Finding, colour: bool) -> str:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    level = finding.level.value
    if colour:
        level = f"{_COLOURS[finding.level]}{level}{_PLAIN}"
    field = f" {finding.field}:" if finding.field else ""
    return f"  {place}: {level} [{finding.rule}]{field} {sentence(finding)}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where there is not exactly one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def render_text(result: CheckResult, *, colour: bool = False) -> str:
    """Render findings for a terminal or a log.

    Args:
        result: The outcome of a check.
        colour: Whether to mark levels with ANSI colours.
    """
    lines = []
    for path, group in itertools.groupby(result.findings, key=lambda finding: finding.path):
        findings = list(group)
        heading = f"{path}: {_levels(Counter(finding.level for finding in findings))}"
        lines.append(f"{_BOLD}{heading}{_PLAIN}" if colour else heading)
        lines.extend(_line(finding, colour) for finding in findings)
        lines.append("")
    rows = sum(result.rows.values())
    scope = f"{counted(len(result.paths), 'table')}, {counted(rows, 'row')}"
    if not result.findings:
        lines.append(f"{scope}: no findings")
    else:
        rules = Counter(finding.rule for finding in result.findings)
        lines.append(f"{scope}: {_levels(Counter(finding.level for finding in result.findings))}")
        lines.extend(f"  {count:>6,} {rule}" for rule, count in rules.most_common())
        lines.append("What a rule means: deportation-goal explain RULE")
    return "\n".join(lines) + "\n"


def _levels(counts: Counter[Level]) -> str:
    parts = [counted(counts[level], level.value) for level in Level if counts[level]]
    return ", ".join(parts)
