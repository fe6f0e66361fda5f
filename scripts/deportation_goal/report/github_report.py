"""The report for a GitHub workflow: annotations as workflow commands on standard output.

GitHub shows ten annotations of a level for a step and drops the rest in silence: here the first of each rule and file
comes first, and a closing line says how many were left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from deportation_goal.findings import CheckResult, Finding, Level
from deportation_goal.report.text_report import levels, shown, statement
from deportation_goal.wording import counted, visible

SHOWN_A_LEVEL = 10
"""How many annotations of one level GitHub shows for a step."""

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def render_github(result: CheckResult) -> str:
    """Render findings as workflow commands, as many as GitHub shows, and a closing line with all counts."""
    more = Counter((finding.path, finding.rule, finding.level) for finding in result.findings)
    chosen = [finding for level in Level for finding in _chosen(result, level)]
    first: set[tuple[str, str, Level]] = set()
    lines = []
    for finding in chosen:
        group = (finding.path, finding.rule, finding.level)
        lines.append(_annotation(finding, 0 if group in first else more[group] - 1))
        first.add(group)
    lines.append(_closing(result, len(chosen)))
    return "\n".join(lines) + "\n"


def _chosen(result: CheckResult, level: Level) -> Sequence[Finding]:
    """Return the findings of a level to annotate: the first of each rule and file, then others, up to the limit."""
    seen: set[tuple[str, str]] = set()
    first: list[Finding] = []
    rest: list[Finding] = []
    for finding in result.findings:
        if finding.level is level:
            group = (finding.path, finding.rule)
            (rest if group in seen else first).append(finding)
            seen.add(group)
    return (first + rest)[:SHOWN_A_LEVEL]


def _annotation(finding: Finding, more: int) -> str:
    """Return one workflow command; `more` is how many other findings of its rule its file has."""
    properties = {"file": visible(finding.path)}
    text = statement(finding)
    if finding.cell:
        text = f"{visible(finding.cell)}: {text}"
    else:
        properties["line"] = str(finding.line)
        if finding.end_column > finding.column and "\n" not in finding.value:
            properties |= {
                "endLine": str(finding.line),
                "col": str(finding.column),
                "endColumn": str(finding.end_column),
            }
    properties["title"] = finding.rule + (f", {shown(finding.row_id)}" if finding.row_id else "")
    if more:
        text += f" ({more:,} more of this rule in the file.)"
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.level]} {named}::{_data(text)}"


def _data(text: str) -> str:
    """Escape the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _closing(result: CheckResult, annotated: int) -> str:
    # This line names nothing that comes from a file: text from a contributor might hold a workflow command.
    if not result.findings:
        return "no findings"
    left_out = len(result.findings) - annotated
    counts = levels(Counter(finding.level for finding in result.findings))
    if not left_out:
        return counts
    return f"{counts}; {counted(left_out, 'finding')} without an annotation: the step summary counts them by rule"
