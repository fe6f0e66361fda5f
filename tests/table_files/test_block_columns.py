"""Columns of large tables: every answer about all rows is the one that each cell gives."""

from __future__ import annotations

import itertools
import re

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.table_files.block_columns import TextColumn
from made_columns import CHUNKS, TEXTS, both_kinds, let_go


def joined_digits(cell: str) -> int:
    digits = re.sub("[^0-9]", "", cell)
    return int(digits or "0") if len(digits) <= 18 else -1


@given(CHUNKS, TEXTS, st.data())
def test_each_kind_of_column_answers_as_its_cells_do(chunks: list[list[str]], other: str, data: st.DataObject) -> None:
    cells = list(itertools.chain(*chunks))
    values = {other, data.draw(st.sampled_from(cells))}
    rows = data.draw(st.lists(st.integers(0, len(cells) - 1)))
    for column in (*both_kinds(chunks), let_go(chunks)):
        assert list(column) == cells
        assert [column[row] for row in range(len(column))] == cells
        assert column[:2] == cells[:2]
        assert column.at(rows) == [cells[row] for row in rows]
        assert column.rows_of(values).tolist() == [row for row, cell in enumerate(cells) if cell in values]
        assert column.filled().tolist() == list(map(bool, cells))
        assert column.per_row(len).tolist() == list(map(len, cells))
        assert list(column.mapped(str.upper)) == list(map(str.upper, cells))
        assert list(column.wording()) == [re.sub("[0-9]", "0", cell) for cell in cells]
        assert column.digits().tolist() == list(map(joined_digits, cells))
        assert (len(set(column.hashes().tolist())) == len(cells)) is (len(set(cells)) == len(cells))
        distinct = column.distinct()
        assert set(distinct) == set(cells)
        assert len(distinct) == len(set(cells))
        assert (other in distinct) is (other in cells)
        assert frozenset(values) - distinct == values - set(cells)
        assert distinct - frozenset(values) == set(cells) - values
        assert all(distinct - one.distinct() == set() for one in both_kinds(chunks))


@given(CHUNKS)
def test_a_column_of_texts_answers_from_its_bytes(chunks: list[list[str]]) -> None:
    cells = list(itertools.chain(*chunks))
    texts = TextColumn(pa.array(chunk, pa.string()) for chunk in chunks)
    assert texts.holding("?<") == {cell for cell in cells if "?" in cell or "<" in cell}
    assert texts.longer_than(3) == {cell for cell in cells if len(cell.encode()) > 3}
    assert texts.unlike("a|[ab]b", 10_000) == {cell for cell in cells if cell not in ("a", "ab", "bb")}
    for pattern in ("^[ab]{2}$", "^[^a]{2}$", "^a[0=]{2}b$", "^[ab]b[a]$"):
        assert texts.unlike(pattern, 10_000) == {cell for cell in cells if not re.fullmatch(pattern, cell)}


def test_a_hash_has_its_length_and_no_other_character() -> None:
    pattern = "^[0-9a-f]{4}$"
    for cells in (["12ab", "12a", "", "12abc", "ffff"], ["12ab", "12aG", "12a\u00e9", "1[2a"]):
        column = TextColumn([pa.array(cells, pa.string())])
        assert column.unlike(pattern, 10_000) == {cell for cell in cells if not re.fullmatch(pattern, cell)}
