"""Every kind of change of a release, each with the step of the version that it requires, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest

from deportation_goal.diff.package_diff import ComputedRows, Kind, Step
from deportation_goal.diff.step import ROW_STEPS, STEPS, required_step
from made_tables import EditableRows
from versions import (
    REVISION,
    Document,
    correct_cell,
    difference,
    drop_column,
    field,
    rename,
    write_version,
)

Side = dict[str, Any]
"""What `write_version` is called with, but for the folder."""

EQUAL: Final = Step.NONE


@dataclass(frozen=True, eq=False)
class Case:
    """A change, the step that it requires, and why."""

    what: str
    step: Step
    why: str
    new: Side
    old: Side | None = None


def rows(change: Callable[[EditableRows], object]) -> Side:
    return {"rows": change}


def schema(
    table: str, change: Callable[[Document], object], also: Callable[[EditableRows], object] | None = None
) -> Side:
    return {"schemas": {table: change}, **({"rows": also} if also else {})}


def column(table: str, name: str, **members: object) -> Side:
    return schema(table, lambda document: field(document, name).update(members))


def constraint(table: str, name: str, **members: object) -> Side:
    return schema(table, lambda document: field(document, name).setdefault("constraints", {}).update(members))


def descriptor(**members: object) -> Side:
    return {"descriptor": lambda document: document.update(members)}


def resource(**members: object) -> Side:
    return {"descriptor": lambda document: document["resources"][0].update(members)}


def tool(commands: Document | None = None, rules: Document | None = None, python: str = "3.11", **more: object) -> Side:
    form = {"format": "deportation-goal-interface", "format_version": 1, "functions": {"load": {}}}
    document = {**form, "commands": commands or {"check": {}}, "rules": rules or {"enum": "error"}, "python": python}
    return {"interface": {**document, **more}}


def option(*, required: bool = False, choices: tuple[str, ...] = ()) -> Document:
    return {"check": {"--from": {"required": required, "takes": "value", "choices": list(choices)}}}


def drop_code(document: Document) -> None:
    code = field(document, "status")
    code["constraints"]["enum"].remove("provisional")
    code["categories"] = [item for item in code["categories"] if item["value"] != "provisional"]


def add_code(document: Document) -> None:
    code = field(document, "status")
    code["constraints"]["enum"].append("wished")
    code["categories"].append({"value": "wished", "label": "Wished", "description": "Hoped for."})


def explain_code(document: Document) -> None:
    field(document, "status")["categories"][0]["description"] = "Something else."


def label_code(document: Document) -> None:
    field(document, "status")["categories"][0]["label"] = "Another label"


def rename_qualifier(changed: EditableRows) -> None:
    for row in changed["figures"]:
        row["hedge"] = row.pop("qualifier")


def move_last_column(document: Document) -> None:
    document["fields"].insert(1, document["fields"].pop())


def other_key(document: Document) -> None:
    document["primaryKey"] = ["name"]


def drop_reference(document: Document) -> None:
    document["foreignKeys"] = document["foreignKeys"][1:]


def add_reference(document: Document) -> None:
    reference = {"fields": ["place"], "reference": {"resource": "areas", "fields": ["area"]}}
    document["foreignKeys"].append(reference)


def drop_table(document: Document) -> None:
    document["resources"] = [member for member in document["resources"] if member["name"] != "relations"]


def retract_obstacle(changed: EditableRows) -> None:
    changed["obstacles"].clear()
    row = {**REVISION, "table_name": "obstacles", "row_id": "obs-5x1c4v", "old_value": '{"obstacle_id":"obs-5x1c4v"}'}
    changed["revisions"].append(row)


def another_thing(changed: EditableRows) -> None:
    changed["areas"][0].update(name="Panama", m49="591", kind="territory")


def other_letters(changed: EditableRows) -> None:
    area = changed["areas"][0]
    area.update(name=area["name"].upper(), kind="territory")


def wording_of_a_column(changed: EditableRows) -> None:
    # The two texts stand in the schema before and after the change.
    row = {"table_name": "figures", "row_id": "*", "field": "place", "action": "wording", "old_value": PLACE}
    changed["revisions"].append({**REVISION, **row, "new_value": "Other words.", "revision_id": "rev-000009"})


def longer_notes(changed: EditableRows) -> None:
    for row in changed["figures"]:
        row["notes"] = "Read again."


PLACE: Final = "What this column was said to mean."
OLD_PLACE: Final = column("figures", "place", description=PLACE)
NEW_PLACE: Final = column("figures", "place", description="Other words.")

CASES: Final = (
    Case("nothing", EQUAL, "there is nothing to release", {}),
    # Rows.
    Case("a row is new", Step.MINOR, "a query gives more", rows(lambda changed: changed["areas"].append({"area": "PAN"}))),
    Case("a cell is corrected", Step.PATCH, "the same row, righted", rows(lambda changed: correct_cell(changed, "figures", "notes", "x"))),
    Case("a cell is filled", Step.PATCH, "the same row, fuller", rows(lambda changed: changed["figures"][0].update(place="Here"))),
    Case("a row is retracted", Step.MINOR, "a query gives less, and revisions says why", rows(retract_obstacle)),
    Case("a row is gone without a word", Step.MAJOR, "whoever cited it finds nothing", rows(lambda changed: changed["obstacles"].clear())),
    Case("rows are in another order", EQUAL, "rows are found by their key", {"rows": lambda changed: changed["areas"].reverse(), "ordered": False}),
    Case("a row is another thing", Step.MAJOR, "its id was cited for something else", rows(another_thing)),
    Case("a row is in capitals and of another kind", Step.PATCH, "it names the same place", rows(other_letters)),
    Case("a gap of a short row is filled", Step.PATCH, "what was there stays", rows(longer_notes)),
    # Meaning.
    Case("the unit of an indicator changes", Step.MAJOR, "every figure of it means another amount", rows(lambda changed: correct_cell(changed, "indicators", "unit", "{case}"))),
    Case("its definition changes", Step.MAJOR, "every figure of it counts something else", rows(lambda changed: correct_cell(changed, "indicators", "definition", "Another count."))),
    Case("its measure changes", Step.MAJOR, "a stock is no flow", rows(lambda changed: correct_cell(changed, "indicators", "measure", "rate"))),
    Case("what it includes changes", Step.MAJOR, "the count is wider or narrower", rows(lambda changed: correct_cell(changed, "indicators", "includes", "Others, too."))),
    Case("what it excludes changes", Step.MAJOR, "the count is wider or narrower", rows(lambda changed: correct_cell(changed, "indicators", "excludes", "Some."))),
    Case("only the words of its definition change", Step.PATCH, "a revision says wording", rows(lambda changed: correct_cell(changed, "indicators", "definition", "The same count.", "wording"))),
    Case("its name changes", Step.PATCH, "the definition says what is counted", rows(lambda changed: correct_cell(changed, "indicators", "name", "Another name"))),
    Case("the name of an agent changes", Step.MAJOR, "the words are somebody else's", rows(lambda changed: correct_cell(changed, "agents", "name", "Somebody Else"))),
    Case("the type of an agent changes", Step.MAJOR, "a person is no government", rows(lambda changed: correct_cell(changed, "agents", "agent_type", "unnamed"))),
    Case("the role of an agent changes", Step.PATCH, "the agent is the same", rows(lambda changed: correct_cell(changed, "agents", "role", "Another role"))),
    Case("a column has another description", Step.MAJOR, "its cells mean something else", NEW_PLACE, OLD_PLACE),
    Case("a description has other words of the same meaning", Step.PATCH, "a revision says wording", {**NEW_PLACE, "rows": wording_of_a_column}, OLD_PLACE),
    Case("a description has another comma", Step.PATCH, "case and punctuation do not count", column("figures", "place", description="what, this column was said to mean"), OLD_PLACE),
    Case("a code has another description", Step.MAJOR, "rows with it mean something else", schema("figures", explain_code)),
    Case("a code has another label", Step.PATCH, "the description says what it means", schema("figures", label_code)),
    # Columns.
    Case("a column is new", Step.MAJOR, "columns taken by place are others now", schema("figures", lambda document: document["fields"].insert(2, {"name": "extra"}))),
    Case("a column is gone", Step.MAJOR, "a query that names it fails", schema("figures", lambda document: drop_column(document, "notes"))),
    Case("a column has another name", Step.MAJOR, "a query that names it fails", schema("figures", lambda document: rename(document, "qualifier", "hedge"), rename_qualifier)),
    Case("a column is at another place", Step.MAJOR, "columns taken by place are others now", schema("agents", move_last_column)),
    Case("a column has another type", Step.MAJOR, "it is read as something else", column("figures", "value_text", type="number")),
    Case("a column has a wider type", Step.MAJOR, "it is read as something else", column("figures", "evidence_start", type="number")),
    Case("a column has another format", Step.MAJOR, "it is read as something else", column("sources", "url", format="email")),
    Case("missing values are written otherwise", Step.MAJOR, "an empty cell is read as a text", schema("figures", lambda document: document.update(missingValues=["", "n/a"]))),
    Case("a column is required", Step.MAJOR, "rows that passed fail", constraint("figures", "place", required=True)),
    Case("a column is no longer required", Step.MINOR, "an empty cell may come", constraint("figures", "value_text", required=False)),
    Case("a text may be shorter only", Step.MAJOR, "rows that passed fail", constraint("figures", "value_text", maxLength=79)),
    Case("a text may be longer", Step.MINOR, "more passes", constraint("figures", "value_text", maxLength=81)),
    Case("a pattern is another", Step.MAJOR, "nobody can tell whether it is narrower", constraint("figures", "figure_id", pattern="^fig-.*$")),
    Case("a number has a lower bound", Step.MAJOR, "rows that passed fail", constraint("figures", "evidence_start", minimum=5)),
    Case("a reference is new", Step.MAJOR, "rows that passed fail", schema("figures", add_reference)),
    Case("a reference is gone", Step.MINOR, "more passes", schema("figures", drop_reference)),
    Case("the key is another", Step.MAJOR, "rows cannot be followed", schema("areas", other_key)),
    Case("a code is new", Step.MINOR, "a query may meet it", schema("figures", add_code)),
    Case("a code is gone", Step.MAJOR, "a filter on it finds nothing", schema("figures", drop_code)),
    Case("a column has another title", Step.PATCH, "the name is what a query uses", column("figures", "value", title="Number")),
    Case("a column has another example", Step.PATCH, "it describes only", column("figures", "value", example="7")),
    Case("a table has another description", Step.PATCH, "it describes only", schema("figures", lambda document: document.update(description="Other."))),
    Case("a column is marked for the tool", Step.PATCH, "a client reads it as before", column("figures", "place", writtenBy="a tool", announced=True)),
    # Tables and descriptor.
    Case("a table is gone", Step.MAJOR, "a query that names it fails", {"descriptor": drop_table}),
    Case("a table is new", Step.MINOR, "what was there stays", {}, {"descriptor": drop_table}),
    Case("a table has another encoding", Step.MAJOR, "it is read as something else", resource(encoding="utf-16")),
    Case("a table has another separator", Step.MAJOR, "it is read as something else", resource(dialect={"delimiter": ";"})),
    Case("the title is another", Step.PATCH, "it describes only", descriptor(title="Another title")),
    Case("the keywords are others", Step.PATCH, "they describe only", descriptor(keywords=["another"])),
    Case("the home page is another", Step.PATCH, "it describes only", descriptor(homepage="https://example.org/")),
    Case("the licence is another", Step.MAJOR, "what was allowed may not be", descriptor(licenses=[{"name": "CC0-1.0", "path": "https://example.org/"}])),
    Case("version and date are others", EQUAL, "every release changes them", descriptor(version="0.9.0", created="2027-01-01T00:00:00Z")),
    # Tool.
    Case("a command is new", Step.MINOR, "scripts run as before", tool({"check": {}, "fix": {}}), tool()),
    Case("a command is gone", Step.MAJOR, "a script that calls it fails", tool(), tool({"check": {}, "fix": {}})),
    Case("an option is new", Step.MINOR, "scripts run as before", tool(option()), tool()),
    Case("an option must be given", Step.MAJOR, "a call without it fails", tool(option(required=True)), tool()),
    Case("an option takes less", Step.MAJOR, "a call with the other value fails", tool(option(choices=("a",))), tool(option(choices=("a", "b")))),
    Case("a function is gone", Step.MAJOR, "code that calls it fails", tool(functions={}), tool()),
    Case("a warning is an error", Step.MINOR, "what is sent may be refused; what is published passes", tool(rules={"enum": "error", "label": "error"}), tool(rules={"enum": "error", "label": "warning"})),
    Case("a rule is new and an error", Step.MINOR, "what is sent may be refused; what is published passes", tool(rules={"enum": "error", "label": "error"}), tool()),
    Case("a rule is new and warns", EQUAL, "it refuses nothing", tool(rules={"enum": "error", "label": "warning"}), tool()),
    Case("an error is a warning", Step.PATCH, "more passes", tool(rules={"enum": "warning"}), tool()),
    Case("a newer Python is needed", Step.MAJOR, "it cannot be installed where it ran", tool(python="3.12"), tool()),
    Case("an older Python will do", EQUAL, "it runs where it ran", tool(python="3.10"), tool()),
    # Logs.
    Case("a release is logged", EQUAL, "the logs say what happened to other rows", rows(lambda changed: changed["changes"].append({"change_id": "0.1.0:figures:fig-7k2m9q"}))),
)  # fmt: skip


@pytest.mark.slow
def test_every_kind_of_change_requires_its_step(tmp_path: Path) -> None:
    unchanged = write_version(tmp_path / "unchanged")
    diffs = {}
    for case in CASES:
        old = write_version(tmp_path / "old", **case.old) if case.old else unchanged
        diffs[case] = difference(old, write_version(tmp_path / "new", **case.new))
    assert [case for case, diff in diffs.items() if required_step(diff) is not case.step] == []
    # Every kind that the reports know is met.
    assert {change.kind for diff in diffs.values() for change in diff.changes} == set(Kind) == set(STEPS)
    counts = [table.counts for diff in diffs.values() for table in diff.tables]
    assert {kind for of_table in counts for kind, count in of_table.items() if count} == set(ROW_STEPS)


def test_a_derived_row_that_the_code_changed_is_minor_at_least(tmp_path: Path) -> None:
    folder = write_version(tmp_path / "old")
    diff = replace(difference(folder, folder), computed=(ComputedRows("agreement", ("cmp-000001",)),))
    assert required_step(diff) is Step.MINOR
    assert not diff.is_equal


def test_there_are_enough_kinds_and_each_has_a_reason_of_its_own() -> None:
    assert len({case.what for case in CASES}) == len(CASES) >= 45
    assert all(case.why for case in CASES)
