"""Do the figures of one source add up? Each operation, each choice of period, and what takes no part."""

from __future__ import annotations

from decimal import Decimal

import pytest

from deportation_goal.statements.claims import claims_of
from deportation_goal.statements.relations import Disagreement, disagreements
from made_tables import EditableRow, figure, indicator, made, relation

CHANGE = indicator("change", unit="%", unit_label="percent", measure="change")
GROWTH = relation("percentage_change", "change", "boats", "boats", second_period="earlier")


def _found(
    relations: list[EditableRow], *figures: EditableRow, indicators: tuple[EditableRow, ...] = (CHANGE,)
) -> list[Disagreement]:
    tables = made(*figures, indicators=list(indicators), relations=relations)
    return list(disagreements(tables, claims_of(tables)))


def test_a_percentage_beside_the_two_numbers_it_compares() -> None:
    figures = (
        figure(1, indicator_id="change", value="15", value_text="15 percent"),
        figure(2, value="134", value_text="134 in May"),
        figure(3, value="100", period="2025-01", qualifier="about", value_text="about 100 in January"),
    )
    (found,) = _found([GROWTH], *figures)
    assert found.result.figure_id == "fig-000001"
    assert [operand.figure_id for operand in found.operands] == ["fig-000002", "fig-000003"]
    assert found.sentence == (
        "The Publisher said 15 percent, its own numbers give 34 percent (27.6 to 41.1 once hedges and rounding are read): "
        "134 in May (May 2025) and about 100 in January (January 2025)."
    )


@pytest.mark.parametrize(
    ("operation", "result", "parts"),
    [
        ("sum", "50", ("30", "20")),
        ("sum", "57", ("30", "20", "7")),
        ("difference", "10", ("30", "20")),
        ("ratio", "1.5", ("30", "20")),
        ("share", "150", ("30", "20")),
        ("percentage_change", "50", ("30", "20")),
        ("percentage_fall", "25", ("30", "40")),
    ],
)
def test_each_operation(operation: str, result: str, parts: tuple[str, ...]) -> None:
    names = ("first", "second", "third")[: len(parts)]
    rule = relation(operation, "result", *names)
    figures = [
        figure(number, indicator_id=name, value=value)
        for number, (name, value) in enumerate(zip(names, parts, strict=True))
    ]
    assert not _found([rule], figure(9, indicator_id="result", value=result), *figures)
    (found,) = _found([rule], figure(9, indicator_id="result", value="999"), *figures)
    assert found.computed.low == found.computed.high
    assert found.computed.low == Decimal(result)


def test_hedges_are_read_before_anything_is_called_wrong() -> None:
    parts = (
        figure(2, indicator_id="first", value="30"),
        figure(3, indicator_id="second", value="20", qualifier="more_than"),
    )
    rule = relation("sum", "result", "first", "second")
    assert not _found([rule], figure(1, indicator_id="result", value="60"), *parts)
    assert _found([rule], figure(1, indicator_id="result", value="50"), *parts)


def test_one_fitting_set_of_numbers_is_enough() -> None:
    figures = (
        figure(1, indicator_id="change", value="34"),
        figure(2, value="134"),
        figure(3, value="100", period="2025-01"),
        figure(4, value="120", period="2025-03"),
    )
    assert not _found([GROWTH], *figures)


def test_of_several_wrong_sets_the_nearest_is_told() -> None:
    figures = (
        figure(1, indicator_id="change", value="15"),
        figure(2, value="134"),
        figure(3, value="50", period="2025-01"),
        figure(4, value="120", period="2025-03"),
    )
    (found,) = _found([GROWTH], *figures)
    assert found.operands[1].figure_id == "fig-000004"


@pytest.mark.parametrize(
    "other",
    [
        {"source_id": "other-paper"},
        {"area": "RWA"},
        {"counterpart_area": "RWA"},
        {"place": "a harbour"},
        {"status": "forecast"},
        {"text_issue": "garbled"},
        {"period": "2025-06"},
        {"period": ""},
    ],
)
def test_numbers_of_something_else_take_no_part(other: dict[str, str]) -> None:
    figures = (
        figure(1, indicator_id="change", value="15"),
        figure(2, value="134"),
        figure(3, **{"value": "100", "period": "2025-01", **other}),
    )
    assert not _found([GROWTH], *figures)


def test_a_figure_is_no_part_of_itself() -> None:
    total = relation("sum", "boats", "boats", "more")
    assert not _found([total], figure(1, value="30"), figure(2, indicator_id="more", value="5"))
    assert _found([total], figure(1, value="30"), figure(2, indicator_id="more", value="5"), figure(3, value="10"))


def test_what_divides_by_zero_is_passed_over() -> None:
    figures = (
        figure(1, indicator_id="change", value="15"),
        figure(2, value="134"),
        figure(3, value="0", period="2025-01"),
    )
    assert not _found([GROWTH], *figures)


def test_the_notes_of_the_figure_are_told() -> None:
    figures = (
        figure(1, indicator_id="change", value="15", notes="Against another month."),
        figure(2, value="134"),
        figure(3, value="100", period="2025-01"),
    )
    (found,) = _found([GROWTH], *figures)
    assert found.sentence.endswith(" Its notes: Against another month.")
