"""Accepted warnings: silenced one by one, told with their reason, and never stale."""

from __future__ import annotations

import json

from deportation_goal.package.descriptor import Package
from deportation_goal.report.json_report import render_json
from deportation_goal.report.sarif_report import sarif_log
from deportation_goal.report.text_report import render_text
from support import changed, check_example

SPEAKER = {"quotes.1.attributed_to": "example-news"}
"""A warning: two wordings of one utterance with two speakers."""

ENTRY = {
    "accepted.0.accepted_id": "utterance-speakers:quotes:quo-4g9e1x:attributed_to",
    "accepted.0.rule": "utterance-speakers",
    "accepted.0.table_name": "quotes",
    "accepted.0.row_id": "quo-4g9e1x",
    "accepted.0.field": "attributed_to",
    "accepted.0.reason": "Two texts credit the words to two speakers.",
}


def test_an_accepted_warning_is_no_finding_and_is_told_with_its_reason(package: Package) -> None:
    result = check_example(package, changed(SPEAKER | ENTRY))
    assert result.findings == ()
    (finding,) = result.suppressed
    assert (finding.rule, finding.row_id) == ("utterance-speakers", "quo-4g9e1x")
    assert finding.reason == ENTRY["accepted.0.reason"]
    assert not result.failed(strict=True)
    assert render_text(result).endswith("no findings (1 warning accepted)\n")
    (told,) = json.loads(render_json(result))["suppressed"]
    assert (told["row_id"], told["reason"]) == ("quo-4g9e1x", finding.reason)
    (entry,) = sarif_log(result)["runs"][0]["results"]
    assert entry["suppressions"] == [{"kind": "external", "status": "accepted", "justification": finding.reason}]


def test_an_entry_without_a_column_accepts_the_warning_of_the_row(package: Package) -> None:
    entry = ENTRY | {"accepted.0.accepted_id": "utterance-speakers:quotes:quo-4g9e1x", "accepted.0.field": ""}
    assert check_example(package, changed(SPEAKER | entry)).findings == ()


def test_other_rows_are_not_silenced(package: Package) -> None:
    third = {"quotes.1+.quote_id": "quo-4g9e1z", "quotes.1+.text": "carry"}
    findings = check_example(package, changed(SPEAKER | ENTRY | third)).findings
    assert [(finding.rule, finding.row_id) for finding in findings] == [("utterance-speakers", "quo-4g9e1z")]


def test_an_entry_that_accepts_nothing_is_an_error(package: Package) -> None:
    (finding,) = check_example(package, changed(ENTRY)).findings
    assert (finding.rule, finding.path) == ("accepted-stale", "data/reference/accepted.csv")
    assert "delete this row" in finding.message


def test_an_error_is_never_accepted(package: Package) -> None:
    entry = {
        "accepted.0.accepted_id": "enum:figures:fig-7k2m9q:status",
        "accepted.0.rule": "enum",
        "accepted.0.table_name": "figures",
        "accepted.0.row_id": "fig-7k2m9q",
        "accepted.0.field": "status",
        "accepted.0.reason": "We like it so.",
    }
    assert [finding.rule for finding in check_example(package, changed(entry)).findings] == ["accepted-stale"]
    wrong = check_example(package, changed(entry | {"figures.0.status": "guessed"}))
    assert [finding.rule for finding in wrong.findings] == ["enum"]
    assert wrong.suppressed == ()


def test_an_unknown_rule_is_named_with_the_nearest(package: Package) -> None:
    entry = ENTRY | {
        "accepted.0.rule": "utterance-speaker",
        "accepted.0.accepted_id": "utterance-speaker:quotes:quo-4g9e1x:attributed_to",
    }
    (finding,) = [one for one in check_example(package, changed(entry)).findings if one.rule == "accepted-stale"]
    assert (finding.field, finding.suggestion) == ("rule", "utterance-speakers")


def test_while_something_else_is_wrong_no_entry_counts_as_stale(package: Package) -> None:
    """An error in the other wording hides the warning: the entry is not to blame."""
    findings = check_example(package, changed(SPEAKER | ENTRY | {"quotes.0.attributed_to": "Jane Doe"})).findings
    assert [finding.rule for finding in findings] == ["pattern"]


def test_an_accepted_warning_hides_nothing_else_that_is_wrong(package: Package) -> None:
    unused = {"agents.0+.agent_id": "hidden", "agents.0+.name": "Hidden", "agents.0+.agent_type": "news_outlet"}
    hidden = check_example(package, changed(SPEAKER | unused))
    shown = check_example(package, changed(SPEAKER | ENTRY | unused))
    assert [finding.rule for finding in hidden.findings] == ["utterance-speakers"]
    assert [(finding.rule, finding.row_id) for finding in shown.findings] == [("unused-row", "hidden")]
