"""Findings: what their fingerprint depends on, and when a run has failed."""

from __future__ import annotations

import dataclasses

import pytest

from deportation_goal.findings import CheckResult, Finding, Level

FINDING = Finding(
    path="data/figures.csv",
    line=2,
    column=63,
    end_column=71,
    field="value",
    table="figures",
    row_id="fig-7k2m9q",
    rule="type",
    level=Level.ERROR,
    message='"million" is not a number',
    value="million",
    suggestion="1000000",
    fixable=False,
)


@pytest.mark.parametrize(
    "change",
    [
        {"line": 9},
        {"column": 1},
        {"end_column": 2},
        {"path": "mine.csv"},
        {"message": "other words"},
        {"suggestion": ""},
    ],
)
def test_a_fingerprint_stays_when_the_finding_moves_or_is_worded_anew(change: dict[str, object]) -> None:
    moved = dataclasses.replace(FINDING, **change)  # type: ignore[arg-type]
    assert moved.fingerprint == FINDING.fingerprint


@pytest.mark.parametrize(
    "change", [{"rule": "enum"}, {"table": "quotes"}, {"row_id": "fig-8h3n1p"}, {"field": "value_max"}, {"value": "x"}]
)
def test_a_fingerprint_differs_for_another_finding(change: dict[str, object]) -> None:
    other = dataclasses.replace(FINDING, **change)  # type: ignore[arg-type]
    assert other.fingerprint != FINDING.fingerprint


def test_a_fingerprint_has_a_value_for_any_text() -> None:
    assert len(dataclasses.replace(FINDING, value="\ud800").fingerprint) == 32


@pytest.mark.parametrize(
    ("levels", "failed", "failed_strictly"),
    [
        ([], False, False),
        ([Level.NOTE], False, False),
        ([Level.WARNING], False, True),
        ([Level.NOTE, Level.WARNING, Level.ERROR], True, True),
    ],
)
def test_a_run_fails_by_its_gravest_finding(levels: list[Level], failed: bool, failed_strictly: bool) -> None:
    result = CheckResult(tuple(dataclasses.replace(FINDING, level=level) for level in levels), {}, {})
    assert result.failed() is failed
    assert result.failed(strict=True) is failed_strictly
    assert {level: result.count(level) for level in Level if result.count(level)} == dict.fromkeys(levels, 1)
