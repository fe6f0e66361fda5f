"""The canonical form: bytes and order."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deportation_goal.package.schema import parse_schema
from deportation_goal.table_files.canonical import csv_bytes, in_order, quote, sort_keys

STATEMENTS = parse_schema(
    "things",
    {
        "fields": [{"name": "thing_id"}, {"name": "source_id"}, {"name": "evidence_start", "type": "integer"}],
        "primaryKey": "thing_id",
        "order": ["source_id", "evidence_start", "thing_id"],
    },
)
PLAIN = parse_schema("things", {"fields": [{"name": "thing_id"}, {"name": "name"}], "primaryKey": "thing_id"})
ROW_LISTS = st.lists(
    st.fixed_dictionaries(
        {
            "thing_id": st.text("abc", min_size=1, max_size=3),
            "source_id": st.sampled_from(["x", "y"]),
            "evidence_start": st.one_of(st.just(""), st.integers(0, 200).map(str)),
        }
    ),
    unique_by=lambda row: row["thing_id"],
    max_size=12,
)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("", ""),
        ("plain", "plain"),
        (" padded ", " padded "),
        ("a,b", '"a,b"'),
        ('say "no"', '"say ""no"""'),
        ('"', '""""'),
        ("two\nlines", '"two\nlines"'),
        ("semicolon; 'apostrophe'", "semicolon; 'apostrophe'"),
        ("-5", "-5"),
    ],
)
def test_quotes_stand_only_where_they_must(cell: str, written: str) -> None:
    assert quote(cell) == written


def test_bytes_are_utf8_with_line_feeds_and_a_header() -> None:
    rows = [{"a": "é", "b": "1,5"}, {"b": "x"}]
    assert csv_bytes(["a", "b"], rows) == 'a,b\né,"1,5"\n,x\n'.encode()


def test_a_table_without_rows_is_its_header() -> None:
    assert csv_bytes(["a", "b"], []) == b"a,b\n"


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=5))
def test_python_reads_back_what_is_written(cells: list[list[str]]) -> None:
    content = csv_bytes(["a", "b"], [dict(zip("ab", row, strict=True)) for row in cells]).decode("utf-8")
    assert list(csv.reader(io.StringIO(content, newline=""), strict=True)) == [["a", "b"], *cells]


def test_statements_stand_by_source_then_place_as_a_number_then_id() -> None:
    rows = [
        {"thing_id": "e", "source_id": "y", "evidence_start": "0"},
        {"thing_id": "d", "source_id": "x", "evidence_start": ""},
        {"thing_id": "c", "source_id": "x", "evidence_start": "100"},
        {"thing_id": "b", "source_id": "x", "evidence_start": "20"},
        {"thing_id": "a", "source_id": "x", "evidence_start": "100"},
    ]
    assert [row["thing_id"] for row in in_order(STATEMENTS, rows)] == ["b", "a", "c", "d", "e"]


def test_other_tables_stand_by_id_alone() -> None:
    rows = [{"thing_id": "b", "name": "A"}, {"thing_id": "a", "name": "Z"}]
    assert [row["thing_id"] for row in in_order(PLAIN, rows)] == ["a", "b"]


@given(ROW_LISTS, st.randoms(use_true_random=False))
def test_order_does_not_depend_on_the_order_given(rows: list[dict[str, str]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    ordered = in_order(STATEMENTS, rows)
    assert in_order(STATEMENTS, shuffled) == ordered
    assert in_order(STATEMENTS, ordered) == ordered


def test_rows_of_one_key_keep_their_order() -> None:
    rows = [{"thing_id": "a", "name": "second"}, {"thing_id": "a", "name": "first"}]
    assert in_order(PLAIN, rows) == rows


@pytest.mark.parametrize("start", ["²", "٣", "soon", " 7", "9" * 5000])
def test_a_place_that_is_no_number_stands_last(start: str) -> None:
    first, second = sort_keys(STATEMENTS, [["x", "x"], [start, ""], ["a", "a"]])
    assert first == second
