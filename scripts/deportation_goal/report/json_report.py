"""The report for programs: every finding with all its members, counts by level and by rule."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

from deportation_goal.findings import CheckResult, Level

FORMAT = "deportation-goal-check"
FORMAT_VERSION = 1
"""Raised when a member changes its meaning or goes; new members do not raise it."""


def render_json(result: CheckResult) -> str:
    """Render findings as one JSON object."""
    document = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "counts": {level.value: result.count(level) for level in Level},
        "rules": dict(sorted(Counter(finding.rule for finding in result.findings).items())),
        "rows": result.rows,
        "paths": result.paths,
        "findings": [{**asdict(finding), "fingerprint": finding.fingerprint} for finding in result.findings],
        "suppressed": [{**asdict(finding), "fingerprint": finding.fingerprint} for finding in result.suppressed],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
