"""Two times: when a statement was made, and to which day it counts."""

from __future__ import annotations

import datetime

import pytest

from deportation_goal.statements.claims import Claim, claims_of
from made_tables import agent, figure, indicator, made, source

AGENTS = [agent("publisher"), agent("ice", agent_type="government"), agent("jane", part_of="ice")]
PAPERS = [
    source("report", publisher="ice", published="2025-04-01"),
    source("own", publisher="ice", published="2025-05-01"),
    source("paper", "report", published="2025-06-01"),
]


def _claim(measure: str = "stock", **cells: str) -> Claim:
    counted = indicator("boats", measure=measure)
    (claim,) = claims_of(made(figure(1, **cells), indicators=[counted], agents=AGENTS, sources=PAPERS))
    return claim


@pytest.mark.parametrize(
    ("cells", "measure", "said"),
    [
        ({"as_of": "2024", "said_on": "2025-02"}, "stock", ("2024", "as_of")),
        ({"said_on": "2025-02"}, "stock", ("2025-02", "said_on")),
        ({"source_id": "own", "attributed_to": "jane"}, "stock", ("2025-05-01", "own")),
        ({"source_id": "paper", "attributed_to": "jane"}, "stock", ("2025-04-01", "origin")),
        ({"source_id": "paper", "primary_source": "own"}, "stock", ("2025-05-01", "origin")),
        ({"source_id": "paper", "voice": "sets"}, "target", ("2025-04-01", "origin")),
        ({"source_id": "paper", "voice": "repeats"}, "target", ("", "")),
        ({"source_id": "paper", "voice": "ascribes", "said_on": "2025-02"}, "target", ("2025-02", "said_on")),
    ],
)
def test_when_a_figure_was_stated(cells: dict[str, str], measure: str, said: tuple[str, str]) -> None:
    claim = _claim(measure, **cells)
    assert (claim.said.text, claim.said.basis) == said


@pytest.mark.parametrize(
    ("period", "measure", "day"),
    [
        ("2025-05-02", "stock", "2025-05-02"),
        ("2025-05-02~", "stock", "2025-05-02"),
        ("2025-05-01/2025-05-02", "stock", ""),
        ("2025-05", "stock", ""),
        ("2025-01-20/2025-05-02", "cumulative", "2025-05-02"),
        ("2025-01-20/2025-05", "cumulative", ""),
        ("", "cumulative", ""),
    ],
)
def test_the_day_to_which_a_figure_counts(period: str, measure: str, day: str) -> None:
    assert _claim(measure, period=period).last_day == day


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        ({"period": "2025-01-20/2025-03"}, datetime.date(2025, 3, 31)),
        ({"period": "2025-01-20/2025-12"}, datetime.date(2025, 4, 1)),
        ({"period": "2025-01-20/2025-12", "said_on": "2025-09"}, datetime.date(2025, 6, 1)),
        ({"period": "2025-01-20/2025-12", "said_on": "2025-02-03"}, datetime.date(2025, 2, 3)),
        ({"period": "2025-01-20/.."}, None),
        ({"period": ""}, None),
    ],
)
def test_nothing_is_counted_after_it_was_said_or_published(cells: dict[str, str], day: datetime.date | None) -> None:
    assert _claim("cumulative", source_id="paper", **cells).counted_to == day
