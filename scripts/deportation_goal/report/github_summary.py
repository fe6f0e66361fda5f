"""The summary of a check for the page of a GitHub workflow step: Markdown, kept well below GitHub's limit of 1 MiB."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from deportation_goal.findings import CheckResult, Finding
from deportation_goal.report.described_rules import rule_groups
from deportation_goal.report.text_report import levels, place, shown, statement
from deportation_goal.templating import render

LISTED = 200
"""How many findings are listed at most; the others are counted by rule."""

LARGEST = 500_000
"""Most bytes that the listed findings may take: GitHub refuses a summary of more than 1 MiB."""

_LONGEST = 600
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def render_github_summary(result: CheckResult) -> str:
    """Render findings as Markdown: the verdict, a table of the rules, a table of the first findings."""
    listed = _listed(result.findings)
    return render(
        "report/templates/github_summary.md",
        levels=levels(Counter(finding.level for finding in result.findings)),
        tables=len(result.paths),
        rows=sum(result.rows.values()),
        groups=rule_groups(result.findings),
        listed=listed,
        left_out=len(result.findings) - len(listed),
        escaped=escaped,
    )


def _listed(findings: Sequence[Finding]) -> list[list[str]]:
    """Return the cells of the first findings, as many as there is room for."""
    rows = [_cells(finding) for finding in findings[:LISTED]]
    sizes = itertools.accumulate(len("".join(cells).encode("utf-8", "replace")) for cells in rows)
    return [cells for cells, size in zip(rows, sizes, strict=True) if size <= LARGEST]


def _cells(finding: Finding) -> list[str]:
    texts = (place(finding), shown(finding.row_id), finding.level.value, finding.rule, statement(finding))
    return [escaped(text) for text in texts]


def escaped(text: str) -> str:
    """Return a text that Markdown shows unchanged: every ASCII punctuation mark gets a backslash before it.

    A backslash keeps a mark from meaning anything (CommonMark 2.4), in a table too; `<` and `&` become references,
    so that no reader takes them for HTML. A long text is cut.
    """
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    marked = _PUNCTUATION.sub(r"\\\1", " ".join(cut.split()))
    return marked.replace("\\&", "&amp;").replace("\\<", "&lt;").replace("\\>", "&gt;")
