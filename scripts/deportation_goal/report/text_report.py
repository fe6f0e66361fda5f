"""The report for people: grouped by file, one line per finding, counts at the end."""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Sequence

from deportation_goal.findings import CheckResult, Finding, Level
from deportation_goal.wording import counted, visible

_BETWEEN = "  "


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide letters two, combining marks none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def text_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return one line per row, with the cells of each column aligned."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        _BETWEEN.join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


VALUE_SHOWN = 60
"""Longest value printed in a line; reports for machines carry it whole."""

MESSAGE_SHOWN = 1_000
"""Longest message printed; the codes of the longest column need about 500."""

_MOST_ALIKE, _FIRST = 10, 3
"""If one rule has more findings in one column than this, only the first few are shown."""

_COLOURS = {Level.ERROR: "\x1b[31m", Level.WARNING: "\x1b[33m", Level.NOTE: "\x1b[36m"}
_FIX = "`deportation-goal fix`"
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def shown(value: str) -> str:
    """Return a value for one line of text: invisible characters as escapes, a long value cut."""
    whole = visible(value[: 4 * VALUE_SHOWN])
    if len(value) <= VALUE_SHOWN and len(whole) <= 2 * VALUE_SHOWN:
        return whole
    return f"{whole[:VALUE_SHOWN]}… ({len(value):,} characters)"


def place(finding: Finding) -> str:
    """Return where a finding is: file, line and column, or file, sheet and cell of a workbook."""
    if finding.cell:
        return visible(f"{finding.path}: {finding.cell}")
    return f"{visible(finding.path)}:{finding.line}:{finding.column}"


def sentence(finding: Finding) -> str:
    """Return the message of a finding with its suggestion, on one line and without the place."""
    message = _message(finding)
    if finding.value and finding.field and not _names(message, finding.value):
        message = f'"{shown(finding.value)}": {message}'
    text = message if message.endswith((".", "?", "…")) else f"{message}."
    # Two forms of one accented letter look alike: asking whether the other was meant would only puzzle.
    if finding.suggestion and _composed(finding.suggestion) != _composed(finding.value):
        text += f" Did you mean {shown(finding.suggestion)}?"
    if finding.fixable and _FIX not in text:
        text += f" {_FIX} fixes it."
    return text


def statement(finding: Finding) -> str:
    """Return the sentence of a finding with the name of its column in front, unless it already begins with that."""
    text = sentence(finding)
    if not finding.field or text.startswith(f"{finding.field} "):
        return text
    return f"{shown(finding.field)}: {text}"


def _message(finding: Finding) -> str:
    """Return the message of a finding on one line, with a long value in it cut as elsewhere."""
    message = finding.message
    if len(finding.value) > VALUE_SHOWN:
        message = message.replace(finding.value, shown(finding.value))
    message = visible(message[: 4 * MESSAGE_SHOWN])
    return message if len(message) <= MESSAGE_SHOWN else f"{message[:MESSAGE_SHOWN]}…"


def _names(text: str, value: str) -> bool:
    """Whether a message names a value as a word of its own, not just as a part of another."""
    wanted = shown(value)
    if len(value) > VALUE_SHOWN:
        return f'"{wanted[: VALUE_SHOWN // 2]}' in text
    start = text.find(wanted)
    while start >= 0:
        neighbours = text[start - 1 : start] + text[start + len(wanted) : start + len(wanted) + 1]
        if not any(character.isalnum() or character in "_-" for character in neighbours):
            return True
        start = text.find(wanted, start + 1)
    return False


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _line(finding: Finding, colour: bool) -> str:
    level = finding.level.value
    if colour:
        level = f"{_COLOURS[finding.level]}{level}{_PLAIN}"
    return f"  {place(finding)}: {level} [{finding.rule}] {statement(finding)}"


def _lines(findings: Sequence[Finding], colour: bool) -> list[str]:
    """Return the lines of one file; of many findings of one rule in one column the first ones, and how many follow."""
    counts = Counter((finding.rule, finding.field) for finding in findings)
    told: Counter[tuple[str, str]] = Counter()
    lines: list[str] = []
    for finding in findings:
        group = (finding.rule, finding.field)
        told[group] += 1
        if counts[group] <= _MOST_ALIKE or told[group] <= _FIRST:
            lines.append(_line(finding, colour))
        elif told[group] == counts[group]:
            left = f"{counts[group] - _FIRST:,} more [{finding.rule}]"
            column = f" in {shown(finding.field)}" if finding.field else ""
            lines.append(f"  … {left}{column}, down to line {finding.line:,}: --report json lists them all")
    return lines


def render_text(result: CheckResult, *, colour: bool = False) -> str:
    """Render findings for a terminal or a log.

    Args:
        result: The outcome of a check.
        colour: Whether to mark levels with ANSI colours.
    """
    lines = []
    for path, group in itertools.groupby(result.findings, key=lambda finding: finding.path):
        findings = list(group)
        heading = f"{visible(path)}: {levels(Counter(finding.level for finding in findings))}"
        lines.append(f"{_BOLD}{heading}{_PLAIN}" if colour else heading)
        lines.extend(_lines(findings, colour))
        lines.append("")
    rows = sum(result.rows.values())
    scope = f"{counted(len(result.paths), 'table')}, {counted(rows, 'row')}"
    accepted = f" ({counted(len(result.suppressed), 'warning')} accepted)" if result.suppressed else ""
    if not result.findings:
        lines.append(f"{scope}: no findings{accepted}")
    else:
        rules = Counter(finding.rule for finding in result.findings)
        lines.append(f"{scope}: {levels(Counter(finding.level for finding in result.findings))}{accepted}")
        lines.extend(f"  {count:>6,} {rule}" for rule, count in rules.most_common())
        lines.append("What a rule means: deportation-goal explain RULE")
    return "\n".join(lines) + "\n"


def levels(counts: Counter[Level]) -> str:
    """Return the counts of levels in words, such as `2 errors, 1 note`."""
    parts = [counted(counts[level], level.value) for level in Level if counts[level]]
    return ", ".join(parts)
