"""What people leave in a cell without meaning it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.intake.text_remains import remains
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.table_files.read_rows import read_rows
from support import REPOSITORY

YEAR = 2026


def said(package: Package, column: str, value: str, table: str = "figures") -> tuple[str, str] | None:
    return remains(package.resource(table).schema.by_name[column], value, YEAR)


@pytest.mark.parametrize("value", ["n/a", "NA", "N/A", "NULL", "none", "NaN", "-", "–", "nil", "unknown"])
def test_a_word_for_nothing_is_asked_about(package: Package, value: str) -> None:
    for column in ("value_max", "said_on", "counterpart_area", "primary_source", "approximate", "voice"):
        found = said(package, column, value)
        assert found is not None
        assert "leave the cell empty" in found[0]
    assert said(package, "notes", value) is None
    required = said(package, "value", value)
    assert required is not None
    assert "the column needs one" in required[0]


def test_a_code_that_looks_like_a_word_for_nothing_is_a_code(package: Package) -> None:
    assert said(package, "period_basis", "none") is None
    assert said(package, "published_basis", "unknown", "sources") is None


@pytest.mark.parametrize(
    ("value", "words", "suggestion"),
    [
        ("**about** 4,000", "Markdown", "about 4,000"),
        ("see [this](https://example.org/x)", "Markdown", "see this"),
        ("`code`", "Markdown", "code"),
        ("a [sic] (so)", "", ""),
        ("2 * 3 ** 4", "", ""),
        ("a_b__c", "", ""),
    ],
)
def test_marks_and_wrong_letters_are_told_with_the_plain_text(
    package: Package, value: str, words: str, suggestion: str
) -> None:
    found = said(package, "notes", value)
    if not words:
        assert found is None
        return
    assert found is not None
    assert words in found[0]
    assert found[1] == suggestion
    assert said(package, "notes", suggestion) is None


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ("2062", True),
        ("2062-03", True),
        ("2025/2062", False),
        ("2051", False),
        ("2052", True),
        ("..", False),
        ("x", False),
    ],
)
def test_a_year_far_ahead_is_asked_about(package: Package, value: str, *, asked: bool) -> None:
    assert (said(package, "period", value) is not None) is asked


@pytest.mark.slow
def test_nothing_in_the_data_is_odd() -> None:
    package = load_package(REPOSITORY)
    odd = [
        (table, column, value, found.message)
        for table, rows in read_rows(package).items()
        for row in rows
        for column, value in row.items()
        if value and (found := remains(package.resource(table).schema.by_name[column], value, YEAR)) is not None
    ]
    assert odd == []


@given(st.text(max_size=40), st.sampled_from(["notes", "period", "value_text", "value", "status"]))
def test_no_text_raises(value: str, column: str) -> None:
    remains(load_package(REPOSITORY).resource("figures").schema.by_name[column], value, YEAR)
