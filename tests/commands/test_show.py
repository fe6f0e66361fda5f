"""`show`: a row with all that belongs to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deportation_goal.package.descriptor import load_package
from deportation_goal.statements.row_card import row_card
from deportation_goal.table_files.read_rows import read_rows
from support import REPOSITORY, run_command


def test_a_figure_in_words(example_copy: Path) -> None:
    run = run_command("show", "fig-7k2m9q", folder=example_copy)
    assert run.code == 0
    assert "removals-goal  (Goal for removals)" in run.out
    assert "first reported in  washington-post-2025-04-12" in run.out
    assert "Agreement: single" in run.out
    assert 'area: "CRI" became "USA". The text speaks of the United States.' in run.out
    assert "deportation-goal evidence --texts DIR --row fig-7k2m9q" in run.out


@pytest.mark.slow
def test_a_quote_with_its_other_wordings(example_copy: Path) -> None:
    run = run_command("show", "quo-4g9e1x", folder=example_copy)
    assert "Wordings of doe-plan: 2 in 1 source" in run.out
    assert "[-We have a plan and we will-] carry it out" in run.out


@pytest.mark.slow
def test_no_colour_in_a_pipe(example_copy: Path) -> None:
    assert "\x1b" not in run_command("show", "quo-4g9e1x", folder=example_copy).out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wanted", "says"), [("fig-7k2m9r", "Near it: fig-7k2m9q"), ("nobody:x", "no table has a row")]
)
def test_an_unknown_id_is_wrong_usage(wanted: str, says: str, example_copy: Path) -> None:
    run = run_command("show", wanted, folder=example_copy)
    assert run.code == 2
    assert says in run.err


@pytest.mark.slow
def test_every_retracted_count_leads_to_its_observation_or_its_reason() -> None:
    """ICE's running count was 133 figures in 1.0.0: each id still answers, by the official number or by a reason."""
    package = load_package(REPOSITORY)
    tables = read_rows(package)
    retracted = [
        row["row_id"]
        for row in tables["revisions"]
        if row["table_name"] == "figures"
        and row["action"] in ("merged", "retracted")
        and json.loads(row["old_value"] or "{}").get("source_id") == "ddp-ice-detention-management"
    ]
    observations = {row["observation_id"]: row for row in tables["observations"]}
    assert len(retracted) == 133
    for row_id in retracted:
        card = row_card(package, tables, row_id)
        end = card.history[-1]
        if end["replaced_by"]:
            observation = observations[end["replaced_by"]]
            assert observation["value"] == card.value("value") or (row_id, observation["value"]) == (
                "fig-56hp4a",
                "118164",
            )
        else:
            assert "the number is" in end["reason"].lower()
