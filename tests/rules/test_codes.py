"""Codes of areas, and the form of numbers."""

from __future__ import annotations

import pytest

from deportation_goal.package.descriptor import Package
from deportation_goal.rules.codes import area_code
from support import changed, check_example


@pytest.mark.parametrize(
    ("cells", "good"),
    [
        (("MEX", "country", "484"), True),
        (("PRI", "territory", "630"), True),
        (("XKX", "country", ""), True),
        (("XCA", "region", ""), True),
        (("MEX", "country", ""), False),
        (("MEX", "region", "484"), False),
        (("XCA", "country", ""), False),
        (("XCA", "region", "013"), False),
        (("XKX", "region", ""), False),
    ],
)
def test_codes_of_areas(cells: tuple[str, str, str], good: bool) -> None:
    assert area_code.detect is not None
    assert (area_code.detect(*cells) is None) is good


@pytest.mark.parametrize(
    ("value", "text", "suggestion"),
    [("1000.0", "1,000", "1000"), ("0.70", "0.7", "0.7"), ("-0", "0", "0"), ("0.7", "0.7", None), ("0", "0", None)],
)
def test_numbers_have_one_form(value: str, text: str, suggestion: str | None, package: Package) -> None:
    cells = {"figures.0.value": value, "figures.0.value_text": f"at least {text} migrants"}
    found = [(finding.rule, finding.suggestion) for finding in check_example(package, changed(cells)).findings]
    assert found == ([] if suggestion is None else [("number-form", suggestion)])
