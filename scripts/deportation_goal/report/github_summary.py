"""The summary of a check for the page of a GitHub workflow step: Markdown, kept well below GitHub's limit of 1 MiB."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from deportation_goal.findings import CheckResult, Finding
from deportation_goal.report.described_rules import rule_groups
from deportation_goal.report.text_report import counted, levels, place, shown, statement

LISTED = 200
"""How many findings are listed at most; the others are counted by rule."""

LARGEST = 500_000
"""Most bytes of the list of findings: GitHub refuses a summary of more than 1 MiB."""

_LONGEST = 600
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def render_github_summary(result: CheckResult) -> str:
    """Render findings as Markdown: the verdict, a table of the rules, a table of the first findings."""
    lines = [f"## {_verdict(result)}", "", _scope(result), ""]
    if result.findings:
        lines.extend(_rules(result))
        lines.extend(_findings(result))
    return "\n".join(lines) + "\n"


def _verdict(result: CheckResult) -> str:
    counts = levels(Counter(finding.level for finding in result.findings))
    return f"deportation-goal check: {counts or 'no findings'}"


def _scope(result: CheckResult) -> str:
    return f"{counted(len(result.paths), 'table')}, {counted(sum(result.rows.values()), 'row')} checked."


def _rules(result: CheckResult) -> Iterator[str]:
    rows = (
        (f"{len(group.findings):,}", group.level.value, group.rule.id, group.rule.title, group.rule.mend)
        for group in rule_groups(result.findings)
    )
    yield from _table(("findings", "level", "rule", "in a sentence", "to mend it"), rows)
    yield ""
    yield "What a rule means: `deportation-goal explain RULE`, or docs/rules.md."
    yield ""


def _findings(result: CheckResult) -> Iterator[str]:
    lines = list(_table(("where", "row", "level", "rule", "what is wrong"), map(_row, result.findings[:LISTED])))
    sizes = itertools.accumulate(len(line.encode("utf-8", "replace")) + 1 for line in lines)
    kept = [line for line, size in zip(lines, sizes, strict=True) if size <= LARGEST]
    listed = len(kept) - 2
    yield "<details>"
    yield f"<summary>{counted(listed, 'finding')} one by one</summary>"
    yield ""
    yield from kept
    yield ""
    if len(result.findings) > listed:
        yield f"{len(result.findings) - listed:,} more are not listed here; `--report json=FILE` has all of them."
        yield ""
    yield "</details>"
    yield ""


def _row(finding: Finding) -> tuple[str, ...]:
    return place(finding), shown(finding.row_id), finding.level.value, finding.rule, statement(finding)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(header)
    yield f"| {' | '.join(names)} |"
    yield "|" + " --- |" * len(names)
    for row in rows:
        yield f"| {' | '.join(escaped(text) for text in row)} |"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it stands: every ASCII punctuation mark with a backslash before it.

    A backslash keeps a mark from meaning anything (CommonMark 2.4), in a table too; `<` and `&` become references,
    so that no HTML comes out of it whatever reads it. A long text is cut.
    """
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    marked = _PUNCTUATION.sub(r"\\\1", " ".join(cut.split()))
    return marked.replace("\\&", "&amp;").replace("\\<", "&lt;").replace("\\>", "&gt;")
