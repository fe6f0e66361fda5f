"""Running counts that fall."""

from __future__ import annotations

import pytest

from deportation_goal.statements.claims import claims_of
from deportation_goal.statements.falls import falls_of
from made_tables import agent, figure, indicator, made

COUNT = indicator("boats", measure="cumulative")
AGENTS = [agent("publisher"), agent("agency", agent_type="government"), agent("jane", part_of="agency")]
EARLY = {"period": "2025-01-20/2025-05", "attributed_to": "agency", "value": "40"}
LATE = {"period": "2025-01-20/2025-08", "attributed_to": "jane", "value": "30"}


def _falls(late: dict[str, str]) -> list[tuple[str, str]]:
    tables = made(figure(1, **EARLY), figure(2, **{**LATE, **late}), indicators=[COUNT], agents=AGENTS)
    return [(fall.early.figure_id, fall.late.figure_id) for fall in falls_of(claims_of(tables))]


def test_a_later_count_of_the_body_below_an_earlier_one_falls() -> None:
    assert _falls({}) == [("fig-000001", "fig-000002")]


@pytest.mark.parametrize(
    "late",
    [
        {"value": "40"},
        {"value": "30", "qualifier": "at_least"},
        {"attributed_to": "publisher"},
        {"attributed_to": ""},
        {"period": "2025-02/2025-08"},
        {"period": "2025-01-20/2025-05"},
        {"place": "a harbour"},
        {"counterpart_area": "RWA"},
        {"status": "forecast"},
        {"text_issue": "garbled"},
        {"text_issue": "contradicts_source"},
    ],
)
def test_what_does_not_fall(late: dict[str, str]) -> None:
    assert _falls(late) == []


def test_of_several_earlier_counts_the_highest_is_told() -> None:
    rows = [
        figure(1, **EARLY),
        figure(2, **{**EARLY, "value": "50", "period": "2025-01-20/2025-06"}),
        figure(3, **LATE),
    ]
    (fall,) = falls_of(claims_of(made(*rows, indicators=[COUNT], agents=AGENTS)))
    assert (fall.early.figure_id, fall.late.figure_id) == ("fig-000002", "fig-000003")
