"""The second opinion of pandera: nothing against the real tables, and a line for each wrong cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from deportation_goal.package.descriptor import Package
from deportation_goal.release import pandera_check
from deportation_goal.release.pandera_check import pandera_errors
from support import changed, example_files, write_files


@pytest.mark.slow
def test_pandera_has_nothing_against_the_real_tables(package: Package) -> None:
    assert pandera_errors(package.root) == []


@pytest.mark.parametrize("large", [1, 1_000_000])
def test_each_wrong_cell_is_named(
    large: int, example_copy: Path, package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandera_check, "_LARGE", large)
    wrong = changed({"figures.1.status": "guessed", "figures.0.value": "one", "areas.0.m49": "88"})
    write_files(example_copy, example_files(package, wrong))
    assert pandera_errors(example_copy) == [
        "data/figures.csv: row 2: value: is not of the type number",
        "data/figures.csv: row 3: status: is not one of the codes",
        "data/figures.csv: row 2: value: not_nullable",
        "data/figures.csv: row 3: status: not_nullable",
        "data/reference/areas.csv: row 2: m49: pattern",
    ]


@pytest.mark.slow
def test_pandera_has_nothing_against_the_example_package(example_copy: Path) -> None:
    assert pandera_errors(example_copy) == []
