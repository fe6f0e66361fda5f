"""The report for a browser: one page that needs no network, no script and no other file.

The verdict first, then the findings by rule, then by file and row.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from deportation_goal.findings import CheckResult, Finding, Level
from deportation_goal.package.root import version
from deportation_goal.report.described_rules import RuleGroup, rule_groups
from deportation_goal.report.page import page_head, text
from deportation_goal.report.text_report import counted, levels, place, sentence, shown, statement

LISTED = 2_000
"""How many findings are listed row by row; the others are counted."""

OPEN_UP_TO = 50
"""Up to how many findings the list of a file is unfolded from the start."""

SAMPLES = 3
"""How many findings stand as samples under their rule."""

SHORT_ID = 12
"""Up to how many characters an id is kept on one line."""

_SHORT = ' class="short"'
_CODE = re.compile(r"`([^`]*)`")


def render_html(result: CheckResult) -> str:
    """Render findings as one HTML page."""
    groups = rule_groups(result.findings)
    lines = [
        *page_head(f"{_verdict_words(result)} – deportation-goal check"),
        "<body>",
        '<a class="skip" href="#findings">Skip to the findings</a>',
        *_verdict(result),
        '<main id="findings">',
        *_by_rule(groups),
        *_by_file(result),
        "</main>",
        "<footer>",
        f'<p class="soft">deportation-goal {text(version())}. What a rule means, with a bad and a good example: '
        "<code>docs/rules.md</code>, or <code>deportation-goal explain RULE</code>.</p>",
        "</footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _prose(sentence_of_ours: str) -> str:
    """Return prose as HTML, with what stands in backticks as code."""
    return _CODE.sub(r"<code>\1</code>", text(sentence_of_ours))


def _verdict_words(result: CheckResult) -> str:
    counts = levels(Counter(finding.level for finding in result.findings))
    if result.failed():
        return f"The check failed: {counts}"
    return f"The check passed, with {counts}" if counts else "The check passed: no findings"


def _verdict(result: CheckResult) -> Iterator[str]:
    gravest = next((level.value for level in Level if result.count(level)), "good")
    scope = f"{counted(len(result.paths), 'table')}, {counted(sum(result.rows.values()), 'row')} checked."
    yield f'<header class="verdict {gravest}">'
    yield f"<h1>{text(_verdict_words(result))}</h1>"
    yield f"<p>{scope}</p>"
    if result.findings:
        yield '<nav aria-label="Contents"><p>Findings <a href="#by-rule">by rule</a> and <a href="#by-file">by file '
        yield "and row</a>.</p></nav>"
    yield "</header>"


def _anchor(rule: str) -> str:
    return "rule-" + re.sub(r"[^a-z0-9-]", "-", rule)


def _by_rule(groups: Sequence[RuleGroup]) -> Iterator[str]:
    if not groups:
        yield '<h2 id="by-rule">Nothing to mend</h2>'
        yield "<p>Every table satisfies every rule.</p>"
        return
    yield '<h2 id="by-rule">By rule</h2>'
    yield "<table>"
    yield f"<caption>{counted(len(groups), 'rule')} with findings, the gravest first</caption>"
    yield '<thead><tr><th scope="col">Rule</th><th scope="col">Findings</th>'
    yield '<th scope="col">In a sentence</th></tr></thead>'
    yield "<tbody>"
    for group in groups:
        link = f'<a href="#{_anchor(group.rule.id)}">{text(group.rule.id)}</a>'
        count = _coloured(counted(len(group.findings), group.level.value), group.level)
        yield f'<tr><th scope="row">{link}</th><td>{count}</td><td>{_prose(group.rule.title)}</td></tr>'
    yield "</tbody>"
    yield "</table>"
    for group in groups:
        yield from _rule(group)


def _coloured(words: str, level: Level) -> str:
    return f'<span class="level {level.value}">{words}</span>'


def _rule(group: RuleGroup) -> Iterator[str]:
    rule, findings = group.rule, group.findings
    yield f'<h3 id="{_anchor(rule.id)}">{text(rule.id)}: {counted(len(findings), group.level.value)}</h3>'
    yield f"<p><strong>{_prose(rule.title)}</strong> {_prose(rule.why)}</p>"
    if rule.mend:
        yield f"<p>{_prose(rule.mend)}</p>"
    yield f'<p class="soft">More: <code>{text(rule.page)}</code></p>'
    yield '<ul class="samples">'
    for finding in findings[:SAMPLES]:
        yield f"<li><code>{text(place(finding))}</code> {_prose(statement(finding))}</li>"
    if len(findings) > SAMPLES:
        yield f"<li>and {len(findings) - SAMPLES:,} more, listed by file</li>"
    yield "</ul>"


def _by_file(result: CheckResult) -> Iterator[str]:
    if not result.findings:
        return
    yield '<h2 id="by-file">By file and row</h2>'
    left = LISTED
    for number, (path, group) in enumerate(itertools.groupby(result.findings, key=lambda finding: finding.path)):
        findings = list(group)
        listed = findings[: max(left, 0)]
        left -= len(listed)
        yield f'<h3 id="file-{number}">{text(path)}</h3>'
        if listed:
            yield from _file(listed, number, folded=len(findings) > OPEN_UP_TO)
        if len(findings) > len(listed):
            missing = counted(len(findings) - len(listed), "finding")
            yield f"<p>{missing} of this file not listed here, to keep the page light: "
            yield "<code>--report json=FILE</code> has all of them.</p>"


def _file(findings: Sequence[Finding], number: int, *, folded: bool) -> Iterator[str]:
    counts = levels(Counter(finding.level for finding in findings))
    yield f"<details{'' if folded else ' open'}>"
    yield f"<summary>{counts}</summary>"
    yield f'<div class="wide" role="region" tabindex="0" aria-labelledby="file-{number}">'
    yield "<table>"
    yield "<caption>Findings row by row</caption>"
    yield '<thead><tr><th scope="col">Row</th><th scope="col">Column</th><th scope="col">What is wrong</th></tr></thead>'
    for _, row in itertools.groupby(findings, key=_row_of):
        yield from _row(list(row))
    yield "</table>"
    yield "</div>"
    yield "</details>"


def _row_of(finding: Finding) -> tuple[str, int, str]:
    sheet, _, _ = finding.cell.rpartition("!")
    return sheet, finding.line, finding.row_id


def _row(findings: Sequence[Finding]) -> Iterator[str]:
    sheet, line, row_id = _row_of(findings[0])
    where = f"{text(shown(sheet))}, row {line}" if sheet else f"line {line}"
    name = f"<br><code{_SHORT if len(row_id) <= SHORT_ID else ''}>{text(shown(row_id))}</code>" if row_id else ""
    span = f' rowspan="{len(findings)}"' if len(findings) > 1 else ""
    yield "<tbody>"
    for position, finding in enumerate(findings):
        head = f'<th scope="rowgroup"{span}><span{_SHORT}>{where}</span>{name}</th>' if not position else ""
        rule = f'<a href="#{_anchor(finding.rule)}">{text(finding.rule)}</a>'
        yield f"<tr>{head}<td>{_column(finding)}</td>"
        yield f"<td>{_coloured(f'{finding.level.value}:', finding.level)} {_prose(sentence(finding))} ({rule})</td></tr>"
    yield "</tbody>"


def _column(finding: Finding) -> str:
    at = finding.cell.rpartition("!")[2]
    if not at and finding.end_column > finding.column:
        at = f"character {finding.column}"
    lines = [text(shown(finding.field)), f'<span class="soft short">{text(at)}</span>' if at else ""]
    return "<br>".join(line for line in lines if line)
