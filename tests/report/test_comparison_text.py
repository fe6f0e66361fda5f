"""Statements side by side as text: nothing is silent."""

from __future__ import annotations

from deportation_goal.report.comparison_text import render_comparisons, render_drift
from deportation_goal.report.text_report import text_table, width
from deportation_goal.statements.comparison import compare
from made_tables import EditableRow, figure, indicator, made, relation, source

AREAS = {"USA": "United States", "RWA": "Rwanda"}


def _text(*figures: EditableRow, **tables: list[EditableRow]) -> str:
    return render_comparisons(compare(made(*figures, **tables), ["boats"]), AREAS)


def test_a_conflict_shows_both_sides_and_their_intervals() -> None:
    text = _text(
        figure(1, source_id="one", attributed_to="jane"),
        figure(2, source_id="two", value="40", qualifier="more_than"),
    )
    assert "2025-05, United States: conflict" in text
    assert "[30, 30] and (40, ∞) have no number in common" in text
    assert "jane" in text
    assert "nobody named" in text
    assert text.count("more than 40") == 3
    assert "2 statements, 2 sources, 2 origins, 1 claimant" in text


def test_equal_statements_share_a_line_of_the_axis() -> None:
    text = _text(figure(1, source_id="one"), figure(2, source_id="two"))
    assert "30 (2 statements)" in text


def test_what_is_left_out_and_what_does_not_add_up_is_told() -> None:
    text = _text(
        figure(1),
        figure(2, value="3", text_issue="garbled", notes="A word was lost."),
        figure(3, indicator_id="small", value="5"),
        figure(4, indicator_id="large", value="6"),
        relations=[relation("sum", "boats", "small", "large")],
    )
    assert "left out, garbled: 3 in paper (fig-000002). A word was lost." in text
    assert "arithmetic: paper says 30 boat (fig-000001), its own numbers give 11 boat" in text


def test_the_notes_of_a_misattributed_figure_are_told() -> None:
    assert "note on fig-000001: Others credit another body." in _text(
        figure(1, text_issue="misattributed", notes="Others credit another body.")
    )


def test_what_must_not_be_compared_is_named() -> None:
    assert "Not to be compared with: ships" in _text(
        figure(1), indicators=[indicator("boats", not_comparable_with="ships")]
    )


def test_the_heading_names_counterpart_place_and_forecasts() -> None:
    text = _text(figure(1, counterpart_area="RWA", place="Kigali", status="forecast", period=""))
    assert "no period, United States, counterpart Rwanda, Kigali, forecasts: single" in text


def test_drift_by_origin() -> None:
    tables = made(
        figure(1, source_id="one", qualifier="nearly"),
        figure(2, source_id="two", qualifier="up_to"),
        sources=[source("report"), source("one", "report"), source("two", "report")],
    )
    text = render_drift(compare(tables), AREAS)
    assert "30 from report" in text
    assert [line.split() for line in text.splitlines()[-2:]] == [["nearly", "one"], ["up", "to", "two"]]
    assert render_drift(compare(made(figure(1))), AREAS) == ""


def test_columns_are_as_wide_as_what_a_terminal_shows() -> None:
    assert text_table([("é", "x"), ("東", "y"), ("abc", "")]) == ["é    x", "東   y", "abc"]
    assert width("e\u0301") == 1
