"""Code lists: added, removed, another meaning, other words of the same meaning."""

from __future__ import annotations

from typing import Any

import pytest

from deportation_goal.diff.codes import code_changes, codes_of
from deportation_goal.diff.model import Kind


def field(**descriptions: str) -> dict[str, Any]:
    """A column with a code list: the description of each code by its value."""
    categories = [{"value": value, "label": value.title(), "description": text} for value, text in descriptions.items()]
    return {"name": "status", "constraints": {"enum": list(descriptions)}, "categories": categories}


def kinds(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[Kind, str]]:
    return [(change.kind, change.subject) for change in code_changes("figures", "status", old, new)]


def test_equal_lists_have_no_change_whatever_their_order() -> None:
    assert kinds(field(a="One.", b="Two."), field(b="Two.", a="One.")) == []


def test_a_code_comes_and_goes() -> None:
    assert kinds(field(a="One."), field(a="One.", b="Two.")) == [(Kind.CODE_ADDED, "b")]
    assert kinds(field(a="One.", b="Two."), field(a="One.")) == [(Kind.CODE_REMOVED, "b")]


def test_other_words_are_another_meaning_and_both_are_shown() -> None:
    (change,) = code_changes("figures", "status", field(a="What was counted."), field(a="What was guessed."))
    assert change.kind is Kind.CODE_MEANING_CHANGED
    assert (change.old, change.new) == ("What was counted.", "What was guessed.")
    assert change.message == "code «a» has another meaning: «What was counted.» became «What was guessed.»"


@pytest.mark.parametrize("text", ["what was counted", "What  was, counted!", "WHAT WAS COUNTED."])
def test_case_space_and_punctuation_are_no_meaning(text: str) -> None:
    assert kinds(field(a="What was counted."), field(a=text)) == [(Kind.DESCRIPTION_CHANGED, "a")]


def test_another_label_is_a_description() -> None:
    new = field(a="One.")
    new["categories"][0]["label"] = "Other"
    assert kinds(field(a="One."), new) == [(Kind.DESCRIPTION_CHANGED, "a")]


def test_a_list_that_comes_or_ends_is_a_constraint_and_no_code() -> None:
    assert kinds({"name": "status"}, field(a="One.")) == kinds(field(a="One."), {"name": "status"}) == []


def test_codes_stand_in_the_enum_or_the_categories_plain_or_described() -> None:
    assert list(codes_of({"constraints": {"enum": ["a", "b"]}})) == ["a", "b"]
    assert list(codes_of({"categories": ["a", {"value": "b"}]})) == ["a", "b"]
    assert codes_of({"categories": [{"value": "b"}]})["b"].label == "b"
