"""first_year and goal_statements: what people open first."""

from __future__ import annotations

import pytest

from derived_rows import first_year, goal_statements
from made_tables import EditableRow, EditableRows, agent, figure, indicator, made, observation, series, source

AGENTS = [
    agent("publisher", agent_type="news_outlet"),
    agent("us-government", agent_type="government"),
    agent("ice", "ICE", agent_type="government", part_of="us-government"),
    agent("jane", "Jane", part_of="ice"),
    agent("trump-administration", agent_type="government", part_of="us-government"),
    agent("john", "John", part_of="trump-administration"),
]
COUNT = indicator("boats", measure="cumulative", includes="rowing boats")
YEAR = {"period": "2025-01-20/2026-01-19", "attributed_to": "ice", "source_id": "paper"}
PAPERS = [source("paper", published="2026-02-01"), source("release", publisher="ice", published="2026-02-02")]


def _year(*figures: EditableRow, counted: EditableRow = COUNT, **tables: list[EditableRow]) -> EditableRows:
    return made(*figures, indicators=[counted], agents=AGENTS, sources=PAPERS, **tables)


def test_a_count_of_the_first_year_by_hand() -> None:
    (row,) = first_year(_year(figure(1, **YEAR, value="1000")))
    assert [row[name] for name in ("row_id", "counted_from", "counted_to")] == [
        "fig-000001",
        "2025-01-20",
        "2026-01-19",
    ]
    assert [row[name] for name in ("body_name", "value_low", "value_high")] == ["ICE", "950", "1050"]
    assert [row[name] for name in ("counts_in", "counts_out", "not_said")] == ["rowing boats", "", ""]


@pytest.mark.parametrize(
    "cells",
    [
        {"period": "2025-02/2026-01-19"},
        {"period": "2025-01-20/2025-11"},
        {"period": "2025-01-20/.."},
        {"period": ""},
        {"status": "forecast"},
        {"text_issue": "garbled"},
        {"text_issue": "misattributed"},
        {"place": "a harbour"},
        {"counterpart_area": "RWA"},
        {"area": "RWA"},
        {"said_on": "2025-11-30"},
    ],
)
def test_what_is_no_count_of_the_first_year(cells: dict[str, str]) -> None:
    assert first_year(_year(figure(1, **{**YEAR, **cells}))) == []


@pytest.mark.parametrize("cells", [{"topic": "baseline"}, {"parent_indicator_id": "ships"}, {"measure": "ratio"}])
def test_a_part_a_ratio_and_another_topic_stay_out(cells: dict[str, str]) -> None:
    assert first_year(_year(figure(1, **YEAR), counted={**COUNT, **cells})) == []


def test_of_a_body_the_latest_count_is_told_and_its_own_document_goes_first() -> None:
    early = figure(1, **{**YEAR, "period": "2025-01-20/2025-12-31"})
    late = figure(2, **YEAR, qualifier="about")
    narrow = figure(3, **{**YEAR, "attributed_to": "jane"})
    own = figure(4, **{**YEAR, "period": "2025-01-20/2025-12-15", "source_id": "release"})
    other = figure(5, **{**YEAR, "attributed_to": "publisher"})
    told = [row["row_id"] for row in first_year(_year(early, late, narrow, other))]
    assert told == ["fig-000003", "fig-000005"]
    assert [row["row_id"] for row in first_year(_year(early, late, narrow, own))] == ["fig-000004"]


def test_what_is_counted_in_removals_comes_before_people_who_left() -> None:
    tables = _year(figure(1, **YEAR, value="9"), figure(2, **YEAR, value="1", indicator_id="removals"))
    removals = indicator("removals", measure="cumulative", unit_label="removals")
    tables["indicators"] = [{**COUNT, "unit_label": "people"}, removals]
    assert [row["unit_label"] for row in first_year(tables)] == ["removals", "people"]


def test_an_unnamed_speaker_is_no_voice_of_the_body_he_works_for() -> None:
    insider = agent("insider", "An insider in ICE", agent_type="unnamed", part_of="ice")
    tables = _year(figure(1, **YEAR), figure(2, **{**YEAR, "attributed_to": "insider"}))
    tables["agents"] = [*AGENTS, insider]
    assert {row["body_name"] for row in first_year(tables)} == {"ICE", "An insider in ICE"}


def test_an_official_number_is_a_count_and_the_largest_comes_first() -> None:
    counts = [observation(1, "running", "2025-01-20/2026-01-10", "31", source_id="release")]
    official = [series("running", "boats", publisher="publisher")]
    rows = first_year(_year(figure(1, **YEAR), series=official, observations=counts))
    assert [(row["row_id"], row["value"], row["body"]) for row in rows] == [
        ("val-000001", "31", "publisher"),
        ("fig-000001", "30", "ice"),
    ]


def test_statements_of_the_goal_stand_in_order_of_time() -> None:
    goal = indicator("boats", measure="target", topic="goal")
    rows = goal_statements(
        _year(
            figure(1, attributed_to="jane", said_on="2025-03", voice="sets"),
            figure(2, attributed_to="publisher", said_on="2025-02-03", voice="comments"),
            figure(3, voice="ascribes"),
            figure(4, said_on="2025-01", text_issue="garbled"),
            figure(5, attributed_to="jane", said_on="2025", voice="repeats"),
            figure(6, attributed_to="john", said_on="2024-08-11", voice="sets"),
            figure(7, attributed_to="john", said_on="2025-04", voice="sets"),
            counted=goal,
        )
    )
    told = [(row["figure_id"], row["said_first"], row["claimant_role"], row["said_from"]) for row in rows]
    assert told == [
        ("fig-000006", "2024-08-11", "before_office", "said_on"),
        ("fig-000002", "2025-02-03", "other", "said_on"),
        ("fig-000001", "2025-03-01", "government", "said_on"),
        ("fig-000007", "2025-04-01", "government", "said_on"),
        ("fig-000003", "", "nobody", ""),
        ("fig-000005", "", "government", "said_on"),
    ]
    assert [row["body"] for row in rows][:4] == ["john", "publisher", "ice", "trump-administration"]


def test_other_targets_are_no_statements_of_the_goal() -> None:
    assert goal_statements(_year(figure(1), counted=indicator("boats", measure="target", topic="arrests"))) == []
