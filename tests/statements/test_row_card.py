"""One row with all that belongs to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package, Resource, load_package
from deportation_goal.statements.row_card import row_card
from made_tables import EditableRows, editable_rows


@pytest.fixture
def tables(example_copy: Path) -> EditableRows:
    """The rows of the example package."""
    return editable_rows(load_package(example_copy))


def _revision(**cells: str) -> dict[str, str]:
    return {
        "revision_id": "rev-000001",
        "table_name": "figures",
        "row_id": "fig-7k2m9q",
        "field": "",
        "old_value": "",
        "new_value": "",
        "action": "corrected",
        "replaced_by": "",
        "reason": "Because.",
        "date": "2026-01-02",
        "version": "",
        **cells,
    }


def test_a_figure_with_its_names_its_way_and_its_agreement(package: Package, tables: EditableRows) -> None:
    card = row_card(package, tables, "fig-7k2m9q")
    words = {field.column: field.words for field in card.fields}
    assert (words["indicator_id"], words["area"], words["qualifier"]) == (
        "Goal for removals",
        "United States",
        "At least",
    )
    assert card.lineage is not None
    assert (card.lineage.carried_in, card.lineage.origin) == ("example-news-2025-04-13", "washington-post-2025-04-12")
    assert card.comparison is not None
    assert card.comparison.verdict == "single"
    assert (card.utterance, card.retired) == (None, False)
    assert [revision["reason"] for revision in card.history] == ["The text speaks of the United States."]


def test_empty_cells_are_left_out(package: Package, tables: EditableRows) -> None:
    card = row_card(package, tables, "fig-7k2m9q")
    assert all(field.value for field in card.fields)
    assert card.value("place") == ""


def test_a_quote_has_all_its_wordings(package: Package, tables: EditableRows) -> None:
    card = row_card(package, tables, "quo-4g9e1x")
    assert card.utterance is not None
    assert len(card.utterance.wordings) == 2


def test_a_row_of_the_codebook_says_who_refers_to_it(package: Package, tables: EditableRows) -> None:
    assert row_card(package, tables, "removals-goal").referring == {"figures": 1}
    assert row_card(package, tables, "removals-goal").lineage is None


def test_the_history_stands_in_order(package: Package, tables: EditableRows) -> None:
    tables["revisions"] = [
        _revision(revision_id="rev-000002", date="2026-03-01", field="value", old_value="1", new_value="2"),
        _revision(date="2026-02-01", field="notes", new_value="x"),
        _revision(revision_id="rev-000003", row_id="fig-000000", action="merged", replaced_by="fig-7k2m9q"),
        _revision(revision_id="rev-000004", row_id="fig-8h3n1p"),
    ]
    history = row_card(package, tables, "fig-7k2m9q").history
    assert [revision["revision_id"] for revision in history] == ["rev-000003", "rev-000001", "rev-000002"]


def test_a_retracted_row_is_shown_as_it_was(package: Package, tables: EditableRows) -> None:
    gone = tables["figures"].pop(0)
    whole = {column: value for column, value in gone.items() if value}
    tables["revisions"] = [_revision(action="retracted", old_value=json.dumps(whole))]
    card = row_card(package, tables, "fig-7k2m9q")
    assert card.retired
    assert card.value("value_text") == gone["value_text"]
    assert card.comparison is None


def test_an_id_of_two_tables_has_to_be_named_with_its_table(package: Package, tables: EditableRows) -> None:
    tables["sources"][0]["source_id"] = "jane-doe"
    with pytest.raises(UserError, match=r"write (agents:jane-doe or sources|sources:jane-doe or agents):jane-doe"):
        row_card(package, tables, "jane-doe")
    assert row_card(package, tables, "agents:jane-doe").table == "agents"


def test_a_derived_table_that_repeats_an_id_is_shown_only_where_it_is_named(
    package: Package, tables: EditableRows
) -> None:
    figure = tables["figures"][0]
    flat = Resource("figures_flat", "derived/figures_flat.csv", package.resource("figures").schema, "")
    release = package._replace(resources=(*package.resources, flat))
    with_derived = {**tables, "figures_flat": [dict(figure)]}
    assert row_card(release, with_derived, figure["figure_id"]).table == "figures"
    assert row_card(release, with_derived, f"figures_flat:{figure['figure_id']}").table == "figures_flat"


@pytest.mark.parametrize(("wanted", "says"), [("fig-7k2m9r", "Near it: fig-7k2m9q"), ("zzz", "search WORDS")])
def test_an_unknown_id_is_answered_with_what_to_do(
    wanted: str, says: str, package: Package, tables: EditableRows
) -> None:
    with pytest.raises(UserError, match=says):
        row_card(package, tables, wanted)
