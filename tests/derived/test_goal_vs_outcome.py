"""goal_vs_outcome: what stands beside the goal, and that unlike counts never share a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.table_files import Row
from derived_rows import goal_vs_outcome
from made_tables import EditableRow, figure, indicator, made, observation, series, source

REMOVAL = {"unit": "{removal}"}
INDICATORS = [
    indicator("goal", measure="target", topic="goal", **REMOVAL),
    indicator("dhs", measure="cumulative", **REMOVAL),
    indicator("ice", measure="flow", topic="baseline", **REMOVAL),
    indicator("arrests", measure="flow", topic="arrests", unit="{arrest}"),
    indicator("held", measure="stock", **REMOVAL),
]


def _rows(*figures: EditableRow) -> list[Row]:
    return goal_vs_outcome(made(*figures, indicators=[dict(row) for row in INDICATORS]))


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"indicator_id": "goal", "period": ""}, "goal"),
        ({"indicator_id": "goal", "period": "2025-01-20/2026-01-19"}, "goal"),
        ({"indicator_id": "dhs", "period": "2025-01-20/2025-03"}, "total"),
        ({"indicator_id": "dhs", "period": "2025-01-20/2025-03", "status": "forecast"}, "projection"),
        ({"indicator_id": "ice", "period": "2024-10/2025-09"}, "total"),
        ({"indicator_id": "ice", "period": "2023-10/2024-09"}, ""),
        ({"indicator_id": "ice", "period": "2024-10/.."}, ""),
        ({"indicator_id": "ice", "period": "../2025-09"}, ""),
        ({"indicator_id": "ice", "period": ""}, ""),
        ({"indicator_id": "arrests", "period": "2024-10/2025-09"}, ""),
        ({"indicator_id": "held", "period": "2025-05"}, ""),
        ({"indicator_id": "dhs", "period": "2025-01-20/2025-03", "text_issue": "garbled"}, ""),
        ({"indicator_id": "dhs", "period": "2025-01-20/2025-03", "counterpart_area": "RWA"}, ""),
        ({"indicator_id": "dhs", "period": "2025-01-20/2025-03", "place": "Texas"}, ""),
    ],
)
def test_what_stands_beside_the_goal(cells: dict[str, str], kind: str) -> None:
    assert [row["kind"] for row in _rows(figure(1, **cells))] == ([kind] if kind else [])


def test_a_total_by_hand() -> None:
    (row,) = _rows(figure(1, indicator_id="dhs", period="2025-01-20/2025-03", value="100000", qualifier="more_than"))
    assert (row["counted_from"], row["counted_to"]) == ("2025-01-20", "2025-03-31")
    assert (row["value_low"], row["value_high"]) == ("100000", "")
    assert row["series"] == "total dhs from-2025-01-20"


def test_a_total_counts_no_day_after_it_was_said_or_published() -> None:
    (row,) = _rows(figure(1, indicator_id="dhs", period="2025-01-20/2025-05"))
    assert row["counted_to"] == "2025-05-01"


def test_official_numbers_come_first_and_a_figure_that_repeats_one_is_left_out() -> None:
    tables = made(
        figure(1, indicator_id="dhs", period="2025-01-20/2025-03-15", value="1014"),
        figure(2, indicator_id="dhs", period="2025-01-20/2025-03-15", value="1013"),
        figure(3, indicator_id="goal", period=""),
        indicators=[dict(row) for row in INDICATORS],
        series=[series("running", "dhs")],
        observations=[observation(1, "running", "2025-01-20/2025-03-15", "1014")],
    )
    told = [(row["kind"], row["row_id"], row["value"]) for row in goal_vs_outcome(tables)]
    assert told == [("count", "val-000001", "1014"), ("total", "fig-000002", "1013"), ("goal", "fig-000003", "30")]


def test_bodies_that_do_not_say_what_they_count_have_lines_of_their_own() -> None:
    count = indicator("count-unspecified", measure="cumulative", **REMOVAL)
    speakers = ("jane", "body", "john", "")
    tables = made(
        *(
            figure(number, indicator_id="count-unspecified", period="2025-01-20/2025-06", attributed_to=speaker)
            for number, speaker in enumerate(speakers)
        ),
        indicators=[count],
    )
    tables["agents"] += [
        {"agent_id": "body", "name": "Body", "agent_type": "government", "part_of": "state"},
        {"agent_id": "jane", "name": "Jane", "agent_type": "person", "part_of": "body"},
        {"agent_id": "john", "name": "John", "agent_type": "person", "part_of": ""},
    ]
    lines = [row["series"].split()[2] for row in goal_vs_outcome(tables)]
    assert lines == ["body", "body", "john", "paper"]


@pytest.mark.slow
@given(
    st.lists(
        st.builds(
            lambda number, name, start, status, who: figure(
                number, indicator_id=name, period=f"{start}/2025-06", status=status, attributed_to=who
            ),
            st.integers(1, 999),
            st.sampled_from(["dhs", "ice"]),
            st.sampled_from(["2024-10", "2025-01-20", "2025-02"]),
            st.sampled_from(["reported", "estimated", "forecast", "provisional"]),
            st.sampled_from(["", "jane", "john"]),
        ),
        max_size=12,
        unique_by=lambda row: row["figure_id"],
    )
)
def test_unlike_counts_never_share_a_line(figures: list[EditableRow]) -> None:
    tables = made(*figures, indicators=[dict(row) for row in INDICATORS])
    tables["agents"] += [
        {"agent_id": name, "name": name.title(), "agent_type": "person", "part_of": ""} for name in ("jane", "john")
    ]
    lines: dict[str, set[tuple[str, ...]]] = {}
    status = {row["figure_id"]: row["status"] for row in figures}
    for row in goal_vs_outcome(tables):
        made_by = row["said_by"] if status[row["row_id"]] in ("estimated", "forecast") else ""
        lines.setdefault(row["series"], set()).add((row["kind"], row["indicator_id"], row["counted_from"], made_by))
    assert all(len(kinds) == 1 for kinds in lines.values())


def test_a_series_is_named_and_a_number_that_is_repeated_points_to_the_first() -> None:
    told = {"indicator_id": "dhs", "period": "2025-01-20/2025-03", "value": "100000"}
    papers = [source("new", published="2025-05-01"), source("old", published="2025-04-01")]
    figures = figure(1, source_id="new", **told), figure(2, source_id="old", **told)
    rows = goal_vs_outcome(made(*figures, indicators=[dict(row) for row in INDICATORS], sources=papers))
    assert {row["row_id"]: row["repeats"] for row in rows} == {"fig-000001": "fig-000002", "fig-000002": ""}
    assert {row["series_label"] for row in rows} == {"Dhs, from 20 January 2025, as The Publisher says"}


def test_headlines_are_official_counts_and_claims_that_were_told_often() -> None:
    often = [
        figure(day, indicator_id="dhs", period=f"2025-01-20/2025-02-{day:02}", value=f"{day}00") for day in range(1, 7)
    ]
    seldom = figure(9, indicator_id="dhs", period="2025-02-01/2025-02-03", value="7")
    rows = _rows(*often, seldom)
    assert {row["row_id"] for row in rows if row["headline"] == "true"} == {row["figure_id"] for row in often}
    official = made(
        indicators=[dict(row) for row in INDICATORS],
        series=[series("weekly", "ice")],
        sources=[source("workbook")],
        observations=[observation(1, "weekly", "2025-01-20/2025-03-01", "30000")],
    )
    assert [row["headline"] for row in goal_vs_outcome(official)] == ["true"]
