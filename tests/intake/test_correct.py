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
from deportation_goal.intake.correct import Revised, correct, retract
from deportation_goal.intake.submitted_rows import Place
from deportation_goal.package.descriptor import load_package
from deportation_goal.rules.engine import TableInput, check_tables
from deportation_goal.rules.example_package import ROWS
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
    for value in ("A note.", "", "A note.", ""):
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


@pytest.mark.parametrize("other", [QUOTE_ID, FIGURE_ID, "quo-000000"])
def test_what_takes_the_place_must_be_another_row_of_the_table(other: str) -> None:
    with pytest.raises(UserError, match="no other row of quotes"):
        retract(EXAMPLE, QUOTE_ID, other, REASON, DAY)


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


@pytest.mark.parametrize("table", ["figures", "revisions"])
def test_a_broken_table_is_not_written_to(table: str) -> None:
    inputs = inputs_of(PACKAGE, example_files(PACKAGE, changed({}, {table: (b"\n", b"\r\n")})))
    with pytest.raises(UserError, match=f"data/{table}.csv is not in order"):
        correct(inputs, FIGURE_ID, {"notes": "A note."}, REASON, DAY)
