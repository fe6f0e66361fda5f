"""Questions about the rows of large tables: the answers are those that a look at each row gives."""

from __future__ import annotations

import itertools

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.table_files.block_columns import CodedColumn
from deportation_goal.table_files.block_rows import alike_rows, are_sorted, rows_where
from made_columns import CHUNKS, both_kinds, let_go


@given(CHUNKS, st.data())
def test_rows_are_found_by_their_tuples(chunks: list[list[str]], data: st.DataObject) -> None:
    first, second = both_kinds(chunks)
    cells = list(itertools.chain(*chunks))
    pairs = list(zip(cells, cells, strict=True))
    asked: list[tuple[str, ...]] = []

    def wanted(pair: tuple[str, ...]) -> bool:
        asked.append(pair)
        return "a" in pair[0]

    assert rows_where([first, second], wanted) == [row for row, (cell, _) in enumerate(pairs) if "a" in cell]
    assert sorted(asked) == sorted(set(pairs))
    never = first.per_row(lambda cell: bool(cell.startswith("a")))
    assert rows_where([first, second], wanted, never) == [
        row for row, cell in enumerate(cells) if "a" in cell and not cell.startswith("a")
    ]


@given(CHUNKS, st.booleans(), st.data())
def test_order_is_that_of_the_cells(chunks: list[list[str]], longest: bool, data: st.DataObject) -> None:
    cells = list(itertools.chain(*chunks))
    without = data.draw(st.sets(st.integers(0, len(cells) - 1)))
    key = len if longest else None
    kept = [(len(cell) if longest else cell) for row, cell in enumerate(cells) if row not in without]
    for column in (*both_kinds(chunks), let_go(chunks)):
        assert are_sorted([column], [key], sorted(without)) is (kept == sorted(kept))


@given(CHUNKS, CHUNKS)
def test_rows_that_are_alike_are_found_in_all_tables(large: list[list[str]], small: list[list[str]]) -> None:
    column = both_kinds(large)[0]
    cells = list(itertools.chain(*small))
    every = [(0, row, cell) for row, cell in enumerate(column)] + [(1, row, cell) for row, cell in enumerate(cells)]
    found = list(alike_rows([[[column], []], [[cells], []]], [len(column), len(cells)]))
    expected = [
        [row for place, row, cell in every if place == table and [one[2] for one in every].count(cell) > 1]
        for table in (0, 1)
    ]
    assert found == expected
    assert list(alike_rows([[[column], [column]], [[cells], [cells]]], [len(column), len(cells)])) == [[], []]


def test_many_tuples_are_sorted_and_not_laid_out_in_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deportation_goal.table_files.block_rows._LARGEST_TABLE", 1)
    columns = [
        CodedColumn(["a", "b"], pa.array([0, 1, 0, 1]).to_numpy()),
        CodedColumn(["c"], pa.array([0] * 4).to_numpy()),
    ]
    assert rows_where(columns, lambda cells: cells == ("b", "c")) == [1, 3]
