"""Units of measure."""

from __future__ import annotations

import csv

import pytest

from deportation_goal.values.units import is_unit
from support import REPOSITORY


@pytest.mark.parametrize(
    "text", ["1", "%", "d", "{person}", "{removal}/d", "{USD}/a", "{case}/{judge}", "[mi_i]", "%/a"]
)
def test_units(text: str) -> None:
    assert is_unit(text)


@pytest.mark.parametrize(
    "text", ["", "person", "{}", "{person", "{Person}", "{usd }", "/d", "{a}//d", "D", "percent", "$", "[MI_I]"]
)
def test_what_is_not_a_unit(text: str) -> None:
    assert not is_unit(text)


def test_the_units_of_the_codebook_are_units() -> None:
    with (REPOSITORY / "data" / "reference" / "indicators.csv").open(encoding="utf-8", newline="") as file:
        assert [row["unit"] for row in csv.DictReader(file) if not is_unit(row["unit"])] == []
