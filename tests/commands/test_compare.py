"""`compare`: statements side by side, their drift, as JSON, and questions that have no answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support import run_command


def test_statements_stand_side_by_side(example_copy: Path) -> None:
    run = run_command("compare", "removals-goal", folder=example_copy)
    assert run.code == 0
    assert "United States: single" in run.out
    assert "at least 1,000,000" in run.out


@pytest.mark.slow
@pytest.mark.parametrize("period", ["2025-01", "2025", "2025-06/.."])
def test_a_period_chooses_what_overlaps_it(period: str, example_copy: Path) -> None:
    run = run_command("compare", "removals-goal", "--period", period, folder=example_copy)
    assert "2025-01-20/2026-01-19, United States" in run.out


@pytest.mark.slow
def test_what_there_is_is_said_where_nothing_fits(example_copy: Path) -> None:
    run = run_command("compare", "removals-goal", "--period", "2012", folder=example_copy)
    assert run.code == 0
    assert "There are figures for: 2025-01-20/2026-01-19." in run.out


@pytest.mark.slow
def test_the_rows_of_the_agreement_table_as_json(example_copy: Path) -> None:
    run = run_command("compare", "--verdict", "single", "--json", folder=example_copy)
    assert {row["verdict"] for row in json.loads(run.out)} == {"single"}


@pytest.mark.slow
def test_drift_over_all_indicators(example_copy: Path) -> None:
    figures = example_copy / "data/figures.csv"
    text = figures.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith("fig-7k2m9q"))
    other = (
        first.replace("fig-7k2m9q", "fig-7k2m9r")
        .replace("at_least", "up_to")
        .replace("example-news-2025-04-13", "washington-post-2025-04-12")
    )
    figures.write_text(text + other + "\n", encoding="utf-8")
    run = run_command("compare", "--drift", folder=example_copy)
    assert "1,000,000 from washington-post-2025-04-12" in run.out
    assert "up to     washington-post-2025-04-12" in run.out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["removals-gaol"], "Near it: removals-goal"),
        (["removals-goal", "--period", "2025-13"], "--period"),
        ([], "name an INDICATOR"),
    ],
)
def test_wrong_usage_is_answered_with_what_to_do(arguments: list[str], says: str, example_copy: Path) -> None:
    run = run_command("compare", *arguments, folder=example_copy)
    assert run.code == 2
    assert says in run.err


@pytest.mark.slow
def test_tables_with_errors_are_no_internal_error(example_copy: Path) -> None:
    figures = example_copy / "data/figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace(",1000000,", ",many,"), encoding="utf-8")
    run = run_command("compare", "removals-goal", folder=example_copy)
    assert run.code == 1
    assert "`deportation-goal check` says which" in run.err


@pytest.mark.slow
def test_the_installed_data_answers_where_there_is_no_package(tmp_path: Path) -> None:
    run = run_command("compare", "removals-goal", folder=tmp_path)
    assert run.code == 0
    assert "installed data" in run.err
    assert "1,000,000" in run.out
