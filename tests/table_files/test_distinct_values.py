"""The distinct values of a column: each question about all of them is answered as by a look at each."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.package.pattern import compile_pattern
from deportation_goal.table_files.block_columns import TextColumn
from deportation_goal.table_files.distinct_values import MAXIMUM_CELL, DistinctValues
from made_columns import TEXTS


@given(st.lists(TEXTS, min_size=1, max_size=8), st.integers(0, 4))
def test_values_are_chosen_as_by_a_look_at_each(cells: list[str], length: int) -> None:
    values, there = DistinctValues(cells), set(cells)
    assert values.distinct() == there
    assert set(values.blank()) == there & {""}
    assert set(values.among(("a", ""))) == there & {"a", ""}
    assert set(values.other_than(("a", ""))) == there - {"a", ""}
    assert set(values.holding("?<")) == {cell for cell in there if "?" in cell or "<" in cell}
    assert set(values.longer_than(length)) == {cell for cell in there if len(cell) > length}
    assert set(values.short_words(length)) == {cell for cell in there if len(cell) <= length and " " not in cell}
    assert set(values.unlike("[a-c]+", length)) == {
        cell for cell in there if not cell or cell.strip("abc") or len(cell) > length
    }
    assert set(values.unusual) == {cell for cell in there if DistinctValues((cell,)).unusual}


@given(st.lists(TEXTS, min_size=1, max_size=8), st.integers(0, 4))
def test_a_column_of_texts_chooses_no_fewer(cells: list[str], length: int) -> None:
    values, texts = DistinctValues(cells), TextColumn([pa.array(cells, pa.string())])
    assert set(texts.distinct_values().distinct()) == values.distinct()
    pairs = [
        (values.blank(), texts.blank()),
        (values.among(("a", "")), texts.among(("a", ""))),
        (values.other_than(("a", "")), texts.other_than(("a", ""))),
        (values.holding("?<"), texts.holding("?<")),
        (values.longer_than(length), texts.longer_than(length)),
        (values.short_words(length), texts.short_words(length)),
        (values.unlike("[a-c]+", length), texts.unlike("[a-c]+", length)),
        (values.unusual, texts.unusual),
    ]
    for few, some in pairs:
        assert set(few) <= set(some) <= values.distinct()


@pytest.mark.parametrize(
    "cell", ["=1", "+1", "-1", "@a", " a", "a ", "a  b", "\u00e9", "a\tb", "a\nb", "x" * (MAXIMUM_CELL + 1)]
)
def test_a_cell_with_a_possible_flaw_is_unusual_among_others(cell: str) -> None:
    assert set(DistinctValues(["plain", "1,000", "", cell]).unusual) == {cell}


@given(st.lists(st.text("ab\n", max_size=4), max_size=4), st.sampled_from(["a*b", "[^a]+", "(a|b)?", "a|b\nb", "."]))
def test_a_cell_of_several_lines_is_asked_about_as_one(cells: list[str], pattern: str) -> None:
    compiled = compile_pattern(pattern)
    assert set(DistinctValues(cells).unlike(pattern, 9)) == {cell for cell in cells if not compiled.fullmatch(cell)}
