"""Suggestions that pass the rules, and references that are said in words."""

from __future__ import annotations

import re

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.rules.suggestions import passes
from deportation_goal.values.country_codes import ALPHA_3
from deportation_goal.values.periods import suggest_period
from support import REPOSITORY, changed, check_example


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ("figures.1.indicator_id", "removals-gaol", "perhaps you mean removals-goal"),
        ("figures.1.indicator_id", "Removals_Goal", "is not in indicators: write removals-goal"),
        ("figures.1.indicator_id", "goal for removals", "is the name of removals-goal: write removals-goal"),
        ("figures.1.area", "costa rica", "is the name of CRI: write CRI"),
        ("figures.1.area", "CR", "is the two-letter code of CRI: write CRI"),
        ("figures.1.area", "cri", "is not in areas: write CRI"),
        ("quotes.0.attributed_to", "Jane Doe", "is not in agents: write jane-doe"),
        (
            "figures.1.source_id",
            "http://www.example.org/the-report/",
            "is the address of washington-post-2025-04-12: write",
        ),
    ],
)
def test_a_name_address_or_code_is_looked_up(package: Package, cell: str, value: str, message: str) -> None:
    cells = {"sources.1.url": "https://example.org/the-report", cell: value}
    found = [finding for finding in check_example(package, changed(cells)).findings if finding.value == value]
    assert message in found[0].message
    assert found[0].suggestion == ""


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("figures.1.source_id", "other-courier-2025-04-13"),
        ("figures.1.source_id", "exemple-courier-2025-04-13"),
        ("figures.1.indicator_id", "arrests-goal"),
        ("figures.1.area", "ZZ"),
        ("figures.1.area", "Atlantis"),
    ],
)
def test_nothing_is_suggested_where_another_thing_would_be(package: Package, cell: str, value: str) -> None:
    found = [finding for finding in check_example(package, changed({cell: value})).findings if finding.value == value]
    assert found
    assert not [
        message
        for message in (finding.message for finding in found)
        if re.search(r"perhaps you mean|: write \S+$", message)
    ]


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        ("[report](https://example.org/x)", "https://example.org/x"),
        ("https://[report](https://example.org/x)", "https://example.org/x"),
        ("https://<https://example.org/y>", "https://example.org/y"),
        ('<a href="https://example.org/z">z</a>', "https://example.org/z"),
        ("example.org/report", "https://example.org/report"),
        ("https://example.org/a https://example.org/b", ""),
        ("see the report", ""),
        ("https://", ""),
        ("https://exa mple.org", ""),
    ],
)
def test_an_address_is_taken_out_of_what_stands_around_it(package: Package, value: str, suggestion: str) -> None:
    (finding,) = check_example(package, changed({"sources.1.url": value})).findings
    assert (finding.value, finding.suggestion) == (value, suggestion)


@given(st.text(max_size=30), st.sampled_from(["url", "published", "source_id", "language", "source_type"]))
def test_every_suggestion_passes_the_rules(value: str, column: str) -> None:
    package = load_package(REPOSITORY)
    field = package.resource("sources").schema.by_name[column]
    result = check_example(package, changed({f"sources.1.{column}": value}))
    for finding in result.findings:
        if finding.table == "sources" and finding.field == column and finding.suggestion and not finding.fixable:
            assert passes(field, finding.suggestion)


PERIODS = {
    "FY2026": "2025-10/2026-09",
    "FY 26": "2025-10/2026-09",
    "fiscal year 2026": "2025-10/2026-09",
    "Q1 2026": "2026-33",
    "2026-Q4": "2026-36",
    "2025-2026": "2025/2026",
    "2025–2026": "2025/2026",
    "2025-01-20 to 2026-01-19": "2025-01-20/2026-01-19",
    "January 2026 to March 2026": "2026-01/2026-03",
    "January–March 2026": "2026-01/2026-03",
    "9 January 2026": "2026-01-09",
    "January 9th, 2026": "2026-01-09",
    "20260109": "2026-01-09",
    "since 2004": "2004/..",
    "until March 2026": "../2026-03",
    "2025/26": "",
    "03/04/2025": "",
    "20269999": "",
    "summer 2025": "",
    "March–January 2026": "",
}


@pytest.mark.parametrize(("written", "meant"), PERIODS.items())
def test_periods_as_people_write_them(package: Package, written: str, meant: str) -> None:
    assert suggest_period(written) == meant
    field = package.resource("figures").schema.by_name["period"]
    assert not meant or passes(field, meant)


def test_the_two_letter_codes_are_those_of_the_standard() -> None:
    assert {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"} == {**ALPHA_3}


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [("1", "1000000"), ("1000", "1000000"), ("5", ""), ("10.5", "")],
)
def test_a_forgotten_million_is_suggested(package: Package, value: str, suggestion: str) -> None:
    found = check_example(package, changed({"figures.0.value": value})).findings
    assert [finding.suggestion for finding in found if finding.rule == "value-in-text"] == [suggestion]
