"""Renderers of the outcome of a check: one module each, all of them pure functions from results to text."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from deportation_goal.findings import CheckResult

FORMATS: Final = ("text", "json", "sarif", "junit", "github", "html")
"""The formats of `check --report`: each has a module FORMAT_report with a function render_FORMAT."""


def render_report(form: str, result: CheckResult) -> str:
    """Render the outcome of a check in one of `FORMATS`; only its renderer is imported."""
    module = import_module(f"{__name__}.{form}_report")
    report: str = getattr(module, f"render_{form}")(result)
    return report
