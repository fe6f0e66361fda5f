from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.catalogue import CASES
from benchmarks.measure import Measurement
from benchmarks.report import BEGIN, END
from benchmarks.run import CaseError, Settings, found_by_all, run


@pytest.mark.slow
def test_all_cases_find_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, results = tmp_path / "page.md", tmp_path / "results.json"
    page.write_text(f"{BEGIN}{END}", encoding="utf-8")
    settings = Settings(rows=(300,), repeats=1, seed=5, bad_share=0.1, time_limit=300, once_over=60, date="2026-11-22")
    assert run(settings, page, results) == 0
    (size,) = json.loads(results.read_text(encoding="utf-8"))["sizes"]
    found = {case["case"]: (case["found_clean"], case["found_faulty"]) for case in size["cases"]}
    table_schema = size["table_schema_mistakes"]
    assert 0 < table_schema < size["mistakes"] == 30
    assert found == {
        "check": (0, 30),
        "frictionless": (0, table_schema),
        "pandera": (0, table_schema),
        "duckdb": (0, table_schema),
        "polars": (0, table_schema),
        "pyarrow": (0, 0),
    }
    assert all(case["clean"]["seconds"] for case in size["cases"])
    text = page.read_text(encoding="utf-8")
    assert "300 figures" in text
    assert all(f"| {case.title} |" in text for case in CASES)
    assert str(tmp_path) not in text
    assert "300 figures" in capsys.readouterr().out


def measurement(output: str, exit_code: int = 0, *, timed_out: bool = False) -> Measurement:
    return Measurement(1.0, 1.0, 10.0, exit_code, output, "it broke", timed_out)


PANDERA = next(case for case in CASES if case.name == "pandera")


def test_what_all_runs_found_counts() -> None:
    assert found_by_all(PANDERA, [measurement("5\n"), measurement("5\n")]) == 5


def test_a_run_that_was_ended_found_nothing_to_compare() -> None:
    assert found_by_all(PANDERA, [measurement("", -9, timed_out=True)]) is None


@pytest.mark.parametrize("broken", [measurement(""), measurement("", 1), measurement("5", 3), measurement("5", -11)])
@pytest.mark.parametrize("position", [0, 1, 2])
def test_no_run_that_broke_off_passes_for_a_fast_one(broken: Measurement, position: int) -> None:
    runs = [measurement("5"), measurement("5")]
    runs.insert(position, broken)
    with pytest.raises(CaseError, match="it broke"):
        found_by_all(PANDERA, runs)


def test_runs_that_find_different_numbers_are_no_result() -> None:
    with pytest.raises(CaseError, match="different numbers"):
        found_by_all(PANDERA, [measurement("5"), measurement("6")])
