"""The site of the real data: its budgets, its links, and the way from the front page to each answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from deportation_goal.derived.questions import QUESTIONS
from deportation_goal.release.archive import SITE_FOLDER, SUMS
from deportation_goal.table_files.read import read_table
from effort import sample
from html_pages import ReadPage, dead_links, read, target
from support import run_command

pytestmark = pytest.mark.slow

STATEMENTS: Final = 800
"""Pages of statements that are read, if not all of them are (see effort.py)."""

ANSWERS: Final = {
    "What did the Department of Homeland Security claim by the end of the first year?": "index.html",
    "Who counts otherwise?": "index.html",
    "Where does one million come from?": "index.html",
    "Is 1.6 million one source or many?": "indicators/self-departures.html",
    "Did ICE remove 400,000 people in fiscal 2012?": "indicators/ice-removals-record-year.html",
    "Which countries took people who are not their citizens, and since when?": "countries/index.html",
    "How far is the goal?": "index.html",
}
"""The page that answers each of the questions of docs/questions.md."""


@pytest.fixture(scope="module")
def folder(real_build: Path) -> Path:
    return real_build / "dist" / SITE_FOLDER


@pytest.fixture(scope="module")
def sizes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def pages(folder: Path, sizes: Mapping[str, int]) -> dict[str, ReadPage]:
    """Every page, but of those of a statement each some: thousands are made alike."""
    found = sorted(path for path in sizes if path.endswith(".html"))
    of_statements = [path for path in found if path.startswith("s/")]
    left_out = set(of_statements) - set(sample(of_statements, STATEMENTS))
    assert len(found) > 5_000
    return {path: read((folder / path).read_bytes()) for path in found if path not in left_out}


def test_every_link_leads_somewhere(pages: dict[str, ReadPage], sizes: Mapping[str, int]) -> None:
    assert dead_links(pages, sizes) == []
    for path, page in pages.items():
        assert page.problems == [] and len(page.ids) == len(set(page.ids)), path
        for text in page.data:
            json.loads(text)


def test_pages_stay_in_their_budgets(sizes: Mapping[str, int]) -> None:
    statements = sorted(size for path, size in sizes.items() if path.startswith("s/"))
    assert statements[int(len(statements) * 0.95)] < 12_000
    assert statements[-1] < 40_000
    assert sizes["index.html"] < 200_000
    assert sizes["embed/goal.html"] < 80_000
    assert max(size for path, size in sizes.items() if path.endswith(".html")) < 300_000
    (search,) = (size for path, size in sizes.items() if path.startswith("data/search-"))
    assert search < 850_000 * (len(statements) + 2_000) / 5_000
    assert sum(sizes.values()) / len(statements) < 10_000


def test_each_question_is_answered_at_most_two_links_from_the_front(
    pages: dict[str, ReadPage], real_build: Path
) -> None:
    assert set(ANSWERS) == {question.asked for question in QUESTIONS}
    near = {"index.html"}
    for _ in range(2):
        near |= {target(path, link)[0] for path in near if path in pages for link in pages[path].links}
    for question in QUESTIONS:
        page = ANSWERS[question.asked]
        assert page in near, question.asked
        table = read_table((real_build / "dist/derived" / f"{question.sheet}.csv").read_bytes())
        rows = question.answer([dict(zip(table.names, cells, strict=True)) for cells in table.rows])
        # The key of these tables names the statement, but for the one of countries.
        linked = {target(page, link)[0] for link in pages[page].links}
        ids = [next(cell for cell in row.values() if re.fullmatch(r"(fig|val|cty)-\w{6}", cell)) for row in rows]
        assert ids, question.asked
        assert [row_id for row_id in ids if f"s/{row_id}.html" not in linked] == [], question.asked


def test_the_release_verifies_with_its_site(real_build: Path) -> None:
    run = run_command("verify", real_build / "dist")
    assert run.code == 0, run.out
    listed = (real_build / "dist" / SITE_FOLDER / SUMS).read_text(encoding="utf-8").count("\n")
    assert re.search(rf"site\W+{listed:,} files as listed", run.out)
