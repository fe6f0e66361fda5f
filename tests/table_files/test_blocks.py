"""Reading a large table in blocks: the cells and places of the reader for small ones, and only of canonical files."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.table_files import blocks
from deportation_goal.table_files.canonical import csv_bytes
from deportation_goal.table_files.read import UndecodableError, read_table
from effort import examples

NAMES = ("key", "word", "note")
CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\ufeff\0"), max_size=6),
    st.text('a," ', max_size=6),
    st.sampled_from(["", "USA", "über"]),
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12)
SIZES = st.sampled_from([20, 64, 4096])


def _written(rows: list[tuple[str, ...]]) -> bytes:
    return csv_bytes(NAMES, [dict(zip(NAMES, row, strict=True)) for row in rows])


@given(ROWS, SIZES, st.booleans())
@examples(40)
def test_blocks_hold_the_cells_and_places_that_were_written(
    rows: list[tuple[str, ...]], size: int, lets_go: bool
) -> None:
    raw = _written(rows)
    with patch.multiple(blocks, BLOCK=size, VERY_LARGE=0 if lets_go else 1 << 20):
        table = blocks.read_blocks(raw, NAMES)
    assert table is not None
    assert list(zip(*table.columns.values(), strict=True)) == rows
    small = read_table(raw)
    for row in range(len(rows)):
        assert [table.columns[name][row] for name in NAMES] == list(rows[row])
        assert table.cells(row) == small.cells(row)


@given(
    ROWS,
    SIZES,
    st.integers(0, 10_000),
    st.sampled_from([b'"', b",", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b'""', b'",', b',"', b'"a"', b'","', b"\n\n"]),
)
def test_no_file_is_taken_for_canonical_that_is_not(
    rows: list[tuple[str, ...]], size: int, place: int, added: bytes
) -> None:
    raw = _written(rows)
    place = len(",".join(NAMES)) + 1 + place % (len(raw) - len(",".join(NAMES)))
    raw = raw[:place] + added + raw[place:]
    with patch.object(blocks, "BLOCK", size):
        table = blocks.read_blocks(raw, NAMES)
    try:
        small = read_table(raw)
    except UndecodableError:
        assert table is None
        return
    assert (table is not None) is (small.canonical_bytes and bool(small.rows))
    if table is not None:
        assert list(zip(*table.columns.values(), strict=True)) == list(map(tuple, small.rows))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"key,word,note\n",
        b"key,note,word\na,b,c\n",
        b"key,word,note\na,b,c",
        b"\xef\xbb\xbfkey,word,note\na,b,c\n",
        b"key,word,note\na,b\n",
        b'key,word,note\na,b,"c"\n',
        b"key,word,note\na,\xe1,c\n",
        b"key,word,note\na,b,c\n\nd,e,f\n",
        b"key,word,note\n\na,b,c\n",
        b'key,word,note\na,b,c""\n',
    ],
)
def test_a_file_of_another_form_is_refused(raw: bytes) -> None:
    assert blocks.read_blocks(raw, NAMES) is None


def test_a_file_is_read_from_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b'key,word,note\na,b,"c, d"\ne,f,g\n')
    table = blocks.read_blocks(path, NAMES)
    assert table is not None
    assert [(cell.text, cell.line, cell.column) for cell in table.cells(0)] == [
        ("a", 2, 1),
        ("b", 2, 3),
        ("c, d", 2, 5),
    ]


def test_a_very_long_cell_is_read_again() -> None:
    row = ("a", "b" * 200_000, "c, d")
    raw = _written([row, ("a", "b", "c")])
    with patch.object(blocks, "VERY_LARGE", 0):
        table = blocks.read_blocks(raw, NAMES)
    assert table is not None
    assert table.columns["word"][0] == row[1]
    assert list(table.cells(0)) == list(read_table(raw).cells(0))
