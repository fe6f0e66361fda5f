from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest
from benchmarks.catalogue import CASES
from benchmarks.generate import Generated, generate

pytestmark = pytest.mark.slow
"""Each case imports a library of its own, and only when it runs: the fast run imports this file too."""


def counts(folder: Path, *cases: str) -> list[int]:
    """Return how many mistakes cases find in a package."""
    return [import_module(f"benchmarks.cases.{case}_case").count(folder) for case in cases]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Generated]:
    folder = tmp_path_factory.mktemp("benchmarks") / "faulty"
    return folder, generate(folder, 400, bad_share=0.2)


def test_pandera_and_sql_find_the_mistakes_of_the_table_schema(faulty: tuple[Path, Generated]) -> None:
    folder, package = faulty
    expected = sum(mistake.table_schema for mistake in package.mistakes)
    assert 0 < expected < len(package.mistakes)
    assert counts(folder, "pandera", "duckdb", "polars") == [expected] * 3


def test_nothing_is_found_in_a_clean_package(tmp_path: Path) -> None:
    generate(tmp_path / "clean", 100)
    assert counts(tmp_path / "clean", "pandera", "duckdb", "polars", "pyarrow") == [0] * 4


WRONG: Final = (
    ("date", "2026-11-01", "2026-02-30"),
    ("date", "2026-11-03", "2026-2-03"),
    ("action", "corrected", "changed"),
    ("reason", "Invented for benchmarks.", ""),
    ("reason", "Invented for benchmarks.", "It's long. " * 40),
    ("table_name", "figures", "Robert'); DROP TABLE figures"),
)
"""Column, right value and wrong value of a cell each."""


def test_sql_and_pandera_agree_on_wrong_cells(tmp_path: Path) -> None:
    generate(tmp_path / "package", 60)
    file = tmp_path / "package" / "data" / "revisions.csv"
    text = file.read_text(encoding="utf-8")
    for column, right, wrong in WRONG:
        assert column in text.partition("\n")[0]
        text = text.replace(right, wrong, 1)
    file.write_text(text, encoding="utf-8")
    assert counts(tmp_path / "package", "duckdb", "pandera", "polars") == [len(WRONG)] * 3


def test_counts_are_read_from_the_reports() -> None:
    by_name = {case.name: case for case in CASES}
    assert by_name["check"].found(json.dumps({"counts": {"error": 4, "warning": 2, "note": 0}})) == 6
    tasks = [
        {"name": "figures", "errors": [{"rowNumber": 7}, {"rowNumber": 7}, {"rowNumber": 9}]},
        {"name": "quotes", "errors": [{"rowNumber": 7}]},
    ]
    assert by_name["frictionless"].found(json.dumps({"errors": [], "tasks": tasks})) == 3
