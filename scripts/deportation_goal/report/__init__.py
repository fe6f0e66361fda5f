"""Renderers of a check's outcome: a renderer a module, all of them pure functions from results to text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from deportation_goal.findings import CheckResult
from deportation_goal.report.github_report import render_github
from deportation_goal.report.html_report import render_html
from deportation_goal.report.json_report import render_json
from deportation_goal.report.junit_report import render_junit
from deportation_goal.report.sarif_report import render_sarif
from deportation_goal.report.text_report import render_text

Renderer = Callable[[CheckResult], str]

RENDERERS: Final[Mapping[str, Renderer]] = {
    "text": render_text,
    "json": render_json,
    "sarif": render_sarif,
    "junit": render_junit,
    "github": render_github,
    "html": render_html,
}
"""The formats of `check --report`, by name."""
