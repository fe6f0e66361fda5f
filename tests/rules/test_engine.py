"""The check as a whole: true places, one finding a mistake, no knock-on, and no input that breaks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deportation_goal.findings import CheckResult, Finding
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.report import FORMATS, render_report
from deportation_goal.rules.engine import TableInput, check_tables, package_inputs
from deportation_goal.rules.example_package import ROWS
from deportation_goal.rules.rule import Example
from effort import examples
from mistakes import MISTAKES, MadeMistake, add_history, make, place, read, write
from support import REPOSITORY, changed, check_example, example_files, inputs_of, places

PACKAGE = load_package(REPOSITORY)
"""For Hypothesis, whose tests take no fixtures."""

SCHEMAS = {resource.name: resource.schema for resource in PACKAGE.resources}


@pytest.fixture(scope="module")
def with_mistakes(package: Package) -> tuple[CheckResult, list[MadeMistake], dict[str, bytes]]:
    """The real tables, each mistake in a row of its own: what the check says of it, what was done, and the files."""
    inputs = {table.schema.name: table for table in package_inputs(package)}
    rows = {name: read(table.content or b"") for name, table in inputs.items()}
    add_history(rows)
    files = {name: write(SCHEMAS[name].columns, rows[name]) for name in rows}
    before = check_tables(replace(table, content=files[name]) for name, table in inputs.items())
    taken: dict[str, set[int]] = {name: set() for name in rows}
    for finding in before.findings:
        taken[finding.table].add(finding.line - 2)
    made = list(make(MISTAKES, rows, taken))
    files = {name: write(SCHEMAS[name].columns, rows[name]) for name in rows}
    after = check_tables(replace(table, content=files[name]) for name, table in inputs.items())
    old = {finding.fingerprint for finding in before.findings}
    new = tuple(finding for finding in after.findings if finding.fingerprint not in old)
    return CheckResult(new, after.rows, after.paths), made, files


@pytest.mark.slow
def test_single_mistakes_give_one_finding_each_at_their_true_place(
    with_mistakes: tuple[CheckResult, list[MadeMistake], dict[str, bytes]],
) -> None:
    result, made, files = with_mistakes
    expected = []
    for one in made:
        line, column = place(files[one.mistake.table], one.number, one.mistake.column)
        expected.append((result.paths[one.mistake.table], line, column, one.mistake.rule))
    assert places(result.findings) == sorted(expected)


@pytest.mark.slow
def test_the_mistakes_are_many_and_spread(
    with_mistakes: tuple[CheckResult, list[MadeMistake], dict[str, bytes]], package: Package
) -> None:
    _, made, files = with_mistakes
    assert len(made) >= 30
    empty = {table for table, content in files.items() if content.count(b"\n") == 1}
    assert {one.mistake.table for one in made} == set(package.table_names) - {"accepted"} - empty
    assert len({one.mistake.rule for one in made}) >= 25


@pytest.mark.slow
def test_a_finding_of_a_mistake_carries_cell_and_key(
    with_mistakes: tuple[CheckResult, list[MadeMistake], dict[str, bytes]],
) -> None:
    result, _, files = with_mistakes
    for finding in result.findings:
        row = read(files[finding.table])[finding.line - 2]
        assert finding.value == row[finding.field]
        assert finding.row_id == row[SCHEMAS[finding.table].primary_key]
        line = files[finding.table].decode("utf-8").split("\n")[finding.line - 1]
        raw = line[finding.column - 1 : finding.end_column - 1]
        assert raw.strip('"').replace('""', '"') == finding.value.strip('"')


def _keys(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    return [(finding.table, finding.field, finding.rule) for finding in findings]


@pytest.mark.parametrize(
    ("place", "value", "rule"),
    [
        ("areas.0.name", " =1\u200b\0", "control-character"),
        ("areas.0.name", " =1\u200b", "invisible-character"),
        ("areas.0.name", "=1 ", "whitespace"),
        ("areas.0.name", "=" + "x" * 30_000, "formula"),
        ("areas.0.area", "usa ", "whitespace"),
        ("figures.0.value", " 1,000 ", "whitespace"),
        ("figures.0.evidence_end", "-1", "minimum"),
        ("figures.1.indicator_id", "Removals Gaol", "pattern"),
        ("figures.1.period", "30/02/2025", "edtf"),
    ],
)
def test_the_first_cause_wins(place: str, value: str, rule: str, package: Package) -> None:
    table, _, column = place.split(".")
    findings = check_example(package, changed({place: value})).findings
    assert [found for found in _keys(findings) if found[0] == table] == [(table, column, rule)]


def test_a_missing_reference_is_one_finding_a_value_and_column_with_the_count(package: Package) -> None:
    cells = {"obstacles.0.counterpart_area": "PAN", "countries.0.counterpart_area": "PAN"}
    for number, (letter, area) in enumerate((("w", "PAN"), ("x", "PAN"), ("y", "COL"), ("z", "")), start=1):
        copy = f"obstacles.0{'+' * number}"
        cells |= {f"{copy}.obstacle_id": f"obs-5x1c4{letter}", f"{copy}.counterpart_area": area}
    found = [finding for finding in check_example(package, changed(cells)).findings if finding.rule == "foreign-key"]
    assert [(finding.table, finding.value, finding.line) for finding in found] == [
        ("countries", "PAN", 2),
        ("obstacles", "PAN", 2),
        ("obstacles", "COL", 5),
    ]
    assert "3 rows" in found[1].message
    assert "rows" not in found[0].message
    assert "rows" not in found[2].message


KEYS = [
    ("areas", 1, "USA"),
    ("agents", 1, "jane-doe"),
    ("sources", 0, "example-news-2025-04-13"),
    ("figures", 0, "fig-7k2m9q"),
]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda key: "", id="emptied"),
        pytest.param(lambda key: key + " ", id="a space"),
        pytest.param(lambda key: key[:2] + "\u200b" + key[2:], id="an invisible character"),
        pytest.param(lambda key: key.swapcase(), id="in the other case"),
        pytest.param(lambda key: "???", id="junk"),
    ],
)
@pytest.mark.parametrize(("table", "row", "key"), KEYS)
def test_a_wrong_key_has_no_knock_on(
    table: str, row: int, key: str, damage: Callable[[str], str], package: Package
) -> None:
    column = SCHEMAS[table].primary_key
    assert ROWS[table][row][column] == key
    findings = check_example(package, changed({f"{table}.{row}.{column}": damage(key)})).findings
    assert [(finding.table, finding.field) for finding in findings] == [(table, column)]


def test_a_wrong_indicator_has_no_knock_on_in_lists(package: Package) -> None:
    findings = check_example(package, changed({"indicators.1.indicator_id": "Removals To Date"})).findings
    assert _keys(findings) == [("indicators", "indicator_id", "pattern")]


LIMIT = {"indicators.0.measure": "limit", "figures.0.qualifier": "exact"}
"""“At least one million” as an exact limit: no hedge to complain about."""


@pytest.mark.parametrize(
    ("place", "value", "rule"),
    [
        ("figures.0.indicator_id", "removals-gaol", "foreign-key"),
        ("indicators.0.measure", "limitt", "enum"),
        ("indicators.0.indicator_id", "Removals Goal", "pattern"),
        ("sources.0.access", "not_seen", "quality-seen"),
        ("figures.0.evidence_start", "5000", "locator-length"),
    ],
)
def test_a_wrong_cell_has_no_knock_on_in_other_cells(place: str, value: str, rule: str, package: Package) -> None:
    assert check_example(package, changed(LIMIT)).findings == ()
    findings = check_example(package, changed({**LIMIT, place: value})).findings
    assert [finding.rule for finding in findings] == [rule]


def test_row_order_is_one_finding_a_file(package: Package) -> None:
    copies = {f"obstacles.0{'+' * number}.obstacle_id": f"obs-5x1c4{6 - number}" for number in range(1, 6)}
    copies |= {f"obstacles.0{'+' * number}.summary": f"The hurdle {number}." for number in range(1, 6)}
    copies["obstacles.0.obstacle_id"] = "obs-5x1c49"
    (finding,) = check_example(package, changed(copies)).findings
    assert (finding.rule, finding.path, finding.line) == ("row-order", "data/obstacles.csv", 3)
    assert "5 rows" in finding.message


UNREADABLE: list[tuple[bytes | None, str]] = [
    (None, "missing-file"),
    (b"", "empty-file"),
    (b"PK\x03\x04\xff\xfe", "encoding"),
    (b"a;b;c\n1;2;3\n", "delimiter"),
]


@pytest.mark.parametrize(
    ("table", "content", "rule"),
    [
        *(("areas", *unreadable) for unreadable in UNREADABLE),
        *((table, *UNREADABLE[0]) for table in ("agents", "sources", "indicators", "figures", "revisions")),
    ],
)
def test_a_table_that_cannot_be_read_does_not_cascade(
    table: str, content: bytes | None, rule: str, package: Package
) -> None:
    inputs = [
        replace(one, content=content) if one.schema.name == table else one
        for one in inputs_of(package, example_files(package))
    ]
    assert _keys(check_tables(inputs).findings) == [(table, "", rule)]


@pytest.mark.parametrize("content", [b"x\n", b"x\n1\n", b"name,kind,m49\n", b"<!DOCTYPE html>\n<p>Not found</p>\n"])
def test_a_table_without_its_key_column_does_not_cascade(content: bytes, package: Package) -> None:
    findings = check_example(package, changed({}, {"areas": (b"*", content)})).findings
    assert {finding.table for finding in findings} == {"areas"}
    assert "header" in {finding.rule for finding in findings}


def test_findings_keep_their_fingerprint_when_lines_move(package: Package) -> None:
    cells = {"figures.1.status": "projected"}
    before = check_example(package, changed(cells)).findings
    cells |= {"figures.0+.figure_id": "fig-7k2m9r", "figures.0+.evidence_start": "1", "figures.0+.value": "2000000"}
    cells |= {"figures.0+.value_text": "at least two million migrants", "figures.0+.evidence_sha256": "9e" * 32}
    moved = check_example(package, changed(cells)).findings
    assert [finding.line for finding in before] == [3]
    assert [finding.line for finding in moved] == [4]
    assert [finding.fingerprint for finding in before] == [finding.fingerprint for finding in moved]


def test_only_the_tables_asked_for_are_reported_and_references_still_followed(package: Package) -> None:
    files = example_files(package, changed({"figures.0.area": "PAN", "quotes.0.form": ""}))
    result = check_tables(inputs_of(package, files), only=["figures"])
    assert _keys(result.findings) == [("figures", "area", "foreign-key")]
    assert set(result.rows) == set(result.paths) == {"figures"}


def test_findings_stand_in_the_order_of_the_file(package: Package) -> None:
    cells = {"quotes.1.form": "", "quotes.0.form": "", "quotes.0.language": "?"}
    findings = check_example(package, changed(cells)).findings
    assert places(findings) == sorted(places(findings))
    assert [finding.field for finding in findings] == ["language", "form", "form"]


def test_steps_are_told_before_they_begin(package: Package) -> None:
    steps: list[str] = []
    check_tables(inputs_of(package, example_files(package)), progress=steps.append)
    assert steps[: len(package.table_names)] == [f"reading {name}" for name in package.table_names]
    assert len(steps) > len(package.table_names)


EXAMPLE = example_files(PACKAGE)
ANY_BYTES = st.one_of(
    st.binary(max_size=300),
    st.text('ab,"\n\r;\0\ufeff\u2028', max_size=60).map(str.encode),
    st.builds(
        lambda content, at, new: content[: at % len(content)] + new + content[at % len(content) :],
        st.sampled_from(sorted(EXAMPLE.values())),
        st.integers(0, 10_000),
        st.sampled_from([b'"', b",", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b'""', b'",']),
    ),
)
ANY_CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["0", "-1", "1" * 30, "1e999", "NaN", "9" * 5000, "0000-00-00", "2025-02-30", "../..", "a b", "²", "true", "{}"]
    ),
)


def _holds_together(result: CheckResult, files: dict[str, bytes]) -> None:
    """Every finding stands in its file, no cell has two, and every report can be made of them."""
    cells = Counter(
        (finding.path, finding.line, finding.column) for finding in result.findings if finding.field and finding.row_id
    )
    assert all(count == 1 for count in cells.values())
    for finding in result.findings:
        text = files[finding.path].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        assert 1 <= finding.line <= text.count("\n") + 1
        assert finding.column >= 1
        assert finding.message
    for form in FORMATS:
        assert render_report(form, result)


@given(st.sampled_from(sorted(EXAMPLE)), ANY_BYTES)
@example("data/figures.csv", b"\n" * 50)
@example("data/reference/areas.csv", b'area,name,kind,m49\n"USA\n')
@examples(8)
def test_any_bytes_as_a_table_are_checked(path: str, content: bytes) -> None:
    files = {**EXAMPLE, path: content}
    _holds_together(check_tables(inputs_of(PACKAGE, files)), files)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(sorted(EXAMPLE)), ANY_BYTES, min_size=1, max_size=3))
@examples(100)
def test_any_bytes_as_tables_are_checked(content: dict[str, bytes]) -> None:
    files = {**EXAMPLE, **content}
    _holds_together(check_tables(inputs_of(PACKAGE, files)), files)


PLACES = [
    f"{table}.{row}.{column}"
    for table, rows in ROWS.items()
    for row in range(len(rows))
    for column in SCHEMAS[table].columns
]


@given(st.dictionaries(st.sampled_from(PLACES), ANY_CELL, min_size=1, max_size=8).map(changed))
def test_any_values_of_cells_are_checked(example: Example) -> None:
    files = example_files(PACKAGE, example)
    _holds_together(check_tables(inputs_of(PACKAGE, files)), files)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(PLACES), ANY_CELL, min_size=1, max_size=20).map(changed))
@examples(200)
def test_many_values_of_cells_are_checked(example: Example) -> None:
    files = example_files(PACKAGE, example)
    _holds_together(check_tables(inputs_of(PACKAGE, files)), files)


def test_a_file_in_the_place_of_a_table_is_named_by_its_own_path(package: Package) -> None:
    files = example_files(package)
    own = TableInput(SCHEMAS["areas"], "/home/me/areas.csv", b"area,name,kind,m49,added_in\nCRI,Costa Rica,land,188,\n")
    inputs = [own if one.schema.name == "areas" else one for one in inputs_of(package, files)]
    result = check_tables(inputs, only=["areas"])
    assert places(result.findings) == [("/home/me/areas.csv", 2, 16, "enum")]
    assert result.paths == {"areas": "/home/me/areas.csv"}


def test_a_table_of_one_column_with_an_empty_line_is_told_line_by_line(package: Package) -> None:
    findings = check_example(package, changed({}, {"areas": (b"*", b"area\n\nX\n")})).findings
    places = {(finding.line, finding.rule) for finding in findings if finding.table == "areas"}
    assert places >= {(1, "header"), (2, "blank-line"), (3, "pattern")}
