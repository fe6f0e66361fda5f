"""Statements side by side as text: nothing is silent."""

from __future__ import annotations

from deportation_goal.report.comparison_text import render_comparisons, render_drift, render_verdicts
from deportation_goal.report.text_report import text_table, width
from made_tables import EditableRow, agent, compare, figure, indicator, made, relation, source

AREAS = {"USA": "United States", "RWA": "Rwanda"}


def _text(*figures: EditableRow, **tables: list[EditableRow]) -> str:
    return render_comparisons(compare(made(*figures, **tables), ["boats"]), AREAS, {})


def test_a_conflict_shows_both_sides_and_their_intervals() -> None:
    text = _text(
        figure(1, source_id="one", attributed_to="jane"),
        figure(2, source_id="two", value="40", qualifier="more_than"),
        agents=[agent("publisher", "The Paper"), agent("jane", "Jane")],
    )
    assert "2025-05, United States: conflict" in text
    assert "Jane (in The Paper) said 30, The Paper more than 40: no number makes both true" in text
    assert "nobody named" in text
    assert text.count("more than 40") == 3
    assert "1 body, 2 statements, 2 sources, 1 origin, 1 claimant" in text


def test_pairs_that_are_no_disagreement_are_told_the_widest_first() -> None:
    days = [figure(number, value=str(30 + number), period=f"2025-05-{10 + number}") for number in range(5)]
    text = _text(*days)
    assert "2025-05, United States: not_comparable" in text
    assert "The Publisher said 30 (to 10 May 2025) and 34 (to 14 May 2025): counts of different days." in text
    assert text.count("no disagreement: ") == 3
    assert "and 6 more pairs of other days, times or parts" in text


def test_verdicts_are_listed_from_the_widest_gap() -> None:
    flows = [indicator(name, measure="flow") for name in ("boats", "ships")]
    rows = [
        *(figure(number, value=value) for number, value in ((1, "30"), (2, "40"))),
        *(figure(number, value=value, indicator_id="ships") for number, value in ((3, "10"), (4, "40"))),
    ]
    tables = made(*(dict(row, source_id=row["figure_id"]) for row in rows), indicators=flows)
    first, second = render_verdicts(compare(tables), AREAS).strip().split("\n\n")
    assert first.startswith("Ships, 2025-05, United States: conflict, 75 percent apart")
    assert second.startswith("Boats, 2025-05, United States: conflict, 25 percent apart")
    assert "deportation-goal compare ships --period 2025-05" in first


def test_what_stands_beside_a_statement_is_shown() -> None:
    text = render_comparisons(compare(made(figure(1))), AREAS, {"fig-000001": "The count is 31."})
    assert "beside fig-000001: The count is 31." in text


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
    assert "arithmetic: The Publisher said 30 boats, its own numbers give 11 boats" in text


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


def test_what_may_be_the_same_is_told_with_its_command() -> None:
    tables = made(
        figure(1, period="2011-10/2012-09"), figure(2, period="2012"), indicators=[indicator("boats", measure="flow")]
    )
    fiscal, calendar = compare(tables)
    text = render_comparisons([fiscal], AREAS, {}, {fiscal.comparison_id: (calendar,)})
    assert "  may be the same: Boats, 2012: 30\n    deportation-goal compare boats --period 2012\n" in text
