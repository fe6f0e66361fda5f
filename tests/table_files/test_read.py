"""Reading a table: the same cells on either path, and every flaw seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.table_files.canonical import csv_bytes, quote
from deportation_goal.table_files.read import TableFile, UndecodableError, decode, needs_requoting, read_table

BOM = b"\xef\xbb\xbf"
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff")
LINE_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\ufeff\0")
PRINTED = st.one_of(st.text(CHARACTERS), st.text('a,"\n ', max_size=6))
ON_ONE_LINE = st.one_of(st.text(LINE_CHARACTERS), st.text('a," ', max_size=6))


def _tables(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Tables, the header first. In one of a single column an empty cell would be an empty line, which is no row."""

    def of(width: int) -> st.SearchStrategy[list[list[str]]]:
        cell = cells if width > 1 else cells.filter(bool)
        return st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=8)

    return st.integers(1, 5).flatmap(of)


def _bytes(table: list[list[str]]) -> bytes:
    # Columns may share a name here, so the rows are written by position.
    positions = [str(position) for position in range(len(table[0]))]
    body = csv_bytes(positions, [dict(zip(positions, row, strict=True)) for row in table])
    return body.partition(b"\n")[2]


def _cells(file: TableFile) -> list[list[str]]:
    return [[cell.text for cell in file.header], *map(list, file.rows)]


@given(_tables(PRINTED))
def test_what_is_written_is_read(table: list[list[str]]) -> None:
    assert _cells(read_table(_bytes(table))) == table


@given(_tables(ON_ONE_LINE))
def test_both_paths_give_equal_rows_and_places(table: list[list[str]]) -> None:
    raw = _bytes(table)
    fast, scanned = read_table(raw), read_table(BOM + raw)
    assert scanned.records is not None
    assert scanned.byte_order_mark
    assert list(map(list, fast.rows)) == list(map(list, scanned.rows))
    for row in range(len(fast.rows)):
        assert fast.cells(row) == scanned.cells(row)


@given(_tables(st.text(st.characters(exclude_categories=["Cs"], exclude_characters='\r\n\0\ufeff,"'))))
def test_canonical_bytes_take_the_fast_path(table: list[list[str]]) -> None:
    file = read_table(_bytes(table))
    assert file.records is None
    assert file.canonical_bytes


@given(_tables(ON_ONE_LINE), st.sampled_from(["\r\n", "\r"]))
def test_other_line_ends_change_no_cell(table: list[list[str]], line_end: str) -> None:
    file = read_table(_bytes(table).replace(b"\n", line_end.encode()))
    assert _cells(file) == table
    assert (file.foreign_line_ends, file.first_foreign_line) == (len(table), 1)
    assert not file.canonical_bytes


def test_the_first_foreign_line_end_is_named() -> None:
    file = read_table(b"a,b\n1,2\r\n3,4\n5,6\r\n")
    assert (file.foreign_line_ends, file.first_foreign_line) == (2, 2)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_recognised(encoding: str) -> None:
    mark = {"utf-16": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[encoding]
    with pytest.raises(UndecodableError) as caught:
        read_table(mark + "a,b\n1,2\n".encode(encoding))
    assert (caught.value.guess, caught.value.line) == ("UTF-16", 1)


def test_utf16_without_a_mark_is_recognised() -> None:
    with pytest.raises(UndecodableError) as caught:
        read_table("name,place\nü,Zürich\n".encode("utf-16-le"))
    assert caught.value.guess == "UTF-16"


def test_latin1_is_named_with_its_first_line() -> None:
    with pytest.raises(UndecodableError) as caught:
        read_table("a,b\n1,plain\n2,Müller\n3,Ü\n".encode("latin-1"))
    assert (caught.value.guess, caught.value.line) == ("Windows-1252 or Latin-1", 3)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        file = read_table(raw)
    except UndecodableError as error:
        assert 1 <= error.line <= raw.count(b"\n") + 1
    else:
        assert all(len(row) == len(file.header) for row in file.rows)
        assert "\r" not in "".join(file.lines)
        if len(file.header) > 1:
            assert [len(file.cells(row)) > 0 for row in range(len(file.rows))] == [True] * len(file.rows)


def test_decode_keeps_the_byte_order_mark() -> None:
    assert decode(BOM + b"a") == "\ufeffa"


@pytest.mark.parametrize("raw", [b"", b"\n", b"\n\n", BOM])
def test_a_file_without_a_header_has_no_columns_and_no_rows(raw: bytes) -> None:
    file = read_table(raw)
    assert list(file.header) == []
    assert list(file.rows) == []
    assert not file.canonical_bytes


@given(st.text('ab,"\n', max_size=30))
def test_what_counts_as_canonical_is_the_rendering_of_its_rows(text: str) -> None:
    file = read_table(text.encode())
    rendered = "".join(f"{','.join(map(quote, row))}\n" for row in [file.names, *file.rows])
    assert not file.canonical_bytes or rendered == text


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        (b"a,b\n", True),
        (b"a,b", False),
        (b"a,b\n1,2\n", True),
        (b"a,b\n1,2", False),
        (b'a,b\n"1",2\n', False),
        (b'"a",b\n1,2\n', False),
        (b'a,b\n"1,5",2\n', True),
        (b"a,b\n,\n", True),
        (b"a,b\n\n1,2\n", False),
        (b"a,b\n1,2\n\n", False),
        (b"a,b\n1\n", False),
        (b"a,b\n1,2,3\n", False),
        (b"a,b\n1,\0\n", False),
        (b'a,b\n1,"x\ny"\n', False),
        (b'a,b\n1,x"y\n', False),
        (b'a,b\n1,"x\n', False),
    ],
)
def test_only_the_canonical_rendering_counts_as_canonical(raw: bytes, canonical: bool) -> None:
    assert read_table(raw).canonical_bytes is canonical


