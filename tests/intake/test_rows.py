"""CSV, JSON and JSON Lines as contributors write them, and as spreadsheets do."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributors import AREA, csv_of, told
from deportation_goal.findings import Level
from deportation_goal.intake.csv_file import MAXIMUM_BYTES, read_csv
from deportation_goal.intake.json_file import read_json
from deportation_goal.intake.rows import judge
from deportation_goal.intake.submitted_rows import Place, Submission
from deportation_goal.package.descriptor import load_package
from deportation_goal.rules.cells import tidy
from support import REPOSITORY, schemas_of

SCHEMAS = schemas_of(load_package(REPOSITORY))

CELL = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30)


def from_csv(content: bytes, table: str | None = "figures", path: str = "rows.csv") -> Submission:
    return judge(read_csv(content, path), SCHEMAS, table)


def from_json(content: str, table: str | None = None, *, lines: bool = False) -> Submission:
    return judge(read_json(content.encode(), "rows.jsonl" if lines else "rows.json", lines=lines), SCHEMAS, table)


def values_of(submission: Submission) -> list[dict[str, str]]:
    return [dict(row.values) for row in submission.rows]


@given(st.lists(st.fixed_dictionaries({}, optional={"notes": CELL, "place": CELL, "words": CELL}), max_size=5))
def test_cells_come_back_tidy_from_a_csv_with_some_columns(rows: list[dict[str, str]]) -> None:
    submission = from_csv(csv_of(rows, ["words", "notes", "place"], "\r\n"))
    expected = [
        {column: value.strip() if column == "words" else tidy(value) for column, value in row.items() if tidy(value)}
        for row in rows
    ]
    found = [{column: value for column, value in row.items() if tidy(value)} for row in values_of(submission)]
    assert found == [row for row in expected if row]


@given(st.lists(st.dictionaries(st.sampled_from(["notes", "place", "value_text"]), CELL.filter(bool), min_size=1)))
def test_cells_come_back_from_json_and_json_lines(rows: list[dict[str, str]]) -> None:
    as_list = from_json(json.dumps(rows), "figures")
    by_table = from_json(json.dumps({"figures": rows}))
    lines = from_json("\n".join(json.dumps(row) for row in rows), "figures", lines=True)
    filled = [{column: tidy(value) for column, value in row.items() if tidy(value)} for row in rows]
    assert values_of(as_list) == values_of(by_table) == values_of(lines) == [row for row in filled if row]
    numbers = [number for number, row in enumerate(filled) if row]
    assert [row.place.line for row in lines.rows] == [number + 1 for number in numbers]
    assert [row.place.cell for row in as_list.rows] == [f"/{number}" for number in numbers]


@given(st.binary(max_size=200))
def test_no_bytes_raise(content: bytes) -> None:
    for table in ("figures", None):
        from_csv(content, table)
        for lines in (False, True):
            judge(read_json(content, "rows.json", lines=lines), SCHEMAS, table)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["table", "figures", "value", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON)
def test_no_json_raises(document: object) -> None:
    submission = from_json(json.dumps(document), "figures")
    assert all(isinstance(value, str) for row in submission.rows for value in row.values.values())


def test_a_few_columns_in_any_order_with_the_marks_of_excel() -> None:
    content = b'\xef\xbb\xbfvalue,notes,area\r\n4000,"A, b",USA\r\n12,,USA\r\n'
    submission = from_csv(content)
    assert values_of(submission) == [{"value": "4000", "notes": "A, b", "area": "USA"}, {"value": "12", "area": "USA"}]
    first, second = submission.rows
    assert first.place_of("notes") == Place("rows.csv", 2, 6, 12)
    # An empty cell has its place too, for whoever must fill it.
    assert second.place_of("notes") == Place("rows.csv", 3, 4, 4)
    assert (submission.findings, submission.remarks) == ((), ())


def test_empty_rows_and_nameless_empty_columns_of_a_spreadsheet_are_passed_over() -> None:
    submission = from_csv(b"value,area,,\n4000,USA,,\n,,,\n , ,,\n\n12,USA,,\n,,,\n")
    assert [row.place.line for row in submission.rows] == [2, 6]
    assert (submission.findings, submission.remarks) == ((), ())


def test_a_filled_cell_below_no_name_is_told() -> None:
    submission = from_csv(b"value,,area\n4000,x,USA\n")
    (finding,) = submission.findings
    assert (finding.line, finding.column, finding.rule) == (2, 6, "unknown-column")


@pytest.mark.parametrize("name", ["figures.csv", "some/folder/figures.csv", "figures"])
def test_the_name_of_the_file_can_name_the_table(name: str) -> None:
    assert [row.table for row in from_csv(b"value\n1\n", None, name).rows] == ["figures"]


def test_a_column_can_name_the_table_and_an_empty_cell_means_that_of_the_command() -> None:
    submission = from_csv(b"table,area,name\nareas,PAN,Panama\n,USA,\n")
    assert [(row.table, dict(row.values)) for row in submission.rows] == [
        ("areas", {"area": "PAN", "name": "Panama"}),
        ("figures", {"area": "USA"}),
    ]
    assert submission.findings == ()
    wrong = from_csv(b"table,area,name\nareas,PAN,Panama\n,USA,x\n")
    assert told(wrong.findings) == [(1, "", "unknown-column")]


def test_without_a_table_there_is_one_finding_whatever_the_number_of_rows() -> None:
    (finding,) = from_csv(b"value\n1\n2\n3\n", None).findings
    assert finding.rule == "which-table"
    assert "figures, quotes" in finding.message
    assert "revisions" not in finding.message


@pytest.mark.parametrize(("name", "near"), [("Figure", "figures"), ("agent", "agents"), ("zzz", "")])
def test_a_misspelt_table_is_told_with_the_one_that_was_meant(name: str, near: str) -> None:
    (finding,) = from_csv(f"table,value\n{name},1\n".encode(), None).findings
    assert (finding.rule, finding.line, finding.value, finding.suggestion) == ("which-table", 2, name, near)


@pytest.mark.parametrize(
    ("name", "near"), [("Value text", "value_text"), ("Figure_ID", "figure_id"), ("words", ""), ("colour", "")]
)
def test_a_wrong_column_is_told_at_its_name(name: str, near: str) -> None:
    table = "areas" if name == "words" else "figures"
    findings = from_csv(f"area,{name}\nUSA,x\nUSA,y\n".encode(), table).findings
    ((finding),) = findings
    assert (finding.rule, finding.line, finding.column, finding.suggestion) == ("unknown-column", 1, 6, near)
    assert (", ".join(SCHEMAS[table].columns) in finding.message) is (not near)


def test_a_column_that_stands_twice_is_told_at_the_second() -> None:
    (finding,) = from_csv(b"value,area,value\n1,USA,2\n").findings
    assert (finding.line, finding.column, finding.value) == (1, 12, "value")


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("status", "Reported", "reported"),
        ("source_id", "“made–up”", "made-up"),
        ("value", "4,000.00", "4000"),
        ("value", "70%", "70"),
        ("value", "1E+06", "1000000"),
        ("approximate", "TRUE", "true"),
        ("period", "13/04/2025", "2025-04-13"),
        ("notes", " two  spaces ", "two spaces"),
        ("notes", "two\nlines", "two lines"),
    ],
)
def test_what_a_spreadsheet_did_is_set_right_and_told(column: str, cell: str, value: str) -> None:
    submission = from_csv(csv_of([{"area": "USA", column: cell}]))
    assert submission.rows[0].values[column] == value
    assert [(remark.before, remark.after) for remark in submission.remarks] == [(cell, value)]


@pytest.mark.parametrize("cell", ["2025-03-01 00:00:00", "03/04/2025", "Mar-25"])
def test_what_can_mean_two_things_stays_and_is_a_finding(cell: str) -> None:
    submission = from_csv(csv_of([{"period": cell}]))
    assert values_of(submission) == [{"period": cell}]
    ((finding),) = submission.findings
    assert (finding.rule, finding.level, finding.field) == ("spreadsheet-value", Level.WARNING, "period")


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "####"])
def test_an_error_of_a_spreadsheet_is_no_text(cell: str) -> None:
    (finding,) = from_csv(csv_of([{"notes": cell}])).findings
    assert finding.level is Level.ERROR


@pytest.mark.parametrize(
    ("content", "line", "column", "rule", "words"),
    [
        (b"value,notes\n1,a,b\n", 2, 1, "ragged-row", "3 cells, but the header has 2: is there a comma"),
        (b"value,notes\n1\n", 2, 1, "ragged-row", "1 cell, but the header has 2: an empty cell"),
        (b'value,notes\n1,"a"b\n', 2, 3, "broken-quotes", "broken"),
        (b'value,notes\n1,"a\n2,b\n', 2, 3, "broken-quotes", "broken"),
        (b'value,notes,area\n1,"a, b,USA,x\n', 2, 3, "broken-quotes", "broken"),
    ],
)
def test_a_broken_row_is_told_where_it_is(content: bytes, line: int, column: int, rule: str, words: str) -> None:
    findings = from_csv(content).findings
    assert [(finding.line, finding.column) for finding in findings] == [(line, column)]
    assert words in findings[0].message
    assert findings[0].rule.startswith(rule[:6])


def test_commas_at_the_end_of_a_line_that_the_header_does_not_have_change_nothing() -> None:
    submission = from_csv(b"value,notes\n1,a,,\n2,b, \n")
    assert submission.findings == ()
    assert values_of(submission) == [{"value": "1", "notes": "a"}, {"value": "2", "notes": "b"}]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("value,area\n1,Perú\n".encode("utf-16"), 1, "UTF-16"),
        ("value,area\n1,Peru\n".encode("utf-16-le"), 1, "UTF-16"),
        ("value,area\n1,Perú\n".encode("latin-1"), 2, "Latin-1"),
        (b"value;area\n1;USA\n", 1, "semicolons"),
        (b"value\tarea\n1\tUSA\n", 1, "tabs"),
        (b"", 1, "is empty"),
        (b"\xef\xbb\xbf\n\n", 1, "is empty"),
        (b"a" * (MAXIMUM_BYTES + 1), 1, "bytes"),
    ],
)
def test_a_file_of_another_kind_is_one_finding(content: bytes, line: int, words: str) -> None:
    submission = from_csv(content)
    (finding,) = submission.findings
    assert submission.rows == ()
    assert (finding.rule, finding.line, finding.level) == ("unreadable-file", line, Level.ERROR)
    assert words in finding.message


def test_numbers_of_json_stay_as_written_and_missing_is_missing() -> None:
    text = '{"value": 1.10, "value_max": 10000000000000000000000, "approximate": true, "notes": null, "place": ""}'
    submission = from_json(text, "figures")
    assert values_of(submission) == [{"value": "1.10", "value_max": "1" + "0" * 22, "approximate": "true"}]
    assert submission.rows[0].place_of("notes").cell == "/notes"


def test_rows_of_several_tables_in_one_json() -> None:
    submission = from_json(json.dumps([{"table": "areas", **AREA}, {"table": "figures", "value": 1}]))
    assert [row.table for row in submission.rows] == ["areas", "figures"]
    assert "table" not in submission.rows[0].values


@pytest.mark.parametrize(
    ("text", "cell", "rule"),
    [
        ('[{"table": {"a": 1}, "value": 1}]', "/0", "which-table"),
        ('{"rows": [{"value": 1}]}', "/rows/0", "which-table"),
        ('[["value", 1]]', "/0", "unreadable-file"),
        ('["value"]', "/0", "unreadable-file"),
        ("4000", "", "unreadable-file"),
        ('{"figures": [{"value": [1]}]}', "/figures/0/value", "unreadable-file"),
        ('[{"table": "figures", "a/b~": 1}]', "/0/a~1b~0", "unknown-column"),
    ],
)
def test_the_place_of_a_finding_in_json_is_its_pointer(text: str, cell: str, rule: str) -> None:
    (finding,) = from_json(text).findings
    assert (finding.rule, finding.cell) == (rule, cell)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[{"value": 1},\n {"value": }]', 2, "column 12"),
        ('{"value": 1,\n"value": 2}', 1, '"value" occurs twice'),
        ("[" * 200_000, 1, "nested too deeply"),
    ],
)
def test_what_is_no_json_says_where(text: str, line: int, words: str) -> None:
    (finding,) = from_json(text, "figures").findings
    assert (finding.rule, finding.line) == ("unreadable-file", line)
    assert words in finding.message


def test_findings_in_json_lines_name_the_line() -> None:
    submission = from_json('{"value": 1}\n\n{"valu": 1}\n', "figures", lines=True)
    assert told(submission.findings) == [(3, "", "unknown-column")]
    assert submission.findings[0].cell == ""
    (broken,) = from_json('{"value": 1}\n{"value": \n', "figures", lines=True).findings
    assert broken.line == 2
