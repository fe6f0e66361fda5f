"""The comparison for programs: everything, in full. Its schema is schemas/reports/diff.schema.json."""

from __future__ import annotations

import json
from dataclasses import asdict

from deportation_goal.diff.package_diff import PackageDiff
from deportation_goal.diff.step import STEPS, reasons, required_step
from deportation_goal.diff.version import next_version, parse_version

FORMAT = "deportation-goal-diff"
FORMAT_VERSION = 2
"""Raised when a member changes its meaning or goes; new members do not raise it."""


def render_json(diff: PackageDiff) -> str:
    """Render a comparison as one JSON object."""
    step = required_step(diff)
    document = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "old": asdict(diff.old),
        "new": asdict(diff.new),
        "equal": diff.is_equal,
        "step": step.word,
        "lowest_version": str(next_version(parse_version(diff.old.version), step)),
        "reasons": [{"step": reason.step.word, "sentence": reason.sentence} for reason in reasons(diff)],
        "changes": [{**asdict(change), "step": STEPS[change.kind].word} for change in diff.changes],
        "tables": [{**asdict(table), "counts": table.counts} for table in diff.tables],
        "not_compared": list(diff.not_compared),
        "computed": [asdict(table) for table in diff.computed],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