def test_ragged_rows_keep_their_cells_and_fill_the_row() -> None:
    file = read_table(b"a,b\n1,2,3\n4\n")
    assert [len(file.cells(row)) for row in range(2)] == [3, 1]
    assert list(map(list, file.rows)) == [["1", "2"], ["4", ""]]


def test_blank_lines_are_numbered_and_are_no_rows() -> None:
    file = read_table(b"\na,b\n\n1,2\n \n\n")
    assert list(file.blank_lines) == [1, 3, 6]
    assert [cell.line for cell in file.header] == [2, 2]
    assert [row[0] for row in file.rows] == ["1", " "]


def test_in_a_table_of_one_column_only_an_empty_cell_in_quotes_is_a_row() -> None:
    file = read_table(b'area\nUSA\n\n""\nCRI\n')
    assert list(map(list, file.rows)) == [["USA"], [""], ["CRI"]]
    assert [file.cells(row)[0].line for row in range(3)] == [2, 4, 5]
    assert not file.canonical_bytes
    assert read_table(b"area\nUSA\nCRI\n").canonical_bytes


def test_a_nul_character_survives_reading() -> None:
    assert read_table(b"a,b\n1,x\0y\n").rows[0][1] == "x\0y"


def test_an_unclosed_quote_costs_only_its_own_row() -> None:
    file = read_table(b'a,b\n1,"open\n2,good\n')
    assert list(map(list, file.rows)) == [["1", '"open'], ["2", "good"]]
    assert [cell.flaw for cell in file.cells(0)] == ["", "unclosed"]


@pytest.mark.parametrize(
    "cell", ["x" * 10_000_000, '"' + "x,\n" * 300 + "é" * 10_000_000 + '"""'], ids=["bare", "quoted"]
)
def test_a_cell_of_ten_megabytes(cell: str) -> None:
    file = read_table(f"a,b\n1,{cell}\n2,y\n".encode())
    expected = cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
    # Compared outside the assertion, which would print both.
    same = file.rows[0][1] == expected
    assert same
    assert [len(row[1]) for row in file.rows] == [len(expected), 1]


@pytest.mark.slow
def test_many_rows_keep_their_order_and_their_lines() -> None:
    rows = 200_000
    raw = b"a,b\n" + b"".join(b"%d,x\n" % number for number in range(rows))
    file = read_table(raw)
    assert file.canonical_bytes
    assert [row[0] for row in file.rows] == [str(number) for number in range(rows)]
    assert [(cell.text, cell.line, cell.column) for cell in file.cells(rows - 1)] == [
        (str(rows - 1), rows + 1, 1),
        ("x", rows + 1, 8),
    ]


def test_words_for_nothing_stay_words() -> None:
    words = ["NA", "None", "null", "NaN", "nan", "true", "1e3", "007"]
    file = read_table(b"a,b\n" + "".join(f"{word},x\n" for word in words).encode())
    assert [row[0] for row in file.rows] == words


def test_cells_that_need_other_quotes_are_found() -> None:
    file = read_table(b'a,b,c\n"1","x,y",z\n')
    assert [needs_requoting(file, cell) for cell in file.cells(0)] == [True, False, False]
