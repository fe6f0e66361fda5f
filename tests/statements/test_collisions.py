"""Collisions: how far apart statements lie, and what excuses it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deportation_goal.statements import collisions
from deportation_goal.statements.claims import claims_of
from deportation_goal.statements.collisions import Because, collisions_of
from deportation_goal.statements.comparison import Verdict
from made_tables import EditableRow, agent, compare, figure, indicator, made, source

DAY: dict[str, str] = {"period": "2025-05-02"}
SO_FAR: dict[str, str] = {"period": "2025-01-20/2025-10"}
YEAR: dict[str, str] = {"period": "2024-10/2025-09"}
AGENCY = [agent("publisher"), agent("agency", agent_type="government"), agent("jane", part_of="agency")]


def _because(
    one: dict[str, str],
    other: dict[str, str],
    measure: str = "flow",
    topic: str = "outcome",
    **tables: list[EditableRow],
) -> Because | None:
    """What excuses 30 against 33, or other values of two statements of one count."""
    counted = indicator("boats", measure=measure, topic=topic)
    figures = figure(1, **{"source_id": "one", **one}), figure(2, **{"source_id": "two", "value": "33", **other})
    claims = claims_of(made(*figures, indicators=[counted], agents=AGENCY, **tables))
    (pair,) = collisions_of(claims)
    return pair.because


@pytest.mark.parametrize(
    ("one", "other", "measure", "topic", "because"),
    [
        ({}, {}, "flow", "outcome", None),
        # Stocks and running counts of different days, or of days that nobody names.
        (DAY, {"period": "2025-05-16"}, "stock", "outcome", Because.OTHER_DAY),
        (DAY, {"period": "2025-05"}, "stock", "outcome", Because.OTHER_DAY),
        (DAY, DAY, "stock", "outcome", None),
        ({}, {}, "stock", "population", None),
        ({}, {"value": "40"}, "stock", "outcome", None),
        ({"period": "2025-01/2025-05-02"}, {"period": "2025-01/2025-05-09"}, "cumulative", "outcome", Because.OTHER_DAY),
        ({}, {"value": "60"}, "cumulative", "outcome", Because.OTHER_DAY),
        ({}, {"value": "61"}, "cumulative", "outcome", None),
        # A flow from a day to a month: nobody says up to which day it counts.
        (SO_FAR, SO_FAR, "flow", "outcome", Because.OTHER_DAY),
        (SO_FAR, {**SO_FAR, "value": "40"}, "flow", "outcome", None),
        (YEAR, YEAR, "flow", "outcome", None),
        # A population of an unsaid year beside one that says its year.
        ({"period_basis": "published"}, {}, "stock", "population", Because.OTHER_TIME),
        ({"period_basis": "published"}, {"period_basis": "published"}, "stock", "population", None),
        ({"status": "forecast"}, {"status": "forecast"}, "stock", "outcome", None),
        # Numbers given for other times.
        ({"as_of": "2025-01"}, {}, "flow", "outcome", Because.OTHER_TIME),
        ({"as_of": "2025-01"}, {"as_of": "2025-01"}, "flow", "outcome", None),
        ({"said_on": "2025-01-01"}, {"said_on": "2025-03-01"}, "target", "goal", Because.OTHER_TIME),
        ({"said_on": "2025-01-01"}, {"said_on": "2025-01-31"}, "target", "goal", None),
        ({"said_on": "2025-01-01"}, {"said_on": "2025-03-01"}, "flow", "outcome", None),
        ({"period": "", "said_on": "2025-01-01"}, {"period": "", "said_on": "2025-03-01"}, "rate", "money", Because.OTHER_TIME),
        # Parts of one text.
        ({"source_id": "one"}, {"source_id": "one"}, "flow", "outcome", Because.PART),
        ({"source_id": "one"}, {"source_id": "one", "text_issue": "contradicts_itself"}, "flow", "outcome", None),
    ],
)  # fmt: skip
def test_excuses_by_hand(
    one: dict[str, str], other: dict[str, str], measure: str, topic: str, because: Because | None
) -> None:
    assert _because(one, other, measure, topic) is because


def test_who_repeats_one_part_of_a_text_does_not_contradict_the_other() -> None:
    bases = figure(1, source_id="one", value="10"), figure(2, source_id="one", value="54")
    repeated = figure(3, source_id="two", value="54", attributed_to="jane")
    counted = indicator("boats", measure="change")
    pairs = collisions_of(claims_of(made(*bases, repeated, indicators=[counted], agents=AGENCY)))
    assert {pair.because for pair in pairs} == {Because.PART}
    other = figure(4, source_id="two", value="70", attributed_to="jane")
    pairs = collisions_of(claims_of(made(*bases, other, indicators=[counted], agents=AGENCY)))
    assert None in {pair.because for pair in pairs}


def test_a_counter_may_count_anew_and_two_counters_may_not_differ() -> None:
    early, late = {"said_on": "2025-01-01"}, {"said_on": "2025-03-01"}
    own = _because({**early, "attributed_to": "jane"}, {**late, "attributed_to": "agency"})
    other = _because({**early, "attributed_to": "jane"}, {**late, "attributed_to": "publisher"})
    assert (own, other) == (Because.OTHER_TIME, None)


@pytest.mark.parametrize(
    ("one", "other", "measure", "matters"),
    [
        ("2000000", "2200000", "flow", False),
        ("500000", "532000", "flow", False),
        ("2000000", "2300000", "flow", True),
        ("2100000", "2300000", "flow", True),
        ("2000000", "2200000", "target", True),
        ("900", "980", "flow", True),
    ],
)
def test_a_round_number_stands_for_what_lies_near_it(one: str, other: str, measure: str, matters: bool) -> None:
    figures = figure(1, value=one, source_id="one"), figure(2, value=other, source_id="two")
    (comparison,) = compare(made(*figures, indicators=[indicator("boats", measure=measure)]))
    assert [pair.matters for pair in comparison.collisions] == [matters]
    assert comparison.verdict is (Verdict.CONFLICT if matters else Verdict.CLOSE)


def test_the_size_is_the_distance_by_the_larger_end() -> None:
    claims = claims_of(
        made(figure(1, value="30"), figure(2, value="40"), indicators=[indicator("boats", measure="flow")])
    )
    (pair,) = collisions_of(claims)
    assert (pair.low.figure_id, pair.high.figure_id, pair.size) == ("fig-000001", "fig-000002", Decimal(25))


@given(
    st.lists(st.tuples(st.integers(-999, 9_999), st.sampled_from(["exact", "about", "up_to"])), min_size=2, max_size=6)
)
def test_a_verdict_is_the_same_for_statements_in_any_order(values: list[tuple[int, str]]) -> None:
    figures = [
        figure(number, value=str(value), qualifier=hedge, source_id=f"s{number}")
        for number, (value, hedge) in enumerate(values)
    ]
    backwards = [{**row, "figure_id": f"fig-{99 - number:06}"} for number, row in enumerate(figures)]
    (one,), (other,) = compare(made(*figures)), compare(made(*backwards))
    assert (one.verdict, one.gap, one.because) == (other.verdict, other.gap, other.because)
    assert all(pair.size >= 0 for pair in one.collisions)


def test_documents_give_the_time_of_what_their_publisher_says() -> None:
    papers = [source("one", publisher="agency", published="2025-01-01"), source("two", publisher="agency")]
    said = {"attributed_to": "jane"}
    assert _because(said, said, sources=papers) is Because.OTHER_TIME


STATEMENTS = st.fixed_dictionaries(
    {
        "value": st.sampled_from(["-20", "0", "2", "30", "33", "36", "40", "60", "61", "75", "2000", "2100"]),
        "qualifier": st.sampled_from(["exact", "about", "fewer_than"]),
        "source_id": st.sampled_from(["one", "two"]),
        "attributed_to": st.sampled_from(["", "jane", "publisher"]),
        "said_on": st.sampled_from(["2025-01-01", "2025-03-01"]),
        "period": st.sampled_from(["2025-05-02", "2025-05-16"]),
    }
)


@given(st.lists(STATEMENTS, min_size=2, max_size=9), st.sampled_from(["stock", "cumulative", "flow", "target"]))
@example([{"value": number} for number in ("0", "2", "30")], "stock")
def test_pairs_that_are_not_looked_at_change_nothing(statements: list[dict[str, str]], measure: str) -> None:
    figures = [figure(number, **cells) for number, cells in enumerate(statements)]
    claims = claims_of(made(*figures, indicators=[indicator("boats", measure=measure)], agents=AGENCY))
    found = collisions_of(claims)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collisions._Excuses, "excusable", lambda _excuses, _lower, above: above)
        assert collisions_of(claims) == found
