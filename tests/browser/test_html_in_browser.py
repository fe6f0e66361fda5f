"""The HTML report in a real browser: accessible in light, dark and narrow, with no network, script or complaint."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from deportation_goal.diff.package_diff import Cell, ChangedRow, PackageDiff, TableRows, WholeRow
from deportation_goal.findings import CheckResult, Level
from deportation_goal.report.diff_html import render_html as render_comparison
from deportation_goal.report.html_report import render_html
from deportation_goal.rules.catalogue import RULES
from made_differences import change, made, rows
from made_findings import NASTY, finding, result_of
from programs import require_path, require_program

HERE = Path(__file__).parent

pytestmark = pytest.mark.slow


def look(content: str, folder: Path) -> Any:
    """Return what Chromium and axe-core see of a page, by setting."""
    node, chromium = require_program("node"), require_program("chromium", "chromium-browser", "google-chrome")
    require_path(HERE / "node_modules", "run `npm ci` in tests/browser")
    page = folder / "a report.html"
    page.write_text(content, encoding="utf-8")
    run = subprocess.run(
        [node, HERE / "look.js", chromium, page], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def many_findings() -> CheckResult:
    """Findings of every level and rule, nasty texts, a workbook, a folded list, a row with several findings."""
    nasty = [finding(line=line, value=text, message=text, field=text) for line, text in enumerate(NASTY, 2)]
    long = [finding(path="data/quotes.csv", line=line, row_id="a-very-long-id-" * 4) for line in range(2, 90)]
    workbook = [finding(path="mine.xlsx", line=line, cell=f"figures!H{line}", row_id="") for line in (7, 8)]
    levels = [
        finding(path="z.csv", level=level, rule=rule)
        for level, rule in zip(Level, ("edtf", "hedge-in-text", "type"), strict=True)
    ]
    rules = [finding(path="y.csv", rule=rule) for rule in RULES]
    return result_of([*nasty, *long, *workbook, *rules, *levels])


@pytest.mark.parametrize("result", [result_of(), many_findings()], ids=["clean", "findings"])
def test_nothing_stands_in_a_reader_s_way(result: CheckResult, tmp_path: Path) -> None:
    assert_readable(look(render_html(result), tmp_path), "Skip to the findings\nThe check")


NASTY_ROWS = rows(
    added=tuple(WholeRow(text, {"title": text}) for text in NASTY),
    changed=tuple(ChangedRow(text, (Cell(text, text, text, text),)) for text in NASTY),
)


@pytest.mark.parametrize(
    ("diff", "verdict"),
    [
        (made(TableRows("figures", "figure_id")), "No difference"),
        (made(rows(number=30), NASTY_ROWS, changes=(change(),), not_compared=NASTY), "Different"),
    ],
    ids=["equal", "different"],
)
def test_nor_in_that_of_a_comparison(diff: PackageDiff, verdict: str, tmp_path: Path) -> None:
    assert_readable(look(render_comparison(diff), tmp_path), f"Skip to the differences\n{verdict}")


def assert_readable(seen: Any, beginning: str) -> None:
    """Assert that a page is accessible, whole and quiet in every setting, and how it begins."""
    assert set(seen) == {"light", "dark", "narrow"}
    for setting, view in seen.items():
        assert view["violations"] == [], setting
        assert view["passes"] > 10, setting
        assert view["requests"] == [], setting
        assert view["complaints"] == [], setting
        assert view["scripts"] == 0, setting
        assert view["overflow"] == 0, setting
        assert view["text"].lstrip().startswith(beginning), setting
