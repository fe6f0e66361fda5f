"""The site in a real browser, started once: from a folder and below an address, with and without scripts."""

from __future__ import annotations

import base64
import csv
import io
import json
import random
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any, Final

import pytest

from deportation_goal.evidence.html_text import html_text
from deportation_goal.evidence.stream import evidence_stream, stream_sha256
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.site.site_folder import build_site
from deportation_goal.table_files.read_rows import read_rows
from made_sites import ARTICLE, make_release, many_figures
from once_a_run import made_once
from programs import require_path, require_program
from support import REPOSITORY

pytestmark = pytest.mark.slow

HERE: Final = Path(__file__).parent
MODULES: Final = REPOSITORY / "tests/browser/node_modules"
FIGURES: Final = 104
PAGES: Final = (
    "index.html",
    "figures.html",
    "search.html#q=removals",
    "conflicts.html",
    "lineage.html",
    "quotes.html",
    "obstacles.html",
    "countries/index.html",
    "countries/CRI.html",
    "indicators/index.html",
    "indicators/removals-to-date.html",
    "sources/example-news-2025-04-13.html",
    "s/fig-7k2m9q.html",
    "download.html",
    "news.html",
    "embed/goal.html",
)
"""A page of each kind, which is looked at in four settings."""

OTHERS: Final = (
    "obstacles/staffing.html",
    "series/removals-running-count.html",
    "agents/jane-doe.html",
    "s/quo-3f8d0z.html",
    "s/obs-5x1c4v.html",
    "s/cty-9b6t2h.html",
    "s/val-5m2k8t.html",
    "method.html",
    "embed.html",
    "404.html",
)
"""Pages that are made like those, which are looked at in one."""

MARKUPS: Final = (
    ARTICLE,
    "<p>1.</p><p>2 and 3<b>4</b>.<i>5</i></p><ul><li>6<li>7</ul><textarea>8</textarea><p hidden>9</p>",
    "<div>10<span>,000</span><br>20 – 30<svg><text>40</text></svg><noscript>50</noscript></div>",
)
_ALPHABET: Final = "abc ÄßŒ İıſ ΑΣς 0123456789 ٣٤ ½²Ⅷ .,-–—−‑_ %$£€ “” ﬁ ﷺ 가각ᄀ 漢字 e\u0301 \u202e\u200d 𝟘𐐀"


def texts() -> list[str]:
    """Return every cell of the real data, and 3,000 texts of letters that are folded, joined or dropped."""
    rows = read_rows(load_package(REPOSITORY))
    cells = {cell for table in rows.values() for row in table for cell in row.values() if cell}
    chance = random.Random(2025)
    made = ("".join(chance.choices(_ALPHABET, k=chance.randrange(1, 40))) for _ in range(3000))
    return [*sorted(cells), *made]


def assigned() -> list[tuple[int, int]]:
    """Return the ranges of code points that the Unicode of this Python has, but for surrogates."""
    ranges: list[tuple[int, int]] = []
    for point in range(sys.maxunicode + 1):
        if unicodedata.category(chr(point)) in ("Cn", "Cs"):
            continue
        if ranges and ranges[-1][1] == point - 1 and point - ranges[-1][0] < 4096:
            ranges[-1] = ranges[-1][0], point
        else:
            ranges.append((point, point))
    return ranges


