"""The report for a browser: one page that needs no network, no script and no other file.

The verdict first, then the findings by rule, then by file and row.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deportation_goal.findings import CheckResult, Finding, Level
from deportation_goal.package.root import version
from deportation_goal.report.described_rules import DescribedRule, RuleGroup, rule_groups
from deportation_goal.report.text_report import levels, place, sentence, shown, statement
from deportation_goal.templating import render
from deportation_goal.wording import counted

LISTED = 2_000
"""How many findings are listed row by row; the others are counted."""

OPEN_UP_TO = 50
"""Up to how many findings the list of a file is unfolded from the start."""

SAMPLES = 3
"""How many findings are shown as samples under their rule."""

SHORT_ID = 12
"""Up to how many characters an id is kept on one line."""


@dataclass(frozen=True)
class _Sample:
    """A finding under its rule."""

    place: str
    statement: str


@dataclass(frozen=True)
class _Rule:
    """A rule that found something, with samples and the number of findings beyond them."""

    described: DescribedRule
    anchor: str
    level: str
    count: str
    samples: tuple[_Sample, ...]
    more: int


@dataclass(frozen=True)
class _Line:
    """A finding in its row; `at` is the cell of a workbook or the character of a line, where it is known."""

    column: str
    at: str
    level: str
    sentence: str
    rule: str
    anchor: str


@dataclass(frozen=True)
class _Row:
    """The findings of a row."""

    where: str
    id: str
    is_short: bool
    lines: tuple[_Line, ...]


@dataclass(frozen=True)
class _File:
    """The findings of a file; `left_out` counts those that are not listed."""

    path: str
    counts: str
    rows: tuple[_Row, ...]
    is_folded: bool
    left_out: int


def render_html(result: CheckResult) -> str:
    """Render findings as one HTML page."""
    return render(
        "report/templates/check.html",
        verdict=_verdict(result),
        mood=next((level.value for level in Level if result.count(level)), "good"),
        scope=f"{counted(len(result.paths), 'table')}, {counted(sum(result.rows.values()), 'row')} checked.",
        rules=[_rule(group) for group in rule_groups(result.findings)],
        files=list(_files(result)),
        version=version(),
    )


def _verdict(result: CheckResult) -> str:
    counts = _counts(result.findings)
    if result.failed():
        return f"The check failed: {counts}"
    return f"The check passed, with {counts}" if counts else "The check passed: no findings"


def _counts(findings: Sequence[Finding]) -> str:
    return levels(Counter(finding.level for finding in findings))


def _anchor(rule: str) -> str:
    return "rule-" + re.sub(r"[^a-z0-9-]", "-", rule)


def _rule(group: RuleGroup) -> _Rule:
    return _Rule(
        described=group.rule,
        anchor=_anchor(group.rule.id),
        level=group.level.value,
        count=counted(len(group.findings), group.level.value),
        samples=tuple(_Sample(place(finding), statement(finding)) for finding in group.findings[:SAMPLES]),
        more=max(0, len(group.findings) - SAMPLES),
    )


def _files(result: CheckResult) -> Iterator[_File]:
    left = LISTED
    for path, group in itertools.groupby(result.findings, key=lambda finding: finding.path):
        findings = list(group)
        listed = findings[:left]
        left -= len(listed)
        yield _File(
            path=path,
            counts=_counts(listed),
            rows=tuple(_row(list(row)) for _, row in itertools.groupby(listed, key=_row_of)),
            is_folded=len(findings) > OPEN_UP_TO,
            left_out=len(findings) - len(listed),
        )


def _row_of(finding: Finding) -> tuple[str, int, str]:
    sheet, _, _ = finding.cell.rpartition("!")
    return sheet, finding.line, finding.row_id


def _row(findings: Sequence[Finding]) -> _Row:
    sheet, line, row_id = _row_of(findings[0])
    return _Row(
        where=f"{shown(sheet)}, row {line}" if sheet else f"line {line}",
        id=shown(row_id),
        is_short=len(row_id) <= SHORT_ID,
        lines=tuple(map(_line, findings)),
    )


def _line(finding: Finding) -> _Line:
    at = finding.cell.rpartition("!")[2]
    if not at and finding.end_column > finding.column:
        at = f"character {finding.column}"
    return _Line(
        column=shown(finding.field),
        at=at,
        level=finding.level.value,
        sentence=sentence(finding),
        rule=finding.rule,
        anchor=_anchor(finding.rule),
    )
