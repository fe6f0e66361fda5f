"""Every constraint: tightened, loosened, or unknown and therefore tightened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from deportation_goal.diff.columns import code_changes, codes_of, constraint_changes, type_changes
from deportation_goal.diff.package_diff import Kind

TIGHTER, LOOSER = Kind.CONSTRAINT_TIGHTENED, Kind.CONSTRAINT_LOOSENED


def judged(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[Kind, str]]:
    found = list(constraint_changes("figures", "value", old, new))
    assert all((change.table, change.column) == ("figures", "value") for change in found)
    return [(change.kind, change.subject) for change in found]


@pytest.mark.parametrize(
    ("name", "tight", "loose"),
    [
        ("required", True, False),
        ("unique", True, False),
        ("minimum", 1, 0),
        ("minimum", 0.5, -1),
        ("minimum", "2025-02-01", "2025-01-31"),
        ("exclusiveMinimum", 3, 2),
        ("minLength", 4, 3),
        ("maximum", 10, 11),
        ("maximum", "2025-01-31", "2025-02-01"),
        ("exclusiveMaximum", 2, 3),
        ("maxLength", 279, 280),
    ],
)
def test_a_bound_is_tightened_one_way_and_loosened_the_other(name: str, tight: object, loose: object) -> None:
    assert judged({name: loose}, {name: tight}) == [(TIGHTER, name)]
    assert judged({name: tight}, {name: loose}) == [(LOOSER, name)]
    assert judged({name: tight}, {name: tight}) == []
    if loose is not False:
        assert judged({}, {name: loose}) == [(TIGHTER, name)]
        assert judged({name: loose}, {}) == [(LOOSER, name)]


@pytest.mark.parametrize("name", ["required", "unique"])
def test_a_flag_that_is_left_out_is_off(name: str) -> None:
    assert judged({}, {name: False}) == judged({name: False}, {}) == []
    assert judged({}, {name: True}) == [(TIGHTER, name)]
    assert judged({name: True}, {}) == [(LOOSER, name)]


@pytest.mark.parametrize("name", ["pattern", "enum", "jsonSchema", "of_tomorrow"])
def test_any_constraint_that_comes_tightens_and_any_that_goes_loosens(name: str) -> None:
    assert judged({}, {name: ["a"]}) == [(TIGHTER, name)]
    assert judged({name: ["a"]}, {}) == [(LOOSER, name)]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("pattern", "a", "a|b"), ("minimum", 1, "x"), ("maximum", "2025", "2025-01-01"), ("minLength", True, 2)],
)
def test_where_nobody_can_tell_it_counts_as_tightened_and_says_so(name: str, old: object, new: object) -> None:
    (change,) = constraint_changes("figures", "value", {name: old}, {name: new})
    assert change.kind is TIGHTER
    assert change.message.endswith("(counts as tightened: nobody can tell whether it is)")


def test_two_code_lists_are_a_matter_of_codes() -> None:
    assert judged({"enum": ["a"]}, {"enum": ["a", "b"]}) == []


def test_a_change_names_both_values() -> None:
    (change,) = constraint_changes("quotes", "text", {"maxLength": 400}, {"maxLength": 300})
    assert (change.old, change.new, change.message) == ("400", "300", "maxLength was 400 and is 300 now")
    (change,) = constraint_changes("quotes", "text", {"required": True}, {})
    assert change.message == "no longer required"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ({"type": "integer"}, {"type": "number"}, "type integer became number, which holds more values, but"),
        ({"type": "number"}, {"type": "integer"}, "type number became integer, which holds other values"),
        ({}, {"type": "date"}, "type string became date, which holds other values"),
        ({"type": "date"}, {"type": "date", "format": "%d.%m.%Y"}, "format was default and is %d.%m.%Y now"),
        ({"type": "boolean", "trueValues": ["true"]}, {"type": "boolean"}, 'trueValues was ["true"] and is gone'),
        ({"type": "number"}, {"type": "number", "bareNumber": False}, "bareNumber is false now"),
    ],
)
def test_a_type_is_everything_by_which_a_cell_is_read(
    old: Mapping[str, Any], new: Mapping[str, Any], message: str
) -> None:
    ((_, _, _, said),) = type_changes(old, new)
    assert said.startswith(message)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, {"type": "string"}),
        ({"type": "date"}, {"type": "date", "format": "default"}),
        ({"title": "a", "description": "b", "example": "c"}, {"title": "x", "description": "y", "example": "z"}),
        ({"constraints": {"required": True}}, {"constraints": {}}),
    ],
)
def test_words_and_defaults_are_no_type(old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    assert list(type_changes(old, new)) == []


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
    assert change.message == 'code "a" has another meaning: "What was counted." became "What was guessed."'


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
