"""Corrections and retractions: the row and its revision together, the old value kept."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from contributors import FIGURE, example_inputs, sent_rows
from deportation_goal.errors import UserError
from deportation_goal.intake.add import add_rows, table_rows
from deportation_goal.intake.correct import Revised, correct, correct_column, retract, revise_rows
from deportation_goal.intake.revision_set import Change, Correction, Retraction
from deportation_goal.intake.submitted_rows import Place
from deportation_goal.intake.submitted_table import SubmittedCell
from deportation_goal.package.descriptor import load_package
from deportation_goal.rules.engine import TableInput, check_tables
from deportation_goal.rules.example_package import ROWS
from deportation_goal.rules.unrevised import unrevised_changes
from deportation_goal.table_files import Row
from support import REPOSITORY, changed, example_files, inputs_of

PACKAGE = load_package(REPOSITORY)
EXAMPLE = example_inputs(PACKAGE)
DAY = datetime.date(2026, 1, 2)
FIGURE_ID = ROWS["figures"][1]["figure_id"]
QUOTE_ID = ROWS["quotes"][1]["quote_id"]
REASON = "Read again."


def after(revised: Revised, inputs: list[TableInput] = EXAMPLE) -> list[TableInput]:
    """Return the tables with what was written."""
    return [replace(table, content=revised.files.get(table.path, table.content)) for table in inputs]


def row(inputs: list[TableInput], table: str, row_id: str) -> Row | None:
    """Return a row by its id, or None."""
    found = next(item for item in inputs if item.schema.name == table)
    return next((item for item in table_rows(found) if item[found.schema.primary_key] == row_id), None)


def corrected(values: Mapping[str, str], row_id: str = FIGURE_ID, reason: str = REASON) -> Revised:
    return correct(EXAMPLE, row_id, values, reason, DAY)


def test_the_row_and_a_revision_for_each_cell_are_written_together() -> None:
    revised = corrected({"value": "2000", "value_text": "2,000 deportations"})
    assert sorted(revised.files) == ["data/figures.csv", "data/revisions.csv"]
    assert check_tables(after(revised)).findings == ()
    old, new = row(EXAMPLE, "figures", FIGURE_ID), row(after(revised), "figures", FIGURE_ID)
    assert new == {**(old or {}), "value": "2000", "value_text": "2,000 deportations"}
    told = [(item["field"], item["old_value"], item["new_value"]) for item in revised.revisions]
    assert told == [("value", "1000", "2000"), ("value_text", "1,000 deportations", "2,000 deportations")]
    for item in revised.revisions:
        assert row(after(revised), "revisions", item["revision_id"]) == item
        assert (item["table_name"], item["row_id"], item["action"]) == ("figures", FIGURE_ID, "corrected")
        assert (item["reason"], item["date"], item["version"]) == (REASON, "2026-01-02", "")


@pytest.mark.slow
def test_a_cell_can_be_emptied_and_a_row_keeps_its_id_and_moves_to_its_place() -> None:
    emptied = corrected({"occasion": "", "evidence_start": "0", "evidence_end": "100"}, QUOTE_ID)
    assert [item["field"] for item in emptied.revisions] == ["evidence_start", "evidence_end"]
    assert check_tables(after(emptied)).findings == ()
    unattributed = corrected({"attributed_to": "", "attribution_type": "unattributed"})
    assert [item["new_value"] for item in unattributed.revisions] == ["", "unattributed"]
    assert unattributed.files


def test_only_what_changes_is_a_revision_and_no_change_is_refused() -> None:
    revised = corrected({"value": " 1000 ", "notes": "A  note."})
    assert [(item["field"], item["new_value"]) for item in revised.revisions] == [("notes", "A note.")]
    with pytest.raises(UserError, match="holds these values already"):
        corrected({"value": "1000", "notes": ""})


@pytest.mark.parametrize(
    ("row_id", "values", "says"),
    [
        ("fig-8h3n1x", {"value": "1"}, f"did you mean {FIGURE_ID}"),
        ("nothing-like-it", {"value": "1"}, "first column of its table"),
        ("rev-2w7e5r", {"reason": "x"}, "no table has a row"),
        (FIGURE_ID, {"valu": "1"}, "did you mean value"),
        (FIGURE_ID, {"words": "1"}, 'figures has no column "words"; its columns are figure_id, '),
        (FIGURE_ID, {"figure_id": "fig-000000"}, "never changes"),
        (FIGURE_ID, {"added_in": "1.0.0"}, "only `deportation-goal release` writes added_in"),
        (f"quotes:{FIGURE_ID}", {"value": "1"}, "no table has a row"),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_a_hint(row_id: str, values: dict[str, str], says: str) -> None:
    with pytest.raises(UserError, match=says):
        corrected(values, row_id)


def test_a_correction_that_breaks_a_rule_writes_nothing_and_names_where_it_was_given() -> None:
    places = {"value": Place("--set", 1, 2, 2), "reason": Place("--reason")}
    revised = correct(EXAMPLE, FIGURE_ID, {"value": "many"}, "x" * 300, DAY, places)
    assert revised.files == {}
    told = {(finding.path, finding.column, finding.field, finding.rule) for finding in revised.check.findings}
    assert told == {("--set", 2, "value", "type"), ("--reason", 1, "reason", "max-length")}


@pytest.mark.slow
def test_what_was_wrong_before_does_not_refuse_a_correction() -> None:
    inputs = inputs_of(PACKAGE, example_files(PACKAGE, changed({"figures.1.status": "guessed"})))
    note = correct(inputs, FIGURE_ID, {"notes": "A note."}, REASON, DAY)
    assert note.files
    assert note.check.findings == ()
    mended = correct(inputs, FIGURE_ID, {"status": "reported"}, REASON, DAY)
    assert check_tables(after(mended, inputs)).findings == ()


@pytest.mark.slow
def test_the_same_correction_back_and_forth_gets_ids_of_its_own() -> None:
    inputs, ids = EXAMPLE, []
    for value in ("One more note.", "", "One more note.", ""):
        revised = correct(inputs, FIGURE_ID, {"notes": value}, REASON, DAY)
        ids += [item["revision_id"] for item in revised.revisions]
        inputs = after(revised, inputs)
    assert len(set(ids)) == 4
    assert check_tables(inputs).findings == ()


def test_a_retracted_row_leaves_its_table_and_is_kept_whole() -> None:
    revised = retract(EXAMPLE, QUOTE_ID, "", REASON, DAY)
    tables = after(revised)
    assert row(tables, "quotes", QUOTE_ID) is None
    (item,) = revised.revisions
    old = row(EXAMPLE, "quotes", QUOTE_ID) or {}
    assert json.loads(item["old_value"]) == {column: value for column, value in old.items() if value}
    assert (item["action"], item["field"], item["new_value"], item["replaced_by"]) == ("retracted", "", "", "")
    assert check_tables(tables).findings == ()


@pytest.mark.slow
def test_a_row_can_give_way_to_another() -> None:
    (item,) = retract(EXAMPLE, QUOTE_ID, ROWS["quotes"][0]["quote_id"], REASON, DAY).revisions
    assert (item["action"], item["replaced_by"]) == ("merged", ROWS["quotes"][0]["quote_id"])


@pytest.mark.parametrize("other", [QUOTE_ID, "quo-000000", f"figures:{ROWS['quotes'][0]['quote_id']}"])
def test_what_takes_the_place_must_be_another_row(other: str) -> None:
    with pytest.raises(UserError, match=f"cannot replace {QUOTE_ID}"):
        retract(EXAMPLE, QUOTE_ID, other, REASON, DAY)


@pytest.mark.parametrize("other", [FIGURE_ID, f"figures:{FIGURE_ID}"])
def test_a_row_of_another_table_may_take_the_place(other: str) -> None:
    revised = retract(EXAMPLE, QUOTE_ID, other, REASON, DAY)
    assert revised.check.findings == ()
    assert [(item["action"], item["replaced_by"]) for item in revised.revisions] == [("merged", FIGURE_ID)]


@pytest.mark.parametrize(
    ("row_id", "referring"),
    [
        ("jane-doe", "quotes quo-3f8d0z, quotes quo-4g9e1x"),
        ("washington-post-2025-04-12", "observations val-5m2k8t, sources example-news-"),
    ],
)
def test_a_row_that_others_refer_to_stays(row_id: str, referring: str) -> None:
    with pytest.raises(UserError, match=f"while other rows refer to it.*: {referring}"):
        retract(EXAMPLE, row_id, "", REASON, DAY)


def test_many_referring_rows_are_counted() -> None:
    copies = {f"figures.1{'+' * (number + 1)}.figure_id": f"fig-0000{number:02}" for number in range(12)}
    inputs = inputs_of(PACKAGE, example_files(PACKAGE, changed(copies)))
    with pytest.raises(UserError, match=r"fig-0000\d\d and 4 more$"):
        retract(inputs, "removals-to-date", "", REASON, DAY)


@pytest.mark.slow
def test_a_retracted_row_is_found_no_more_and_its_id_is_not_given_again() -> None:
    added = add_rows(EXAMPLE, sent_rows(("figures", FIGURE)))
    (new,) = added.rows["figures"]
    inputs = [replace(table, content=added.files.get(table.path, table.content)) for table in EXAMPLE]
    gone = after(retract(inputs, new["figure_id"], "", REASON, DAY), inputs)
    with pytest.raises(UserError, match=f"was retracted on 2026-01-02: {REASON}"):
        retract(gone, new["figure_id"], "", REASON, DAY)
    with pytest.raises(UserError, match=f"was retracted on 2026-01-02: {REASON}"):
        correct(gone, new["figure_id"], {"notes": "x"}, REASON, DAY)
    (again,) = add_rows(gone, sent_rows(("figures", FIGURE))).rows["figures"]
    assert again["figure_id"] != new["figure_id"]


@pytest.mark.slow
def test_a_merged_row_says_what_took_its_place() -> None:
    other = ROWS["quotes"][0]["quote_id"]
    gone = after(retract(EXAMPLE, QUOTE_ID, other, REASON, DAY))
    with pytest.raises(UserError, match=rf"was merged on 2026-01-02 \(see {other}\)"):
        retract(gone, QUOTE_ID, "", REASON, DAY)


@pytest.mark.slow
def test_an_id_that_two_tables_have_is_asked_for_with_its_table() -> None:
    twin = changed({"indicators.1+.indicator_id": "jane-doe", "indicators.1+.name": "A twin"})
    inputs = inputs_of(PACKAGE, example_files(PACKAGE, twin))
    with pytest.raises(UserError, match="write indicators:jane-doe or agents:jane-doe"):
        correct(inputs, "jane-doe", {"name": "Jane"}, REASON, DAY)
    revised = correct(inputs, "indicators:jane-doe", {"name": "Jane"}, REASON, DAY)
    assert [(item["table_name"], item["row_id"]) for item in revised.revisions] == [("indicators", "jane-doe")]


@pytest.mark.slow
def test_half_a_character_in_a_new_value_ends_in_a_finding() -> None:
    revised = corrected({"notes": "\ud83d"})
    assert [finding.rule for finding in revised.check.findings if finding.table == "figures"] == ["invisible-character"]
    assert revised.files == {}


def _set(*changes: Change) -> Revised:
    return revise_rows(EXAMPLE, changes, DAY)


def _retraction(row_id: str, replaced_by: str = "", line: int = 2) -> Retraction:
    return Retraction(row_id, replaced_by, REASON, Place("r.csv", line), {})


def _correction(row_id: str, column: str, value: str, line: int = 2) -> Correction:
    return Correction(row_id, {column: value}, REASON, Place("c.csv", line), {column: Place("c.csv", line, 9)})


def test_a_set_is_judged_when_all_of_it_was_applied() -> None:
    """An agent can go together with the rows that refer to it, in any order."""
    quotes = [item["quote_id"] for item in ROWS["quotes"]]
    rows = ["jane-doe", "removals-running-count", *quotes, "val-5m2k8t"]
    revised = _set(*map(_retraction, rows))
    assert revised.files
    assert revised.check.findings == ()
    assert {item["row_id"] for item in revised.revisions} == set(rows)
    tables = after(revised)
    assert [row(tables, "quotes", name) for name in quotes] == [None] * len(quotes)
    assert check_tables(tables).findings == ()


def test_every_reason_against_a_set_is_told_with_its_place() -> None:
    with pytest.raises(UserError) as refused:
        _set(
            _correction("nothing-like-it", "value", "1", 2),
            _correction(FIGURE_ID, "valu", "1", 3),
            _correction(FIGURE_ID, "value", "1", 4),
            _correction(FIGURE_ID, "value", "2", 5),
            _retraction("jane-doe", line=6),
            _retraction(QUOTE_ID, "quo-000000", line=7),
            _retraction(QUOTE_ID, line=8),
        )
    lines = str(refused.value).splitlines()
    places = ["c.csv:2:1", "c.csv:3:1", "c.csv:5:1", "r.csv:8:1", "r.csv:6:1", "r.csv:7:1"]
    assert [line.strip().partition(": ")[0] for line in lines] == places
    assert "corrected twice" in lines[2]
    assert "retracted in this set already" in lines[3]
    assert "other rows refer to it" in lines[4]


def test_a_finding_of_a_set_is_told_where_the_value_was_given() -> None:
    revised = _set(_correction(FIGURE_ID, "value", "many", 4), _correction(QUOTE_ID, "notes", "A note.", 5))
    assert revised.files == {}
    assert [(item.path, item.line, item.column, item.rule) for item in revised.check.findings] == [
        ("c.csv", 4, 9, "type")
    ]


def test_what_a_row_holds_already_is_told_and_the_rest_is_written() -> None:
    revised = _set(_correction(FIGURE_ID, "value", "1000", 2), _correction(FIGURE_ID, "notes", "A note.", 3))
    assert revised.remarks == (f"c.csv:2:1: {FIGURE_ID} holds this value already",)
    assert [item["field"] for item in revised.revisions] == ["notes"]
    with pytest.raises(UserError, match="holds this value already"):
        _set(_correction(FIGURE_ID, "value", "1000"))


def test_cells_of_one_row_in_several_lines_are_one_changed_row() -> None:
    revised = _set(
        _correction(FIGURE_ID, "value", "2000", 2), _correction(FIGURE_ID, "value_text", "2,000 deportations", 3)
    )
    assert revised.changed_rows == {"figures": 1}
    new = row(after(revised), "figures", FIGURE_ID) or {}
    assert (new["value"], new["value_text"]) == ("2000", "2,000 deportations")


def test_a_cell_of_a_file_is_read_as_add_reads_it() -> None:
    cell = SubmittedCell("2 000", Place("c.csv", 2, 5))
    given = Correction(FIGURE_ID, {"value": cell, "value_text": "2,000 deportations"}, REASON, Place("c.csv", 2), {})
    revised = _set(given)
    assert [item["new_value"] for item in revised.revisions] == ["2000", "2,000 deportations"]
    assert revised.remarks == ('c.csv:2:5: value: "2 000" is read as 2000',)


def _of_column(words: str, replacement: str, column: str = "notes", table: str = "figures") -> Revised:
    return correct_column(NOTED, table, column, words, replacement, REASON, DAY)


NOTED = inputs_of(
    PACKAGE, example_files(PACKAGE, changed({"figures.0.notes": "Old words. Kept.", "figures.1.notes": "Old words."}))
)


@pytest.mark.parametrize(("replacement", "notes"), [("", ["Kept.", ""]), ("New.", ["New. Kept.", "New."])])
def test_words_are_replaced_in_a_whole_column_by_one_revision(replacement: str, notes: list[str]) -> None:
    revised = _of_column("Old words.", replacement)
    assert revised.changed_rows == {"figures": 2}
    (item,) = revised.revisions
    assert [item[column] for column in ("table_name", "row_id", "field", "old_value", "new_value", "action")] == [
        *("figures", "*", "notes", "Old words.", replacement, "corrected")
    ]
    tables = after(revised, NOTED)
    assert [(row(tables, "figures", one["figure_id"]) or {})["notes"] for one in ROWS["figures"][:2]] == notes
    assert check_tables(tables).findings == ()
    older, newer = ({table.schema.name: table_rows(table) for table in side} for side in (NOTED, tables))
    assert list(unrevised_changes(older, newer, {table.schema.name: table.schema for table in NOTED})) == []


@pytest.mark.parametrize(
    ("column", "table", "words", "replacement", "says"),
    [
        ("notes", "figure", "a", "b", 'no table "figure"'),
        ("notes", "revisions", "a", "b", 'no table "revisions" to correct'),
        ("note", "figures", "a", "b", "did you mean notes"),
        ("figure_id", "figures", "fig", "gif", "never changes"),
        ("added_in", "figures", "1", "2", "only `deportation-goal release` writes"),
        ("notes", "figures", "absent", "b", 'no cell of figures.notes has "absent"'),
        ("notes", "figures", " ", "b", "give the words to replace"),
        ("notes", "figures", "a", "a", "give the words to replace"),
    ],
)
def test_what_cannot_be_replaced_is_refused(column: str, table: str, words: str, replacement: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        _of_column(words, replacement, column, table)


@pytest.mark.parametrize("table", ["figures", "revisions"])
def test_a_broken_table_is_not_written_to(table: str) -> None:
    inputs = inputs_of(PACKAGE, example_files(PACKAGE, changed({}, {table: (b"\n", b"\r\n")})))
    with pytest.raises(UserError, match=f"data/{table}.csv is not in canonical form"):
        correct(inputs, FIGURE_ID, {"notes": "A note."}, REASON, DAY)


def test_other_words_of_the_same_meaning_are_a_revision_of_their_own() -> None:
    change = Correction(FIGURE_ID, {"notes": "Other words."}, REASON, None, {}, wording=True)
    found = revise_rows(EXAMPLE, [change], DAY)
    assert [(item["action"], item["field"], item["new_value"]) for item in found.revisions] == [
        ("wording", "notes", "Other words.")
    ]
    older, newer = ({table.schema.name: table_rows(table) for table in side} for side in (EXAMPLE, after(found)))
    assert list(unrevised_changes(older, newer, {table.schema.name: table.schema for table in EXAMPLE})) == []
