"""Printed hedges and the qualifier that they are read as."""

from __future__ import annotations

import pytest

from deportation_goal.package.descriptor import Package
from support import changed, check_example


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("nearly one million", "nearly"),
        ("slightly fewer than one million", "nearly"),
        ("a little under one million", "nearly"),
        ("just over one million", "just_over"),
        ("a little over one million", "just_over"),
        ("slightly more than one million", "just_over"),
        ("not fewer than one million", "at_least"),
        ("never held more than one million", "up_to"),
        ("no more than one million", "up_to"),
        ("more than one million", "more_than"),
        ("under one million", "fewer_than"),
        ("some one million", "about"),
    ],
)
def test_a_hedge_fits_its_qualifier_and_no_other(words: str, qualifier: str, package: Package) -> None:
    def found(code: str) -> list[str]:
        example = changed({"figures.0.value_text": words, "figures.0.qualifier": code})
        return [
            finding.suggestion
            for finding in check_example(package, example).findings
            if finding.rule == "hedge-in-text"
        ]

    assert found(qualifier) == []
    assert found("exact") == [qualifier]
