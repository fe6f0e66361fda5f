"""How a check grows: the packages that are checked, and what the page says of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.enlarge import add_columns, add_sources
from benchmarks.generate import generate
from benchmarks.growth import growth, points

from deportation_goal.package.descriptor import load_package
from deportation_goal.rules.frame_check import check_folder


def test_everything_that_can_grow_does() -> None:
    assert {point.what for point in points([10, 100])} == {"rows", "mistakes", "documents", "keys", "columns"}


def test_an_enlarged_package_has_no_mistakes(tmp_path: Path) -> None:
    package = tmp_path / "package"
    generate(package, 40)
    before = len(load_package(package).resource("figures").schema.columns)
    add_sources(package, 5)
    add_columns(package, 3)
    assert len(load_package(package).resource("figures").schema.columns) == before + 3
    assert check_folder(package).empty
    assert (package / "data/sources.csv").read_text(encoding="utf-8").count("zz-invented-") == 5


@pytest.mark.slow
def test_the_page_has_a_line_for_each_and_a_curve() -> None:
    text = growth([20], 1)
    assert [line.split("|")[1].strip() for line in text.splitlines()[2:11]] == [point.what for point in points([20])]
    assert "xychart" in text
