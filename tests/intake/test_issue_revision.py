from __future__ import annotations

from collections.abc import Mapping

import pytest

from deportation_goal.intake.issue_form import parse_issue
from deportation_goal.intake.issue_revision import Correction, parse_correction, parse_retraction
from deportation_goal.package.descriptor import load_package
from issues import FIGURE, FOLDER, form, issue_body
from support import REPOSITORY, schemas_of

SCHEMAS = schemas_of(load_package(REPOSITORY))
CORRECTION = form(FOLDER / "7-correction.yml")
RETRACTION = form(FOLDER / "8-retraction.yml")
NEW_FIGURE = issue_body(form(FOLDER / "1-figure.yml"), FIGURE)


def correction(answers: Mapping[str, str], *, ticked: bool = True) -> Correction:
    return parse_correction(issue_body(CORRECTION, answers, ticked=ticked), "issue.md", SCHEMAS)


def rules(found: Correction) -> list[str]:
    return [finding.rule for finding in found.findings]


def test_a_correction_as_github_writes_it() -> None:
    found = correction(
        {
            "row_id": "fig-000000",
            "column": "qualifier",
            "new_value": "about",
            "further_changes": "- value: 4,100\n\n`Value Text` = about 4,100: so",
            "reason": "The text says\nabout.",
        }
    )
    assert found.findings == ()
    assert (found.row_id, found.reason) == ("fig-000000", "The text says about.")
    assert found.values == {"qualifier": "about", "value": "4,100", "value_text": "about 4,100: so"}
    assert found.places["value_text"].line == found.places["value"].line + 2


def test_a_correction_can_empty_a_cell() -> None:
    found = correction({"row_id": "fig-000000", "column": "notes", "reason": "It says nothing."})
    assert (dict(found.values), found.findings) == ({"notes": ""}, ())


def test_a_correction_of_the_text_of_a_quote_keeps_its_signs() -> None:
    text = "“It is: 70% – or so”, said “somebody” # 3"
    found = correction({"row_id": "quo-000000", "column": "text", "new_value": text, "reason": "As printed."})
    assert found.values == {"text": text}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"row_id": ""}, "required"),
        ({"column": ""}, "required"),
        ({"reason": ""}, "required"),
        ({"further_changes": "valu: 3"}, "unknown-column"),
        ({"further_changes": "the value is wrong"}, "unknown-column"),
        ({"further_changes": "qualifier: exact"}, "unknown-column"),
        ({"further_changes": "figure_id: fig-111111"}, "unknown-column"),
    ],
)
def test_a_correction_that_lacks_something_gives_a_finding(change: dict[str, str], rule: str) -> None:
    good = {"row_id": "fig-000000", "column": "qualifier", "new_value": "about", "reason": "The text says about."}
    found = correction(good | change)
    assert rules(found) == [rule]
    assert all(finding.message for finding in found.findings)


def test_a_correction_without_the_licence_is_refused() -> None:
    good = {"row_id": "fig-000000", "column": "qualifier", "new_value": "about", "reason": "The text says about."}
    assert rules(correction(good, ticked=False)) == ["required"]


def test_a_retraction_as_github_writes_it() -> None:
    answers = {"row_id": "fig-000000", "replaced_by": "fig-111111", "reason": "Another\nyear."}
    found = parse_retraction(issue_body(RETRACTION, answers), "issue.md", SCHEMAS)
    assert (found.row_id, found.replaced_by, found.reason) == ("fig-000000", "fig-111111", "Another year.")
    assert found.findings == ()
    assert found.places["reason"].line == found.places["replaced_by"].line + 4


@pytest.mark.parametrize("lacking", ["row_id", "reason"])
def test_a_retraction_that_lacks_something_gives_a_finding(lacking: str) -> None:
    answers = {"row_id": "fig-000000", "reason": "Another year."} | {lacking: ""}
    (finding,) = parse_retraction(issue_body(RETRACTION, answers), "issue.md", SCHEMAS).findings
    assert finding.rule == "required"


def test_each_form_names_the_command_that_reads_it() -> None:
    new, change = NEW_FIGURE, issue_body(CORRECTION, {"row_id": "fig-000000"})
    gone = issue_body(RETRACTION, {"row_id": "fig-000000"})
    for body, command, readers in (
        (new, "add", (parse_correction, parse_retraction)),
        (change, "correct", (parse_issue, parse_retraction)),
        (gone, "retract", (parse_issue, parse_correction)),
    ):
        for reader in readers:
            (finding,) = reader(body, "issue.md", SCHEMAS).findings
            assert f"use `deportation-goal {command} --from FILE`" in finding.message


def test_a_new_row_is_no_correction() -> None:
    found = parse_correction(NEW_FIGURE, "issue.md", SCHEMAS)
    assert (found.row_id, dict(found.values), rules(found)) == ("", {}, ["which-table"])
