"""Rows into the tables: all or nothing, in place, findings where the contributor wrote."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributors import (
    AGENT,
    AREA,
    FIGURE,
    SENTENCE,
    SOURCE,
    add_to_example,
    csv_of,
    example_inputs,
    sent_rows,
    told,
)
from deportation_goal.errors import UserError
from deportation_goal.findings import Level
from deportation_goal.fix import fix_tables
from deportation_goal.intake.add import Added, add_rows, table_rows, whole_cell
from deportation_goal.intake.passages import ANY_SOURCE, text_of, with_locators
from deportation_goal.intake.read_submission import read_submission
from deportation_goal.intake.submitted_rows import Place, Remark, Submission
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.rules.engine import TableInput, check_tables
from deportation_goal.table_files import Row, ids
from deportation_goal.table_files.ids import make_id
from effort import examples
from support import REPOSITORY, changed, example_files, inputs_of, schemas_of

EXAMPLE = example_inputs(load_package(REPOSITORY))
QUOTE = {
    "utterance": "roe-count",
    "text": "We count them by hand",
    "language": "en",
    "form": "full",
    "wording": "original",
    "source_id": "example-news-2025-04-13",
    "attributed_to": "jane-doe",
    "attribution_type": "named",
}


def after(added: Added) -> list[TableInput]:
    """Return the tables of the example package with what was added."""
    return [replace(table, content=added.files.get(table.path, table.content)) for table in EXAMPLE]


def test_a_row_gets_its_id_and_its_place_and_the_package_stays_sound(package: Package) -> None:
    added = add_to_example(package, ("figures", FIGURE))
    ((row,),) = added.rows.values()
    taken = {old["figure_id"] for old in table_rows(EXAMPLE[package.table_names.index("figures")])}
    columns = package.resource("figures").schema.columns
    whole = {column: FIGURE.get(column, "") for column in columns}
    assert row == {**whole, "figure_id": make_id(package.resource("figures").schema, whole, taken)}
    assert list(added.files) == ["data/figures.csv"]
    assert check_tables(after(added)).findings == ()
    assert added.check.rows == {"figures": 1}


@pytest.mark.slow
def test_the_same_row_gets_the_same_id_and_another_row_another(package: Package) -> None:
    (first,) = add_to_example(package, ("figures", FIGURE)).rows["figures"]
    again = add_rows(EXAMPLE, sent_rows(("figures", FIGURE), ("figures", {**FIGURE, "place": "Boston"})))
    one, two = (row["figure_id"] for row in again.rows["figures"])
    assert one == first["figure_id"] != two


@pytest.mark.slow
@examples(6)
@given(
    st.permutations(
        [("figures", {**FIGURE, "value": str(value), "value_text": f"about {value}"}) for value in (9, 10, 11)]
    )
)
def test_ids_and_bytes_do_not_depend_on_the_order_of_the_rows(rows: list[tuple[str, dict[str, str]]]) -> None:
    assert add_rows(EXAMPLE, sent_rows(*rows)).files == add_rows(EXAMPLE, sent_rows(*sorted(rows, key=str))).files


@pytest.mark.slow
def test_fix_has_nothing_to_do_afterwards(package: Package) -> None:
    added = add_to_example(package, ("figures", FIGURE), ("areas", AREA), ("quotes", QUOTE))
    assert added.files
    assert not [result for result in fix_tables(after(added)) if result.changes]


def test_a_new_source_its_publisher_and_figures_that_refer_to_them_in_one_go(package: Package) -> None:
    figure = {**FIGURE, "source_id": SOURCE["source_id"], "attributed_to": AGENT["agent_id"]}
    figure |= {"attribution_type": "named", "counterpart_area": "PAN"}
    added = add_to_example(package, ("figures", figure), ("sources", SOURCE), ("agents", AGENT), ("areas", AREA))
    assert check_tables(after(added)).findings == ()
    # In the order in which they may be written one by one: a table that is referred to comes first.
    assert [path.rpartition("/")[2] for path in added.files] == [
        "areas.csv",
        "agents.csv",
        "sources.csv",
        "figures.csv",
    ]


def test_one_bad_row_writes_none_and_is_named_with_its_cell(package: Package) -> None:
    bad = {**FIGURE, "value": "four thousand"}
    added = add_to_example(package, ("figures", FIGURE), ("figures", bad), ("areas", AREA))
    assert added.files == {}
    assert (3, "value", "type") in told(added.check.findings)
    (finding,) = [finding for finding in added.check.findings if finding.level is Level.ERROR]
    assert (finding.path, finding.column) == ("rows.csv", 1 + list(FIGURE).index("value"))
    assert finding.row_id == added.rows["figures"][1]["figure_id"]


def test_every_finding_of_every_row_is_told_in_one_run(package: Package) -> None:
    rows = [{**FIGURE, column: "?"} for column in ("value", "qualifier", "area", "period", "source_id")]
    added = add_to_example(package, *(("figures", row) for row in rows))
    assert [line for line, _, _ in told(added.check.findings)] == [2, 3, 4, 5, 6]


def test_a_missing_value_is_told_at_the_row_or_at_its_empty_cell(package: Package) -> None:
    without = {column: value for column, value in FIGURE.items() if column != "status"}
    (finding,) = add_to_example(package, ("figures", without)).check.findings
    assert (finding.field, finding.rule, finding.line, finding.column) == ("status", "required", 2, 1)
    content = csv_of([{**FIGURE, "status": ""}])
    submission = read_submission("rows.csv", content, schemas_of(package), "figures")
    (finding,) = add_rows(EXAMPLE, submission).check.findings
    assert (finding.field, finding.line, finding.column > 1) == ("status", 2, True)


@pytest.mark.parametrize(
    ("table", "row", "key", "rule", "says"),
    [
        ("figures", {**FIGURE, "figure_id": "fig-7k2m9q"}, "figure_id", "unique", "leave the cell empty"),
        ("areas", {**AREA, "area": "USA"}, "area", "unique", "choose another id, or correct that row"),
        ("areas", {**AREA, "area": ""}, "area", "required", "needs a value"),
        ("areas", {**AREA, "area": "Panama"}, "area", "pattern", "such as CRI"),
        ("areas", {**AREA, "area": "? 0"}, "area", "pattern", "such as CRI"),
        ("figures", {**FIGURE, "figure_id": "7"}, "figure_id", "pattern", "such as fig-"),
    ],
)
def test_an_id_that_cannot_be_is_one_finding_at_its_cell(
    package: Package, table: str, row: Row, key: str, rule: str, says: str
) -> None:
    added = add_to_example(package, (table, row))
    (finding,) = [finding for finding in added.check.findings if finding.level is Level.ERROR]
    assert (finding.rule, finding.field, finding.row_id, finding.value) == (rule, key, row[key], row[key])
    assert says in finding.message
    assert added.files == {}


def test_rows_without_an_id_keep_their_own_findings(package: Package) -> None:
    nameless = {**AREA, "area": ""}
    rows = [{**nameless, "kind": "planet"}, {**nameless, "m49": "1"}, nameless]
    findings = add_to_example(package, *(("areas", row) for row in rows)).check.findings
    assert told(findings) == [
        (2, "area", "required"),
        (2, "kind", "enum"),
        (3, "area", "required"),
        (3, "m49", "pattern"),
        (4, "area", "required"),
    ]


def test_the_same_new_id_twice_in_one_file(package: Package) -> None:
    added = add_to_example(package, ("agents", AGENT), ("agents", {**AGENT, "name": "Another"}))
    (finding,) = [finding for finding in added.check.findings if finding.level is Level.ERROR]
    assert (finding.line, finding.rule) == (3, "unique")
    assert "earlier row that you sent" in finding.message


def retracted(package: Package, table: str, row: Row, key: str) -> list[TableInput]:
    """Return the example package with a retraction of a row that it does not hold."""
    cells = {
        "revisions.0.table_name": table,
        "revisions.0.row_id": row[key],
        "revisions.0.field": "",
        "revisions.0.old_value": json.dumps(row),
        "revisions.0.new_value": "",
        "revisions.0.action": "retracted",
    }
    return inputs_of(package, example_files(package, changed(cells)))


@pytest.mark.slow
def test_the_id_of_a_retracted_row_is_never_used_again(package: Package) -> None:
    (first,) = add_to_example(package, ("figures", FIGURE)).rows["figures"]
    inputs = retracted(package, "figures", first, "figure_id")
    (again,) = add_rows(inputs, sent_rows(("figures", FIGURE))).rows["figures"]
    assert again["figure_id"] != first["figure_id"]
    assert {**again, "figure_id": ""} == {**first, "figure_id": ""}
    (finding,) = add_rows(inputs, sent_rows(("figures", first))).check.findings
    assert (finding.rule, finding.row_id) == ("id-used-again", first["figure_id"])
    (finding,) = add_rows(retracted(package, "areas", AREA, "area"), sent_rows(("areas", AREA))).check.findings
    assert "was retracted (see revisions) and is never reused: choose another id" in finding.message


@pytest.mark.slow
def test_an_id_is_free_where_only_another_table_has_retired_it(package: Package) -> None:
    inputs = retracted(package, "sources", {"source_id": AGENT["agent_id"]}, "source_id")
    assert not add_rows(inputs, sent_rows(("agents", AGENT))).check.failed()


@pytest.mark.parametrize("table", ["revisions", "changes"])
def test_no_rows_are_added_to_what_the_tool_writes(package: Package, table: str) -> None:
    added = add_to_example(package, (table, {"row_id": "x"}), (table, {"row_id": "y"}), ("figures", FIGURE))
    assert told(added.check.findings) == [(2, "", "which-table")]
    assert added.files == {}


def test_a_version_that_only_the_release_writes_is_refused_at_its_cell(package: Package) -> None:
    added = add_to_example(package, ("figures", {**FIGURE, "added_in": "1.0.0"}))
    assert [(finding.rule, finding.field, finding.value) for finding in added.check.findings] == [
        ("written-column", "added_in", "1.0.0")
    ]
    assert added.files == {}


@pytest.mark.slow
def test_what_a_row_breaks_elsewhere_is_told_where_that_row_stands(package: Package) -> None:
    figures = EXAMPLE[package.table_names.index("quotes")]
    old = table_rows(figures)[0]
    # It stands before the others in the text, so that the speaker of those seems to be the wrong one.
    row = {**QUOTE, "utterance": old["utterance"], "attributed_to": "example-news", "evidence_sha256": "0" * 64}
    row |= {"evidence_start": "0", "evidence_end": "30", "quote_id": "quo-000000"}
    added = add_to_example(package, ("quotes", row))
    findings = added.check.findings
    assert {(finding.path, finding.rule) for finding in findings} == {("data/quotes.csv", "utterance-speakers")}
    assert [finding.line for finding in findings] == [2, 3]
    assert added.files


@pytest.mark.slow
def test_findings_that_were_there_before_are_not_the_contributors(package: Package) -> None:
    inputs = inputs_of(package, example_files(package, changed({"obstacles.0.effect": "delays"})))
    added = add_rows(inputs, sent_rows(("figures", FIGURE)))
    assert added.check.findings == ()
    assert added.files


@pytest.mark.parametrize(("old", "new"), [(b"figure_id", b"id"), (b"*", b""), (b"\n", b"\r\n"), (b"*", b"\xff\xfe")])
@pytest.mark.slow
def test_a_table_that_is_broken_itself_takes_no_rows(package: Package, old: bytes, new: bytes) -> None:
    inputs = inputs_of(package, example_files(package, changed({}, {"figures": (old, new)})))
    with pytest.raises(UserError, match=r"data/figures.csv is not in canonical form.*check figures"):
        add_rows(inputs, sent_rows(("figures", FIGURE)))
    assert add_rows(inputs, sent_rows(("quotes", QUOTE))).files


def test_what_was_set_right_is_a_note_and_does_not_refuse(package: Package) -> None:
    place = Place("rows.xlsx", 7, 8, 9, "figures!H7")
    remark = Remark(place, "figures", "value", "4,000", "4000", '"4,000" is read as 4000')
    submission = replace(sent_rows(("figures", FIGURE)), remarks=(remark,))
    added = add_rows(EXAMPLE, submission)
    (note,) = added.check.findings
    assert (note.level, note.rule, note.cell, note.value) == (Level.NOTE, "spreadsheet-value", "figures!H7", "4,000")
    assert added.files


def test_a_cell_that_a_spreadsheet_changed_has_one_finding_and_it_is_an_error(package: Package) -> None:
    content = csv_of([{**FIGURE, "period": "2025-03-01 00:00:00"}])
    added = add_rows(EXAMPLE, read_submission("rows.csv", content, schemas_of(package), "figures"))
    (finding,) = [finding for finding in added.check.findings if finding.field == "period"]
    assert (finding.rule, finding.level) == ("spreadsheet-value", Level.ERROR)
    assert added.files == {}


@pytest.mark.slow
def test_words_that_are_wrong_in_the_tables_are_told_at_the_words(package: Package) -> None:
    # The text of the example's source is 6,000 characters long; this copy is longer.
    long_text = text_of("copy.txt", "x" * 7_000 + SENTENCE)
    submission = with_locators(
        sent_rows(("figures", {**FIGURE, "words": SENTENCE})), schemas_of(package), {ANY_SOURCE: long_text}
    )
    (finding,) = add_rows(EXAMPLE, submission).check.findings
    assert finding.rule == "locator-inside"
    assert finding.column == 1 + len(FIGURE)


@pytest.mark.slow
@examples(60)
@given(st.text(st.characters(exclude_categories=[]), max_size=12))
def test_any_text_ends_in_findings_or_in_a_sound_table(value: str) -> None:
    added = add_rows(EXAMPLE, sent_rows(("figures", {**FIGURE, "notes": value, "place": value})))
    if added.files:
        assert not check_tables(after(added)).failed()
    else:
        assert added.check.failed()


@given(st.text(st.characters(exclude_categories=[])))
def test_a_whole_cell_can_be_written(value: str) -> None:
    cell = whole_cell(value)
    assert cell.encode().decode() == cell
    assert whole_cell(cell) == cell


def test_an_empty_submission_adds_nothing() -> None:
    added = add_rows(EXAMPLE, Submission(()))
    assert (added.files, added.check.findings, added.rows) == ({}, (), {})


@pytest.mark.slow
def test_resembling_rows_are_named_by_the_place_of_the_new_one(package: Package) -> None:
    added = add_to_example(package, ("areas", AREA), ("quotes", {**QUOTE, "utterance": "doe-plan"}))
    assert [(found.place.line, found.row_id) for found in added.similar] == [(3, "quo-3f8d0z"), (3, "quo-4g9e1x")]


def test_a_row_that_is_sent_twice_is_told_at_the_second_with_the_line_of_the_first(package: Package) -> None:
    added = add_to_example(package, ("figures", FIGURE), ("figures", FIGURE), ("figures", FIGURE))
    (finding,) = [finding for finding in added.check.findings if finding.level is Level.ERROR]
    assert (finding.line, finding.rule) == (3, "not-a-row")
    assert finding.message == "the row is the same as line 2 (and 1 more): delete one of them"
    assert added.files == {}


def test_ids_of_rows_alike_are_made_without_trying_all_before_them(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema, row = package.resource("figures").schema, {**FIGURE}
    tried: list[str] = []

    def hashed(text: str) -> str:
        tried.append(text)
        return f"{len(tried):06}"

    monkeypatch.setattr(ids, "short_hash", hashed)
    taken: set[str] = set()
    counters: dict[str, int] = {}
    for _ in range(300):
        taken.add(make_id(schema, row, taken, counters))
    assert (len(taken), len(tried)) == (300, 300)


@given(st.integers(1, 8))
def test_ids_are_the_same_whether_the_count_is_kept_or_begun_anew(number: int) -> None:
    schema = load_package(REPOSITORY).resource("figures").schema
    kept: list[str] = []
    anew: list[str] = []
    counters: dict[str, int] = {}
    for _ in range(number):
        kept.append(make_id(schema, FIGURE, kept, counters))
        anew.append(make_id(schema, FIGURE, anew))
    assert kept == anew
