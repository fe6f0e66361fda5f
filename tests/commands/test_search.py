"""`search`: rows by their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import run_command


def test_rows_by_their_words(example_copy: Path) -> None:
    run = run_command("search", "costa", "rica", folder=example_copy)
    assert run.code == 0
    assert "areas: 1 row" in run.out
    assert "CRI  Costa Rica" in run.out


@pytest.mark.slow
def test_nothing_found_is_exit_code_1(example_copy: Path) -> None:
    run = run_command("search", "xylophone", folder=example_copy)
    assert (run.code, run.out) == (1, "nothing found: try fewer words, or the beginning of one\n")


@pytest.mark.slow
def test_a_long_list_is_cut_with_the_way_to_the_rest(example_copy: Path) -> None:
    run = run_command("search", "e", "--table", "agents", "--limit", "1", folder=example_copy)
    assert "more: --limit" in run.out


@pytest.mark.slow
@pytest.mark.parametrize(("arguments", "says"), [(["—"], "no word"), (["x", "--table", "changes"], "choose from")])
def test_wrong_usage(arguments: list[str], says: str, example_copy: Path) -> None:
    run = run_command("search", *arguments, folder=example_copy)
    assert run.code == 2
    assert says in run.err