def look(folder: Path, package: Package, harmful_release: Path) -> None:
    """Make both sites, look at them, and write what the browser saw to told.json."""
    made = folder / "a site"
    make_release(made, package, tables=many_figures(package, FIGURES))
    site = build_site(made / "release").folder
    harmful_site = build_site(harmful_release, folder / "harm").folder
    node, chromium = require_program("node"), require_program("chromium", "chromium-browser", "google-chrome")
    require_path(MODULES, "run `npm ci` in tests/browser")
    harmful = sorted(path.relative_to(harmful_site).as_posix() for path in harmful_site.rglob("*.html"))
    job = {
        "pages": PAGES,
        "others": OTHERS,
        "texts": texts(),
        "ranges": assigned(),
        "markups": MARKUPS,
        "verify": {
            "page": "s/fig-7k2m9q.html",
            "source": "sources/example-news-2025-04-13.html",
            "texts": [
                html_text(ARTICLE),
                "Another heading, and a date. " + html_text(ARTICLE),
                "Something else altogether. " * 9,
                "Too short.",
            ],
        },
        "filter": "more than 43,100",
        "search": "Jane Doe",
        "slip": "Remvoals",
        "trees": ["Example News, April", "Example News, May", "Another"],
        "carriers": ["", "example", "may", "nobody"],
        "chart": "indicators/removals-to-date.html",
        "harmful": [path for path in harmful if "rules" not in path and "dictionary" not in path][:24],
        "harmfulSite": str(harmful_site),
    }
    file = folder / "job.json"
    file.write_text(json.dumps(job), encoding="utf-8")
    run = subprocess.run(
        [node, HERE / "look_at_site.js", chromium, MODULES, site, file],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    (folder / "told.json").write_text(run.stdout, encoding="utf-8")


@pytest.fixture(scope="module")
def told(harmful_release: Path, package: Package, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the browser saw."""
    folder = made_once(tmp_path_factory, "site-in-browser", lambda made: look(made, package, harmful_release))
    return json.loads((folder / "told.json").read_text(encoding="utf-8"))


def test_every_kind_of_page_is_accessible_and_quiet_in_four_settings(told: Any) -> None:
    assert {view["setting"] for view in told["look"]} == {"light", "dark", "narrow", "slim"}
    assert len(told["look"]) == 4 * len(PAGES) + len(OTHERS)
    for view in told["look"]:
        place = view["setting"], view["page"]
        assert view["violations"] == [], place
        assert view["heard"] == [], place
        assert view["overflow"] == 0, place
        assert view["passes"] > 10, place


def test_stream_and_hash_are_those_of_python(told: Any) -> None:
    wanted = [stream_sha256(evidence_stream(text)) for text in texts()]
    assert told["streams"]["found"] == wanted
    for (first, last), found in zip(assigned(), told["streams"]["points"], strict=True):
        every = "".join(f"{evidence_stream(chr(point))} " for point in range(first, last + 1))
        # A range is compared point by point only where it differs.
        assert found == stream_sha256(every), [hex(first), hex(last)]


def test_a_saved_page_reads_as_in_python(told: Any) -> None:
    assert told["streams"]["pages"] == [evidence_stream(html_text(markup)) for markup in MARKUPS]


def test_a_copy_is_checked_with_four_answers(told: Any) -> None:
    answers = [answer for answer, _ in told["streams"]["answers"]]
    assert [answer.split(":")[0].split(",")[0] for answer in answers] == [
        "In place",
        "Elsewhere in your copy",
        "Not found",
        "Too short",
    ]
    assert "22 characters later" in answers[1]
    assert told["streams"]["cells"].count("in place") == 1
    assert told["streams"]["all"].startswith("1 of ")


def test_the_list_sorts_filters_and_saves_what_it_shows(told: Any) -> None:
    journey = told["journeys"]
    values = [int(row[2].replace(",", "")) for row in journey["sorted"]]
    assert values == sorted(values) and len(values) == 100
    assert journey["sortedBy"] == [["Value", "ascending"]]
    assert int(journey["downwards"][0][2].replace(",", "")) == 1_000_000
    assert [row[0] for row in journey["filtered"]] == ["more than 43,100 people"]
    assert journey["count"] == f"1 of {FIGURES + 2} figures"
    name, content = journey["figures"]
    (saved,) = csv.DictReader(io.StringIO(base64.b64decode(content).decode(), newline=""))
    assert (name, saved["value_text"], saved["value"]) == ("figures.csv", "more than 43,100 people", "43100")


def test_the_search_takes_an_unknown_word_for_a_slip(told: Any) -> None:
    count, hits = told["journeys"]["slip"]
    assert "for “removals”" in count
    assert "removals" in hits.lower()


def test_who_took_it_from_whom_is_found_by_name(told: Any) -> None:
    assert told["journeys"]["trees"] == [3, 2, 1, 0]


def test_the_search_finds_names_first_and_keeps_the_words_in_the_address(told: Any) -> None:
    assert told["journeys"]["hits"][0] == "agents/jane-doe.html"
    assert told["journeys"]["searchHash"] == "#q=Jane%20Doe"


def test_a_chart_is_used_with_the_keyboard_and_keeps_its_choice(told: Any) -> None:
    journey = told["journeys"]
    assert journey["before"] == ["0", "1", "2"]
    assert journey["after"] == ["1", "2"] == journey["again"]
    assert journey["chartHash"] == "#chart=1.2"
    assert journey["tipSeen"] and journey["tipGone"]
    assert journey["landed"].startswith("val-") and journey["tip"]


def test_what_a_chart_saves_says_what_it_is(told: Any, package: Package) -> None:
    journey = told["journeys"]
    name, content = journey["svg"]
    picture = ET.fromstring(base64.b64decode(content).decode())  # noqa: S314
    words = " ".join(picture.itertext())
    assert name == "chart.svg"
    for needed in ("Removals to date", "removals", f"deportation-goal {package.version}", "CC BY 4.0", "Example News"):
        assert needed in words
    assert base64.b64decode(journey["png"][1]).startswith(b"\x89PNG")
    rows = list(csv.reader(io.StringIO(base64.b64decode(journey["csv"][1]).decode(), newline="")))
    assert rows[0] == ["Day", "Number", "Series", "Said by", "Carried by", "id"]
    assert len(rows) > FIGURES
    assert {row[5][:4] for row in rows[1:]} == {"fig-", "val-"}


def test_journeys_are_quiet_and_a_statement_prints_on_one_page(told: Any) -> None:
    assert told["journeys"]["heard"] == []
    assert told["journeys"]["printed"] == 1


def test_it_works_below_an_address_and_without_scripts(told: Any) -> None:
    assert told["hosted"]["missing"] == []
    assert told["hosted"]["heard"] == []
    assert set(told["hosted"]["without"].values()) == {0}


def test_nothing_runs_in_the_pages_of_a_harmful_release(told: Any) -> None:
    assert told["harmful"]["heard"] == []
    assert len(told["harmful"]["titles"]) >= 20
    assert "ran" not in told["harmful"]["titles"]
