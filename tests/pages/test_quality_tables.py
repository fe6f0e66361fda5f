"""The tables of the quality page: rates and kappa, by hand and as they must be."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package
from deportation_goal.pages.quality_tables import (
    CODINGS,
    PAGE,
    SECOND_READING,
    THIRD_READING,
    Draw,
    Judged,
    Reading,
    cohens_kappa,
    columns,
    draws,
    judged,
    readings,
    refreshed_quality,
)
from support import REPOSITORY

PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30)


def test_kappa_by_hand() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, expected 0.5.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    kappa = cohens_kappa(pairs)
    assert kappa is not None
    # Standard error: the root of 0.7 * 0.3 / 50, divided by 0.5.
    assert (kappa.value, kappa.low, kappa.high) == pytest.approx((0.4, 0.14596, 0.65404), abs=1e-5)
    assert cohens_kappa([("y", "y")] * 3) is None


@given(PAIRS)
def test_kappa_is_at_most_one_and_the_same_for_both_readers(pairs: list[tuple[str, str]]) -> None:
    kappa = cohens_kappa(pairs)
    turned = cohens_kappa([(other, one) for one, other in pairs])
    assert (kappa is None) == (turned is None)
    if kappa is not None and turned is not None:
        assert kappa.value == pytest.approx(turned.value)
        assert -1 <= kappa.low <= kappa.value <= kappa.high <= 1
        assert (kappa.value == pytest.approx(1)) == all(one == other for one, other in pairs)


def test_columns_are_counted_apart() -> None:
    row = {"sample": "s", "item": "1", "table_name": "figures", "source_id": "x"}
    codings = [
        {**row, "column": "value", "first": "1", "second": "1"},
        {**row, "column": "period", "first": "2025", "second": "2025-01"},
        {**row, "item": "2", "column": "value", "first": "3", "second": "4"},
        {**row, "item": "2", "column": "period", "first": "2025", "second": "2025-01-01/2025-12"},
    ]
    assert [(column.name, column.items, column.differing) for column in columns(codings)] == [
        ("value", 2, 1),
        ("period", 2, 1),
    ]


def test_the_codings_name_columns_of_the_tables(package: Package) -> None:
    with (REPOSITORY / CODINGS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        assert row["column"] in package.resource(row["table_name"]).schema.columns


def test_a_page_without_the_markers_is_refused() -> None:
    with pytest.raises(UserError, match=f"{PAGE} needs the lines"):
        refreshed_quality("No markers.\n", REPOSITORY)


def test_a_verdict_counts_as_confirmed_where_both_readers_confirm_it() -> None:
    pairs = [("conflict", "conflict"), ("none", "none"), ("conflict", "none"), ("unclear", "unclear")]
    rows = [{"question": "conflict", "reader_1": one, "reader_2": other} for one, other in pairs]
    rows += [{"question": "not_comparable", "reader_1": "right", "reader_2": "right"}]
    assert judged(rows) == [
        Judged("Is it a conflict?", 4, 1, 1),
        Judged("Is it rightly called not comparable?", 1, 1, 0),
    ]


def test_a_second_reading_is_counted_by_group_of_texts() -> None:
    period = {"texts": "whole", "column": "period", "rows": "10", "changed": "3"}
    value = {"texts": "whole", "column": "value", "rows": "10", "changed": "0"}
    other = {"texts": "parts", "column": "period", "rows": "4", "changed": "1"}
    assert readings([period, value, other]) == [Reading("whole", 20, 3, (period,)), Reading("parts", 4, 1, (other,))]


def test_the_second_readings_name_columns_of_the_tables(package: Package) -> None:
    with (REPOSITORY / SECOND_READING).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {
        column
        for name in ("figures", "quotes", "obstacles", "countries")
        for column in package.resource(name).schema.columns
    }
    assert {row["column"] for row in rows} <= known | {"evidence"}
    assert all(int(row["changed"]) <= int(row["rows"]) for row in rows)


def test_a_draw_counts_wrong_speakers_and_dates_apart_from_other_cells() -> None:
    right = {"seed": "1", "row_id": "fig-a", "result": "right", "column": "", "reason": ""}
    rows = [
        right,
        {**right, "row_id": "fig-b", "result": "wrong", "column": "period"},
        {**right, "row_id": "fig-b", "result": "wrong", "column": "primary_source"},
        {**right, "row_id": "fig-c", "result": "not_seen"},
        {**right, "seed": "2"},
    ]
    assert draws(rows) == [
        Draw("1", 2, 1, ("fig-b: `period`",), ("fig-b: `primary_source`",)),
        Draw("2", 1, 0, (), ()),
    ]


def test_the_third_reading_names_rows_and_columns_of_the_tables(package: Package) -> None:
    with (REPOSITORY / THIRD_READING).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert row["row_id"].startswith(
            {"figures": "fig-", "quotes": "quo-", "countries": "cty-"}.get(row["table_name"], "obs-")
        )
        assert (row["result"] == "wrong") == bool(row["column"]) == bool(row["reason"])
        if row["column"]:
            table, _, column = row["column"].rpartition(".")
            assert column in package.resource(table or row["table_name"]).schema.columns
