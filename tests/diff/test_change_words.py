"""What the reports say alike: long values where they differ, sides, verdicts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.diff.change_words import cell_words, gone_words, side_words, verdict, version_words
from deportation_goal.diff.package_diff import Cell, Kind, PackageDiff, Side, TableRows
from made_differences import change, made, rows


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "a", ("(empty)", "a")),
        ("a", "", ("a", "(empty)")),
        ("x" * 70, "", ("x" * 60 + "…", "(empty)")),
        ("x" * 100 + "1", "x" * 100 + "2", ("…" + "x" * 15 + "1", "…" + "x" * 15 + "2")),
        ("x" * 10 + "1" * 90, "x" * 10 + "2", ("x" * 10 + "1" * 50 + "…", "x" * 10 + "2")),
    ],
)
def test_of_a_long_value_the_part_is_shown_that_differs(old: str, new: str, expected: tuple[str, str]) -> None:
    assert cell_words(Cell("notes", old, new)) == expected


@given(st.text("ab", max_size=200), st.text("ab", max_size=200))
def test_two_values_that_differ_look_different_and_are_short(old: str, new: str) -> None:
    shown = cell_words(Cell("notes", old, new))
    assert (shown[0] == shown[1]) == (old == new)
    assert max(map(len, shown)) <= 62


def test_a_side_is_named_as_the_user_did() -> None:
    assert side_words(Side("v1.0.0", "git revision", "1.0.0", "5217e1372679aa")) == (
        "v1.0.0 (git revision 5217e1372679, version 1.0.0)"
    )
    assert side_words(Side("../old", "folder", "1.0.0")) == "../old (folder, version 1.0.0)"


def test_what_became_of_a_row() -> None:
    assert gone_words(rows().retracted[0]) == "merged, replaced by fig-000009: Twice."
    assert gone_words(rows().removed[0]) == "without a row of revisions that says why"


@pytest.mark.parametrize(
    ("diff", "first", "second"),
    [
        (made(), "No difference.", "No new version is required by this."),
        (made(rows("revisions")), "Different: 4 rows of 1 table.", "No new version is required by this."),
        (
            made(changes=(change(Kind.CODE_ADDED),)),
            "Different: 1 change of schemas, descriptor or tool.",
            "After 0.1.0 this requires at least 0.2.0: a minor change.",
        ),
        (
            made(TableRows("figures", "figure_id", not_compared="x")),
            "Different: 1 table whose rows could not be compared.",
            "After 0.1.0 this requires at least 0.2.0: a major change (before 1.0.0 a major change raises the minor "
            "number).",
        ),
    ],
)
def test_the_verdict_in_two_sentences(diff: PackageDiff, first: str, second: str) -> None:
    assert (verdict(diff), version_words(diff)) == (first, second)
