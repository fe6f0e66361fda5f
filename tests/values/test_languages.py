"""Tags for languages."""

from __future__ import annotations

import pycountry
import pytest

from deportation_goal.values.languages import language_problem


@pytest.mark.parametrize("tag", ["en", "es", "und", "mul", "quc", "pt-BR", "zh-Hant", "sr-Latn-RS", "es-419"])
def test_registered_tags(tag: str) -> None:
    assert language_problem(tag) is None


@pytest.mark.parametrize(
    ("tag", "right"),
    [("xx", ""), ("eng", "en"), ("por-BR", "pt-BR"), ("en-UK", ""), ("EN", ""), ("en_US", ""), ("", "")],
)
def test_other_tags(tag: str, right: str) -> None:
    problem = language_problem(tag)
    assert problem is not None
    assert problem[1] == right


def test_the_lists_are_those_of_the_standards() -> None:
    languages = [one for one in pycountry.languages if hasattr(one, "alpha_2")]
    assert all(language_problem(one.alpha_2) is None and language_problem(one.alpha_3) for one in languages)
    assert all(language_problem(f"en-{country.alpha_2}") is None for country in pycountry.countries)
