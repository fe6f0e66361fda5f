"""The pictures of a release: drawn from the tables, the same bytes each time."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from deportation_goal.derived.joined import Joined
from deportation_goal.package.descriptor import Package
from deportation_goal.release.pictures import is_whole_png, picture_files
from deportation_goal.release.pictures.goal_plot import COLOURS, NARROW, WIDE, Layout, goal_plot, lines_of
from deportation_goal.release.pictures.vega import png, svg
from deportation_goal.table_files.read_rows import read_rows
from made_tables import EditableRow, agent, figure, indicator, made, source

DRAW = """
import hashlib, sys
from pathlib import Path
from deportation_goal.package.descriptor import load_package
from deportation_goal.release.pictures import picture_files
from deportation_goal.table_files.read_rows import read_rows
for path, content in picture_files(read_rows(load_package(Path(sys.argv[1]))), "1.2.3").items():
    print(hashlib.sha256(content).hexdigest(), path)
"""
SVG = "{http://www.w3.org/2000/svg}"
COUNTS = indicator("removals", measure="cumulative", unit="{removal}")


@pytest.fixture(scope="module")
def drawn(package: Package) -> dict[str, bytes]:
    """The pictures of the real tables, drawn once."""
    return picture_files(read_rows(package), "1.2.3")


@pytest.mark.slow
def test_every_picture_is_a_picture_with_words_for_who_does_not_see_it(drawn: dict[str, bytes]) -> None:
    assert {path.rpartition(".")[2] for path in drawn} == {"svg", "png", "md"}
    for path, content in drawn.items():
        if path.endswith(".png"):
            assert is_whole_png(content)
            width, _height = struct.unpack(">II", content[16:24])
            assert width == 2 * (NARROW if "90mm" in path else WIDE).total
        elif path.endswith(".svg"):
            root = ElementTree.fromstring(content)  # noqa: S314 - our own picture
            assert [root[0].tag, root[1].tag] == [f"{SVG}title", f"{SVG}desc"]
            assert (root[0].text or "").startswith("One million deportations")
            assert "The reported goal is 1,000,000" in (root[1].text or "")
            assert b"1.2.3" in content


def _luminance(colour: str) -> float:
    """Relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.slow
@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_every_word_is_large_and_dark_enough_and_inside_the_picture(drawn: dict[str, bytes], layout: Layout) -> None:
    root = ElementTree.fromstring(drawn[f"pictures/{layout.name}.svg"])  # noqa: S314 - our own picture
    words = list(root.iter(f"{SVG}text"))
    assert len(words) > 20
    for word in words:
        assert 1.05 / (_luminance(word.attrib["fill"]) + 0.05) >= 4.5
        assert float(word.attrib["font-size"].removesuffix("px")) * 72 / 96 >= 7
    assert int(root.attrib["width"]) == layout.total
    if layout is NARROW:
        assert layout.total <= 90 / 25.4 * 96


def test_every_mark_can_be_told_from_the_ground() -> None:
    assert all(1.05 / (_luminance(colour) + 0.05) >= 4.5 for colour in COLOURS)


@pytest.mark.slow
def test_the_page_of_the_pictures_gives_the_words_to_print(drawn: dict[str, bytes]) -> None:
    page = drawn["pictures/README.md"].decode()
    for heading in ("## Caption", "## Alternative text", "## To embed it"):
        assert heading in page
    snippet = page.partition("```html\n")[2].partition("```")[0]
    figure_element = ElementTree.fromstring(snippet)  # noqa: S314 - our own page
    assert figure_element.tag == "figure"


@pytest.mark.slow
def test_the_same_bytes_in_another_time_zone_and_locale(package: Package) -> None:
    drawn = set()
    for zone, locale, seed in (("UTC", "C", "0"), ("Pacific/Kiritimati", "C.UTF-8", "7")):
        environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", DRAW, str(package.root)], env=environment, capture_output=True, text=True, check=True
        )
        drawn.add(run.stdout)
    assert len(drawn) == 1


TOLD = [
    figure(
        number,
        indicator_id="removals",
        period=f"2025-01-20/2025-{number + 1:02}",
        value=f"{number}00000",
        qualifier="more_than",
        attributed_to="jane",
    )
    for number in range(1, 7)
]
TABLES: dict[str, list[EditableRow]] = {
    "indicators": [COUNTS],
    "sources": [source("paper", published="2025-12-01")],
    "agents": [
        agent("publisher"),
        agent("agency", "The Agency", agent_type="government"),
        agent("jane", part_of="agency"),
    ],
}


def test_a_line_is_a_count_that_was_told_often_and_more_than_an_old_number_is_no_fall() -> None:
    lower = {**TOLD[0], "figure_id": "fig-000009", "period": "2025-01-20/2025-08", "value": "500000"}
    (line,) = lines_of(Joined(made(*TOLD, lower, **TABLES)))
    assert [row["value"] for row in line.rows] == [row["value"] for row in TOLD]
    assert lines_of(Joined(made(*TOLD[:3], **TABLES))) == []


def test_the_newest_number_is_told_with_its_hedge_and_its_body() -> None:
    (line,) = lines_of(Joined(made(*TOLD, **TABLES)))
    assert line.newest == "more than 600,000 by 31 July 2025 (The Agency)"
    assert line.name == "Removals, from 20 January 2025"


@pytest.mark.slow
def test_tables_without_figures_still_give_pictures() -> None:
    plot = goal_plot(lines_of(Joined(made())), "1.2.3")
    assert png(svg(plot), plot["width"]).startswith(b"\x89PNG")


@pytest.mark.parametrize("layout", [WIDE, NARROW])
@pytest.mark.slow
def test_every_layer_finds_its_data_in_the_specification_and_nothing_is_fetched(
    layout: Layout, package: Package
) -> None:
    specification = goal_plot(lines_of(Joined(read_rows(package))), "1.2.3", layout)
    data = [layer["data"] for layer in specification["layer"]]
    named = {found["name"] for found in data if "name" in found}
    assert named == specification["datasets"].keys()
    assert all(specification["datasets"].values())
    assert {member for found in data for member in found} <= {"name", "values"}
