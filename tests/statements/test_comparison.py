"""Agreement: which figures are compared, and what the verdict is."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.statements.claims import Claim
from deportation_goal.statements.comparison import Comparison, Verdict
from made_tables import EditableRow, EditableRows, compare, figure, indicator, made, relation, source

QUALIFIERS = ("exact", "about", "nearly", "just_over", "at_least", "more_than", "up_to", "fewer_than", "magnitude")
FIGURES = st.lists(
    st.builds(
        lambda number, value, qualifier, paper: figure(number, value=str(value), qualifier=qualifier, source_id=paper),
        st.integers(0, 999_999),
        st.sampled_from([1, 27, 30, 31, 1000, 100_000, 117_000]),
        st.sampled_from(QUALIFIERS),
        st.sampled_from(["one", "two", "three"]),
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda row: row["figure_id"],
)


def _one(*figures: EditableRow, **tables: list[EditableRow]) -> Comparison:
    (comparison,) = compare(made(*figures, **tables))
    return comparison


@pytest.mark.parametrize(
    ("wordings", "verdict", "reason"),
    [
        ([("exact", "30")], Verdict.SINGLE, "One statement, nothing to compare it with."),
        ([("exact", "30"), ("exact", "30.0")], Verdict.SAME, "Both statements say 30."),
        ([("exact", "30")] * 3, Verdict.SAME, "All 3 statements say 30."),
        (
            [("up_to", "30"), ("nearly", "30")],
            Verdict.COMPATIBLE,
            "Worded differently, but any number from 27 to 30 would make both statements true.",
        ),
        (
            [("more_than", "30"), ("at_least", "20")],
            Verdict.COMPATIBLE,
            "Worded differently, but any number above 30 would make both statements true.",
        ),
        (
            [("exact", "30"), ("up_to", "30"), ("at_least", "30")],
            Verdict.COMPATIBLE,
            "Worded differently, but 30 would make all 3 statements true.",
        ),
        (
            [("exact", "30"), ("more_than", "30")],
            Verdict.CLOSE,
            "The Publisher said 30 and more than 30: one number, with hedges that exclude each other.",
        ),
        (
            [("exact", "1001"), ("exact", "1002")],
            Verdict.CLOSE,
            "The Publisher said 1,001 and 1,002: they lie 0.1 percent apart.",
        ),
        (
            [("exact", "135000"), ("exact", "139000"), ("exact", "150000")],
            Verdict.CONFLICT,
            "The Publisher said 135,000 and 150,000: no number makes both true; they lie 6.6 percent apart.",
        ),
        (
            [("exact", "-295000"), ("exact", "400000")],
            Verdict.CONFLICT,
            "The Publisher said -295,000 and 400,000: no number makes both true; they lie on opposite sides of zero.",
        ),
    ],
)
def test_verdicts_by_hand(wordings: list[tuple[str, str]], verdict: Verdict, reason: str) -> None:
    figures = [
        figure(number, qualifier=qualifier, value=value, source_id=f"paper{number}")
        for number, (qualifier, value) in enumerate(wordings)
    ]
    comparison = _one(*figures, indicators=[indicator("boats", measure="flow")])
    assert (comparison.verdict, comparison.reason) == (verdict, reason)


def _size(one: Claim, other: Claim) -> Decimal:
    """How far two statements without a number in common lie apart, in percent of the larger of their nearest ends."""
    low, high = sorted((one.interval, other.interval), key=lambda interval: (interval.low, interval.high))
    larger = max(abs(low.high), abs(high.low))
    return (high.low - low.high) / larger * 100 if larger else Decimal(0)


@given(FIGURES)
def test_a_collision_is_two_statements_apart_and_nothing_else(figures: list[EditableRow]) -> None:
    comparison = _one(*figures)
    pairs = itertools.combinations(comparison.claims, 2)
    apart = [pair for pair in pairs if not pair[0].interval.meets(pair[1].interval)]
    excused = {frozenset((pair.low, pair.high)) for pair in comparison.excused}
    assert excused <= set(map(frozenset, apart))
    # Of those that nothing excuses only the widest is told.
    others = [_size(*pair) for pair in apart if frozenset(pair) not in excused]
    assert [pair.size for pair in comparison.collisions if pair.because is None] == sorted(others)[-1:]
    assert (comparison.common is None) == bool(apart)
    assert (comparison.decisive is None) == (not apart)
    for pair in comparison.collisions:
        assert pair.low.interval.high <= pair.high.interval.low


@given(FIGURES, st.randoms())
def test_the_order_of_the_rows_makes_no_difference(figures: list[EditableRow], random: object) -> None:
    tables = made(*figures)
    before = compare(tables)
    random.shuffle(tables["figures"])  # type: ignore[attr-defined]
    after = compare(tables)
    assert [(item.key, item.verdict, item.reason) for item in before] == [
        (item.key, item.verdict, item.reason) for item in after
    ]


@given(FIGURES)
def test_what_all_allow_each_allows(figures: list[EditableRow]) -> None:
    comparison = _one(*figures)
    if comparison.common is not None:
        middle = comparison.common.low if not comparison.common.low_open else comparison.common.low + 1
        if comparison.common.holds(middle):
            assert all(claim.interval.holds(middle) for claim in comparison.claims)


@pytest.mark.parametrize(
    ("cells", "groups"),
    [
        ({}, 1),
        ({"area": "RWA"}, 2),
        ({"counterpart_area": "RWA"}, 2),
        ({"place": "a harbour"}, 2),
        ({"status": "forecast"}, 2),
        ({"status": "estimated"}, 1),
        ({"indicator_id": "ships"}, 2),
        ({"period": "2025-05-09"}, 1),
        ({"period": "2025-01-20/2025-05"}, 1),
        ({"period": "2025-06"}, 2),
        ({"period": ""}, 2),
    ],
)
def test_what_is_compared_with_what(cells: dict[str, str], groups: int) -> None:
    assert len(compare(made(figure(1), figure(2, **cells)))) == groups


def test_a_flow_is_compared_by_its_whole_period() -> None:
    flow = indicator("boats", measure="flow")
    figures = (figure(1), figure(2, period="2025-01-20/2025-05"))
    assert len(compare(made(*figures, indicators=[flow]))) == 2


def test_rows_that_only_a_period_sets_apart_are_named() -> None:
    figures = (figure(1), figure(2, period="2025-06"), figure(3, period="2025-04"), figure(4, area="RWA"))
    comparisons = {comparison.key: comparison for comparison in compare(made(*figures))}
    (may,) = (item for key, item in comparisons.items() if key.period == "2025-05" and key.area == "USA")
    assert may.other_periods == ("2025-04", "2025-06")


def test_garbled_figures_are_listed_and_not_compared() -> None:
    comparison = _one(figure(1), figure(2, value="99", text_issue="garbled"))
    assert comparison.verdict is Verdict.SINGLE
    assert [claim.figure_id for claim in comparison.left_out] == ["fig-000002"]
    only = _one(figure(2, value="99", text_issue="garbled"))
    assert only.verdict is None
    assert "garbled" in only.reason


def _report() -> EditableRows:
    """One report, two papers that retell it, and a paper with a report of its own."""
    papers = [source("report", access="not_seen"), source("one", "report"), source("two", "report"), source("three")]
    figures = (
        figure(1, source_id="one", qualifier="up_to", attributed_to="jane"),
        figure(2, source_id="two", qualifier="nearly"),
        figure(3, source_id="three", attributed_to="john"),
        figure(4, source_id="three", attributed_to="john", primary_source="report"),
    )
    return made(*figures, sources=papers)


def test_counts_of_sources_origins_and_claimants() -> None:
    (comparison,) = compare(_report())
    assert comparison.sources == ("one", "three", "two")
    assert [origin.name for origin in comparison.origins] == ["report"]
    assert comparison.n_origins == 1
    assert comparison.claimants == ("jane", "john")
    assert comparison.hedges_differ
    assert comparison.within_origin


def test_statements_of_several_origins_differ_without_differing_within_one() -> None:
    comparison = _one(figure(1, source_id="one"), figure(2, source_id="two", qualifier="nearly"))
    assert comparison.hedges_differ
    assert not comparison.within_origin
    assert not comparison.drifts


def test_how_one_number_drifts_between_carriers() -> None:
    (comparison,) = compare(_report())
    (drift,) = comparison.drifts
    assert drift.origin == "report"
    assert dict(drift.carriers) == {"exact": ("three",), "nearly": ("two",), "up_to": ("one",)}
    assert drift.line == "30 from report: unhedged in three; nearly in two; up to in one"


def test_a_carrier_that_words_a_number_twice_is_no_drift() -> None:
    assert not _one(figure(1), figure(2, qualifier="nearly")).drifts


def test_an_estimate_is_no_hedge_that_was_dropped() -> None:
    papers = [source("report"), source("one", "report"), source("two", "report")]
    hedged = figure(1, source_id="one", qualifier="about")
    bare = figure(2, source_id="two")
    assert _one(hedged, bare, sources=papers).drifts
    for cells in ({"status": "estimated"}, {"value_text": "an estimated 30"}):
        comparison = _one(hedged, {**bare, **cells}, sources=papers)
        assert not comparison.drifts
        assert not comparison.hedges_differ


def test_what_does_not_add_up_stands_with_the_figure() -> None:
    rule = relation("sum", "boats", "small", "large")
    tables = made(
        figure(1),
        figure(2, indicator_id="small", value="5"),
        figure(3, indicator_id="large", value="6"),
        relations=[rule],
    )
    told = {comparison.key.indicator_id: len(comparison.arithmetic) for comparison in compare(tables)}
    assert told == {"boats": 1, "small": 0, "large": 0}
    assert [len(item.arithmetic) for item in compare(tables, ["boats"])] == [1]


@pytest.mark.parametrize(
    ("wordings", "differ"),
    [
        ([("exact", "30")], False),
        ([("about", "30"), ("about", "30")], False),
        ([("about", "30"), ("exact", "30")], True),
        ([("about", "30"), ("exact", "31")], False),
        ([("about", "30"), ("exact", "31"), ("nearly", "30")], True),
    ],
)
def test_hedges_differ_where_one_number_has_several(wordings: list[tuple[str, str]], differ: bool) -> None:
    figures = [
        figure(number, qualifier=qualifier, value=value, source_id=f"paper{number}")
        for number, (qualifier, value) in enumerate(wordings)
    ]
    assert _one(*figures, indicators=[indicator("boats", measure="flow")]).hedges_differ is differ
