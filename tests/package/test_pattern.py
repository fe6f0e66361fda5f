"""Patterns that cannot hang: accepted only if the next character decides, and matched as `re` matches them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.package.descriptor import load_package
from deportation_goal.package.pattern import LONGEST_CELL, PatternError, compile_pattern, is_plain
from deportation_goal.package.schema import parse_schema
from support import REPOSITORY


def matches(pattern: str, cell: str, **others: int) -> bool:
    """Whether a column with a pattern, and perhaps other constraints, takes a cell."""
    constraints = {"pattern": pattern, **others}
    schema = parse_schema("things", {"fields": [{"name": "id", "constraints": constraints}], "primaryKey": "id"})
    return schema.by_name["id"].matches(cell)


OURS = sorted(
    {
        field.pattern
        for resource in load_package(REPOSITORY).resources
        for field in resource.schema.fields
        if field.pattern is not None
    }
)
HOSTILE = [
    "a" * 9_999 + "!",
    "a-" * 5_000,
    "0" * 9_999 + "x",
    ("a" * 50 + " ") * 190,
    "\u00e9" * 9_000,
    "-" * 9_999,
    "",
]


@pytest.mark.parametrize("pattern", OURS)
def test_our_patterns_are_accepted_and_end_on_hostile_cells(pattern: str) -> None:
    for cell in HOSTILE:
        assert matches(pattern, cell) is (re.fullmatch(pattern.strip("^$"), cell, re.ASCII) is not None)


@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$",
        "^(a*)*$",
        "^(a|a)*$",
        "^(a|ab)*$",
        "^(a|b|ab)+$",
        "^([a-z]+-?)+$",
        "^a*a*$",
        "^.*.*=.*$",
        r"^\w+\w+$",
        "^(a?){50}a{50}$x",
        r"^(\d+,?)*$",
        "^(a{1,}){2,}$",
    ],
)
def test_what_could_go_back_and_forth_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("^(?=a)b$", "looks around"),
        ("^(?<!a)b$", "looks around"),
        ("^(?i)b$", "looks around"),
        (r"^(a)\1$", "\\1"),
        (r"^a\b$", "\\b"),
        ("^a^b$", "in its middle"),
        ("^a$b$", "in its middle"),
        ("^(a$", "never closed"),
        ("^a)$", "never opened"),
        ("^[a$", "not closed"),
        ("^[z-a]$", "range"),
        ("^a**$", "repeats a repeat"),
        ("^a+?$", "not greedy"),
        ("^*a$", '"*"'),
        ("^a{3,2}$", "less than once"),
        ("^a{9999}$", "longer than"),
        ("^((a{90}){90}){90}$", "longer than"),
    ],
)
def test_what_is_not_accepted_is_said(pattern: str, says: str) -> None:
    with pytest.raises(PatternError, match=re.escape(says)):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("^(abc|abd)$", "abd", "ab"),
        ("^a{2,3}(-b{2})*$", "aaa-bb-bb", "aa-b"),
        ("^[^a-cx]+x?$", "defx", "xa"),
        (r"^\d+\.\d+$", "1.20", "1."),
        (r"^\d$", "7", "\u0667"),
        (r"^a\$$", "a$", "a"),
        ("a|b", "b", "ab"),
        (r"^[\]a]$", "]", "b"),
        ("^[a-]$", "-", "b"),
        ("^.$", "x", "\n"),
        ("^(x|y(z|w))?$", "yw", "y"),
        ("^a{0,2}$", "", "aaa"),
    ],
)
def test_the_whole_cell_is_matched(pattern: str, good: str, bad: str) -> None:
    assert matches(pattern, good)
    assert not matches(pattern, bad)
    assert not matches(pattern, good + "\n")


def test_a_very_long_cell_is_never_matched() -> None:
    assert matches("^a+$", "a" * LONGEST_CELL)
    assert not matches("^a+$", "a" * (LONGEST_CELL + 1))


def test_a_list_is_as_long_as_its_column_allows() -> None:
    ids = " ".join(["fig-000000"] * LONGEST_CELL)
    assert matches("^fig-[0-9a-z]{6}( fig-[0-9a-z]{6})*$", ids, maxLength=len(ids))
    assert not matches("^fig-[0-9a-z]{6}( fig-[0-9a-z]{6})*$", ids, maxLength=len(ids) - 1)


PIECES = st.sampled_from(
    ["a", "b", "[ab]", "[^a]", ".", "(", ")", "(?:", "|", "*", "+", "?", "{2}", "{0,2}", "{1,}", "\\d", "-", "^", "$"]
)


@given(st.lists(PIECES, max_size=9).map("".join), st.text("ab-0", max_size=8))
def test_any_pattern_is_refused_or_matches_as_re_does(pattern: str, cell: str) -> None:
    try:
        accepted = compile_pattern(pattern)
    except PatternError as error:
        assert str(error)
        return
    bare = pattern.removeprefix("^")
    bare = bare.removesuffix("$")
    assert (accepted.fullmatch(cell) is None) is (re.fullmatch(f"(?:{bare})", cell, re.ASCII) is None)


@given(st.text("ab[]()*+?|{}^$\\-0,1.", max_size=12))
def test_any_text_is_a_pattern_or_an_error(pattern: str) -> None:
    try:
        compile_pattern(pattern)
    except PatternError as error:
        assert str(error)


@pytest.mark.slow
@given(st.lists(PIECES, max_size=7).map("".join))
def test_no_accepted_pattern_takes_long(pattern: str) -> None:
    try:
        accepted = compile_pattern(pattern)
    except PatternError:
        return
    for cell in ("a" * 3_000 + "!", "ab" * 1_500 + "!", "b" * 3_000, "0-" * 1_500):
        accepted.fullmatch(cell)


@pytest.mark.parametrize("pattern", ["(" * 10_000, "(" * 51 + "a" + ")" * 51])
def test_a_pattern_of_many_brackets_inside_each_other_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError, match="more than 50 brackets inside each other"):
        compile_pattern(pattern)


def test_fifty_brackets_inside_each_other_and_many_side_by_side_are_read() -> None:
    assert compile_pattern("(" * 50 + "a" + ")" * 50).fullmatch("a")
    assert compile_pattern("(a)" * 100).fullmatch("a" * 100)


@given(st.sampled_from(OURS), st.data())
def test_what_a_plain_pattern_matches_has_no_flaw_in_its_characters(pattern: str, data: st.DataObject) -> None:
    if is_plain(pattern):
        cell = data.draw(st.from_regex(compile_pattern(pattern), fullmatch=True))
        assert not cell or (re.fullmatch("[!-~]+", cell) and cell[0] not in "=+-@")


@pytest.mark.parametrize("pattern", ["^fig-[0-9a-z]{6}$", "[0-9.][0-9./~?-]*", "a?b", "", "[A-Z]{3}|x"])
def test_a_pattern_of_letters_digits_and_signs_is_plain(pattern: str) -> None:
    assert is_plain(pattern)


@pytest.mark.parametrize(
    "pattern", ["a b", "[^a]", "\\S+", "é", "[ -~]", "-?1", "[!-~]+", "a?=", "x|@", ".", "\\s", "a\\t"]
)
def test_a_pattern_that_lets_a_space_another_letter_or_a_sign_in_is_not_plain(pattern: str) -> None:
    assert not is_plain(pattern)
