"""May be the same: a fiscal year beside a calendar year, a record year and a term in office."""

from __future__ import annotations

import pytest

from deportation_goal.statements.perhaps_the_same import perhaps_the_same
from made_tables import compare, figure, indicator, made

FISCAL = "2011-10/2012-09"
CODEBOOK = [
    indicator("boats", measure="flow", parent_indicator_id="ships"),
    indicator("boats-record", measure="flow", parent_indicator_id="ships"),
    indicator("boats-lost", measure="flow", parent_indicator_id="ships", not_comparable_with="boats"),
    indicator("planes", measure="flow"),
]


def _beside(**other: str) -> list[str]:
    """The indicators that may be of the same count as 30 boats in fiscal 2012."""
    codebook = [{**row, "not_comparable_with": "boats-lost" if row["indicator_id"] == "boats" else row["not_comparable_with"]}
                for row in CODEBOOK]  # fmt: skip
    figures = figure(1, period=FISCAL), figure(2, **{"source_id": "two", "period": "2012", **other})
    comparisons = compare(made(*figures, indicators=codebook))
    asked = [found for found in comparisons if found.key.indicator_id == "boats" and found.key.period == FISCAL]
    (same,) = perhaps_the_same(asked, comparisons, codebook).values()
    return [f"{found.key.indicator_id} {found.key.period}" for found in same]


@pytest.mark.parametrize(
    ("cells", "same"),
    [
        ({}, ["boats 2012"]),
        ({"indicator_id": "boats-record"}, ["boats-record 2012"]),
        ({"indicator_id": "boats-record", "period": FISCAL}, [f"boats-record {FISCAL}"]),
        ({"indicator_id": "boats-record", "period": "2009-01-20/2017-01-19"}, ["boats-record 2009-01-20/2017-01-19"]),
        ({"indicator_id": "boats-record", "value": "40"}, []),
        ({"indicator_id": "boats-lost"}, []),
        ({"indicator_id": "planes"}, []),
        ({"period": "2013"}, []),
        ({"period": "2012-03"}, []),
        ({"period": "2012", "status": "forecast"}, []),
        ({"period": "2012", "counterpart_area": "RWA"}, []),
        ({"period": ""}, []),
    ],
)
def test_what_may_be_the_same(cells: dict[str, str], same: list[str]) -> None:
    assert _beside(**cells) == same


def test_a_record_may_be_one_of_the_yearly_numbers() -> None:
    codebook = [indicator("boats", measure="flow"), indicator("record", measure="flow", parent_indicator_id="boats")]
    record = figure(2, indicator_id="record", period="2012", value="29", source_id="two")
    yearly, highest = compare(made(figure(1, period=FISCAL), record, indicators=codebook))
    assert perhaps_the_same([yearly], [yearly, highest], codebook) == {yearly.comparison_id: ()}
    near = figure(2, indicator_id="record", period="2012", value="28", qualifier="more_than", source_id="two")
    yearly, highest = compare(made(figure(1, period=FISCAL), near, indicators=codebook))
    assert perhaps_the_same([yearly], [yearly, highest], codebook) == {yearly.comparison_id: (highest,)}


def test_a_number_far_above_an_open_end_is_another() -> None:
    far = {"value": "20", "qualifier": "more_than"}
    assert _beside(indicator_id="boats-record", **far) == []
