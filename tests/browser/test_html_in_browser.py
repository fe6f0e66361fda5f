"""The HTML reports in a real browser, started once: accessible in light, dark and narrow, without network or complaint."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from deportation_goal.diff.package_diff import Cell, ChangedRow, PackageDiff, TableRows, WholeRow
from deportation_goal.findings import CheckResult, Level
from deportation_goal.report.diff_html import render_html as render_comparison
from deportation_goal.report.html_report import render_html
from deportation_goal.rules.catalogue import RULES
from made_differences import change, made, rows
from made_findings import NASTY, finding, result_of
from once_a_run import made_once
from programs import require_path, require_program

HERE = Path(__file__).parent

pytestmark = pytest.mark.slow


def look(folder: Path) -> None:
    """Write the pages, look at them with Chromium and axe-core, and write what was seen by page and setting."""
    node, chromium = require_program("node"), require_program("chromium", "chromium-browser", "google-chrome")
    require_path(HERE / "node_modules", "run `npm ci` in tests/browser")
    folder.mkdir()
    for name, page in PAGES.items():
        (folder / f"{name}.html").write_text(page.made(), encoding="utf-8")
    run = subprocess.run(
        [node, HERE / "look.js", chromium, *(f"{name}.html" for name in PAGES)],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    (folder / "seen.json").write_text(run.stdout, encoding="utf-8")


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


NASTY_ROWS: Final = rows(
    added=tuple(WholeRow(text, {"title": text}) for text in NASTY),
    changed=tuple(ChangedRow(text, (Cell(text, text, text, text),)) for text in NASTY),
)


@dataclass(frozen=True)
class Page:
    """A page, and the words that it begins with."""

    made: Callable[[], str]
    beginning: str


def _difference() -> PackageDiff:
    return made(rows(number=30), NASTY_ROWS, changes=(change(),), not_compared=NASTY)


PAGES: Final = {
    "no findings": Page(lambda: render_html(result_of()), "Skip to the findings\nThe check"),
    "many findings": Page(lambda: render_html(many_findings()), "Skip to the findings\nThe check"),
    "equal": Page(
        lambda: render_comparison(made(TableRows("figures", "figure_id"))), "Skip to the differences\nNo difference"
    ),
    "different": Page(lambda: render_comparison(_difference()), "Skip to the differences\nDifferent"),
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the browser saw."""
    folder = made_once(tmp_path_factory, "reports-in-browser", look)
    return json.loads((folder / "seen.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_in_a_reader_s_way(name: str, seen: Any) -> None:
    views = seen[f"{name}.html"]
    assert set(views) == {"light", "dark", "narrow"}
    for setting, view in views.items():
        assert view["violations"] == [], setting
        assert view["passes"] > 10, setting
        assert view["requests"] == [], setting
        assert view["complaints"] == [], setting
        assert view["scripts"] == 0, setting
        assert view["overflow"] == 0, setting
        assert view["text"].lstrip().startswith(PAGES[name].beginning), setting
