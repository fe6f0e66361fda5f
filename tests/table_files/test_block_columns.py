"""Columns of large tables: every answer about all rows is the one that each cell gives."""

from __future__ import annotations

import itertools
import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.rules.unusual import unusual_cells
from deportation_goal.table_files.block_columns import (
    BlockColumn,
    CodedColumn,
    TextColumn,
    alike_rows,
    are_sorted,
    rows_where,
)

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\0"), max_size=5),
    st.text("ab =?<0,.", max_size=6),
    st.sampled_from(["", "a", "b"]),
)
CHUNKS = st.lists(st.lists(TEXTS, min_size=1, max_size=6), min_size=1, max_size=3)


def _both(chunks: list[list[str]]) -> list[BlockColumn]:
    texts = TextColumn(pa.array(chunk, pa.string()) for chunk in chunks)
    return [texts, texts.coded()]


@given(CHUNKS, TEXTS, st.data())
def test_each_kind_of_column_answers_as_its_cells_do(chunks: list[list[str]], other: str, data: st.DataObject) -> None:
    cells = list(itertools.chain(*chunks))
    values = {other, data.draw(st.sampled_from(cells))}
    rows = data.draw(st.lists(st.integers(0, len(cells) - 1)))
    for column in _both(chunks):
        assert list(column) == cells
        assert [column[row] for row in range(len(column))] == cells
        assert column[:2] == cells[:2]
        assert column.at(rows) == [cells[row] for row in rows]
        assert column.rows_of(values).tolist() == [row for row, cell in enumerate(cells) if cell in values]
        assert column.filled().tolist() == list(map(bool, cells))
        assert column.per_row(len).tolist() == list(map(len, cells))
        assert list(column.mapped(str.upper)) == list(map(str.upper, cells))
        assert list(column.wording()) == [re.sub(r"[0-9](?:[0-9.,]*[0-9])?", "0", cell) for cell in cells]
        assert (len(set(column.hashes().tolist())) == len(cells)) is (len(set(cells)) == len(cells))
        distinct = column.distinct()
        assert set(distinct) == set(cells)
        assert len(distinct) == len(set(cells))
        assert (other in distinct) is (other in cells)
        assert frozenset(values) - distinct == values - set(cells)
        assert set(unusual_cells(cells)) <= set(column.perhaps_unusual(20_000))


@given(CHUNKS)
def test_a_column_of_texts_answers_from_its_bytes(chunks: list[list[str]]) -> None:
    cells = list(itertools.chain(*chunks))
    texts = TextColumn(pa.array(chunk, pa.string()) for chunk in chunks)
    assert texts.sizes().tolist() == [len(cell.encode()) for cell in cells]
    assert texts.holds(b"?<").tolist() == ["?" in cell or "<" in cell for cell in cells]
    assert texts.matches("a|[ab]b").tolist() == [cell in ("a", "ab", "bb") for cell in cells]
    assert texts.differs_from("a").tolist() == [cell != "a" for cell in cells]
    joined = texts.coded()
    assert texts.reads(texts.filled().nonzero()[0], joined).tolist() == [row for row, cell in enumerate(cells) if cell]


@given(CHUNKS, st.data())
def test_rows_are_found_by_their_tuples(chunks: list[list[str]], data: st.DataObject) -> None:
    first, second = _both(chunks)
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
    for column in _both(chunks):
        assert are_sorted([column], [key], sorted(without)) is (kept == sorted(kept))  # type: ignore[type-var]


@given(CHUNKS, CHUNKS)
def test_rows_that_are_alike_are_found_in_all_tables(large: list[list[str]], small: list[list[str]]) -> None:
    column = _both(large)[0]
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
    monkeypatch.setattr("deportation_goal.table_files.block_columns._LARGEST_TABLE", 1)
    columns = [
        CodedColumn(["a", "b"], pa.array([0, 1, 0, 1]).to_numpy()),
        CodedColumn(["c"], pa.array([0] * 4).to_numpy()),
    ]
    assert rows_where(columns, lambda cells: cells == ("b", "c")) == [1, 3]
