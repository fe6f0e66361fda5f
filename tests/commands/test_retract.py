"""`deportation-goal retract`: a row leaves its table and stays in revisions for ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contributors import FIGURE, invoke, revisions_of, tables_of
from deportation_goal.rules.example_package import ROWS

QUOTES = [row["quote_id"] for row in ROWS["quotes"]]
REASON = "The sentence is about another year."


@pytest.mark.slow
def test_a_row_added_retracted_and_added_again_gets_another_id(
    example_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    cells = [part for column, value in FIGURE.items() for part in ("--set", f"{column}={value}")]
    first = invoke(example_copy, "add", "figures", *cells).out.split()[-1]
    run = invoke(example_copy, "retract", first, "--reason", REASON)
    assert (run.code, run.err) == (0, "")
    assert f"figures {first}: retracted: the row is kept in revisions (rev-" in run.out
    assert first.encode() not in tables_of(example_copy)["data/figures.csv"]
    (kept,) = [row for row in revisions_of(example_copy) if row["row_id"] == first]
    assert json.loads(kept["old_value"]) == {"figure_id": first, **FIGURE}
    assert (kept["action"], kept["reason"], kept["date"]) == ("retracted", REASON, "1970-01-01")
    second = invoke(example_copy, "add", "figures", *cells).out.split()[-1]
    assert second.startswith("fig-")
    assert second != first
    assert invoke(example_copy, "check").code == 0
    again = invoke(example_copy, "retract", first, "--reason", REASON)
    assert again.code == 1
    assert f"was retracted on 1970-01-01: {REASON}" in again.err


@pytest.mark.slow
def test_a_row_gives_way_to_another(example_copy: Path) -> None:
    run = invoke(example_copy, "retract", QUOTES[1], "--reason", REASON, "--replaced-by", QUOTES[0])
    assert run.code == 0
    assert f"quotes {QUOTES[1]}: merged: replaced by {QUOTES[0]} (rev-" in run.out
    (kept,) = [row for row in revisions_of(example_copy) if row["row_id"] == QUOTES[1]]
    assert kept["replaced_by"] == QUOTES[0]
    assert invoke(example_copy, "check").code == 0


def test_a_dry_run_writes_nothing(example_copy: Path) -> None:
    before = {path: path.read_bytes() for path in example_copy.rglob("*") if path.is_file()}
    run = invoke(example_copy, "retract", QUOTES[1], "--reason", REASON, "--dry-run")
    assert run.code == 0
    assert "would be retracted" in run.out
    assert {path: path.read_bytes() for path in example_copy.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("row_id", "options", "code", "says"),
    [
        ("jane-doe", ["--reason", REASON], 1, "while other rows refer to it: correct or retract them first: quotes"),
        ("jane-do", ["--reason", REASON], 1, "did you mean jane-doe?"),
        (QUOTES[1], ["--reason", REASON, "--replaced-by", "quo-000000"], 1, "so add it first"),
        (QUOTES[1], ["--reason", " "], 2, "the reason is empty"),
        (QUOTES[1], [], 2, "the reason is empty"),
    ],
)
def test_what_cannot_go_is_answered_with_a_sentence(
    row_id: str, options: list[str], code: int, says: str, example_copy: Path
) -> None:
    before = tables_of(example_copy)
    run = invoke(example_copy, "retract", row_id, *options)
    assert (run.code, run.out) == (code, "")
    assert says in " ".join(run.err.split())
    assert tables_of(example_copy) == before


@pytest.mark.slow
def test_a_reason_that_breaks_a_rule_is_refused(example_copy: Path) -> None:
    before = tables_of(example_copy)
    run = invoke(example_copy, "retract", QUOTES[1], "--reason", "x" * 281)
    assert run.code == 1
    assert "--reason:1:1: error [max-length] reason" in run.out
    assert tables_of(example_copy) == before


def test_many_rows_go_together(example_copy: Path, tmp_path: Path) -> None:
    """A speaker goes with the rows that refer to her, in any order."""
    ids = ["jane-doe", "removals-running-count", *QUOTES, "val-5m2k8t"]
    path = tmp_path / "rows.csv"
    path.write_text("id,reason\n" + "".join(f"{name},Not said.\n" for name in ids), encoding="utf-8")
    run = invoke(example_copy, "retract", "--from", path)
    assert run.code == 0, run.err
    assert {row["row_id"] for row in revisions_of(example_copy) if row["action"] == "retracted"} >= set(ids)
    assert invoke(example_copy, "check").code == 0


def test_a_row_or_a_file_is_needed(example_copy: Path, tmp_path: Path) -> None:
    run = invoke(example_copy, "retract", "--reason", "x")
    assert (run.code, "name the ID of the row" in run.err) == (2, True)
    run = invoke(example_copy, "retract", "fig-7k2m9q", "--from", tmp_path / "rows.csv")
    assert (run.code, "leave them out" in " ".join(run.err.split())) == (2, True)
    run = invoke(example_copy, "retract", "--from", tmp_path / "rows.csv")
    assert (run.code, "cannot be read" in " ".join(run.err.split())) == (2, True)
