"""The real site in a browser, once a week: the largest page of each kind, what a reader waits for, statements on paper."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from deportation_goal.release.archive import SITE_FOLDER
from effort import EVERYTHING
from programs import require_path, require_program
from support import REPOSITORY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not EVERYTHING, reason="takes minutes, and times on a busy machine say nothing: once a week"),
]

HERE: Final = Path(__file__).parent
MODULES: Final = REPOSITORY / "tests/browser/node_modules"
ROWS: Final = 100_000
TEXTS: Final = ("r", "re", "removals", "remvoals", "guatemala third country", "1,600,000", "the", "more than 675,000")
PAGES: Final = ("index.html", "figures.html", "search.html", "indicators/ice-removals.html", "dictionary.html")
LONGEST: Final = 40
"""Statements that are printed: those with the largest pages."""

PAINT, FILTER, SEARCH, VERIFY = 1_000, 100, 50, 100
"""Budgets in milliseconds, medians of five."""


def enlarge(site: Path, folder: Path) -> None:
    """Write both lists of a site with 100,000 rows each, at the same addresses."""
    for name in ("assets", "data"):
        shutil.copytree(site / name, folder / name)
    for page in ("figures.html", "search.html"):
        shutil.copy(site / page, folder)
    (table,) = (folder / "data").glob("figures-*.js")
    columns = _read(table)
    for column, cells in columns.items():
        if isinstance(cells, dict):
            cells["i"] = _cycled(cells["i"])
        else:
            columns[column] = _cycled(cells)
    table.write_text(f"dg.table({json.dumps(columns)});\n", encoding="utf-8")
    (search,) = (folder / "data").glob("search-*.js")
    found = _read(search)
    found["entries"] = _cycled(found["entries"])
    search.write_text(f"dg.search({json.dumps(found)});\n", encoding="utf-8")


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8").partition("(")[2].rstrip(");\n"))


def _cycled(cells: list[Any]) -> list[Any]:
    return list(itertools.islice(itertools.cycle(cells), ROWS))


def largest(site: Path) -> list[str]:
    """Return the largest page of each folder, of each kind of statement, and every page that lies in no folder."""
    found: dict[str, tuple[int, str]] = {}
    for page in site.rglob("*.html"):
        path = page.relative_to(site).as_posix()
        kind = path if "/" not in path else path[:5] if path.startswith("s/") else path.partition("/")[0]
        found[kind] = max(found.get(kind, (0, "")), (page.stat().st_size, path))
    return sorted(path for _, path in found.values())


def run_script(name: str, *arguments: Path | str) -> Any:
    """Return what a script tells that starts Chromium."""
    node, chromium = require_program("node"), require_program("chromium", "chromium-browser", "google-chrome")
    require_path(MODULES, "run `npm ci` in tests/browser")
    run = subprocess.run(
        [node, HERE / name, chromium, MODULES, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_the_largest_page_of_each_kind_is_accessible_and_quiet_in_four_settings(
    real_build: Path, tmp_path: Path
) -> None:
    site = real_build / "dist" / SITE_FOLDER
    job = {"pages": largest(site), "others": [], "parts": ["look"]}
    (tmp_path / "job.json").write_text(json.dumps(job), encoding="utf-8")
    views = run_script("look_at_site.js", site, tmp_path / "job.json")["look"]
    assert len(views) == 4 * len(job["pages"]) > 100
    for view in views:
        assert (view["violations"], view["heard"], view["overflow"]) == ([], [], 0), (view["setting"], view["page"])


@pytest.fixture(scope="module")
def told(real_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What took how long."""
    site, folder = real_build / "dist" / SITE_FOLDER, tmp_path_factory.mktemp("times")
    (folder / "large").mkdir()
    enlarge(site, folder / "large")
    statements = sorted((site / "s").iterdir(), key=lambda page: (-page.stat().st_size, page.name))[:LONGEST]
    checkable = next(page for page in statements if b'class="verify"' in page.read_bytes())
    job = {
        "site": str(site),
        "large": str(folder / "large"),
        "pages": [*PAGES, f"s/{checkable.name}"],
        "texts": TEXTS,
        "statement": f"s/{checkable.name}",
        "print": [f"s/{page.name}" for page in statements],
    }
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    return run_script("time_site.js", folder / "job.json")


def test_pages_are_painted_at_once(told: Any) -> None:
    assert {page: took for page, took in told["paint"].items() if took >= PAINT} == {}


@pytest.mark.parametrize("site", ["real", "large"])
@pytest.mark.parametrize(("page", "budget"), [("figures", FILTER), ("search", SEARCH)])
def test_a_key_stroke_is_answered_at_once(told: Any, site: str, page: str, budget: int) -> None:
    took = told["typing"][site][page]["took"]
    assert {text: time for text, time in took.items() if time >= budget} == {}


def test_a_passage_is_found_at_once(told: Any) -> None:
    assert told["verify"] < VERIFY


def test_a_statement_fits_on_one_sheet(told: Any) -> None:
    assert len(told["printed"]) == LONGEST
    assert {page for page, sheets in told["printed"].items() if sheets != 1} == set()
