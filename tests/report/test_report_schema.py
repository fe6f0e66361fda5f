"""The published schema of the JSON report: fresh, good JSON Schema, and what real reports satisfy."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given

from deportation_goal.findings import CheckResult, Finding
from deportation_goal.package.descriptor import Package
from deportation_goal.report.json_report import render_json
from deportation_goal.report.report_schema import PATH, render_report_schema, report_schema
from deportation_goal.rules.catalogue import RULES
from made_findings import ANY_RESULTS, finding, result_of
from support import REPOSITORY, check_example, run_command

VALIDATOR = jsonschema.Draft202012Validator(report_schema())


def test_the_published_schema_is_fresh() -> None:
    assert (REPOSITORY / PATH).read_text(encoding="utf-8") == render_report_schema()


def test_it_is_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(report_schema())


def test_every_member_is_described() -> None:
    members = report_schema()["$defs"]["finding"]["properties"]
    assert all(member["description"] for member in members.values())
    assert set(members) == {*Finding.__dataclass_fields__, "fingerprint"}


@pytest.mark.slow
def test_the_real_report_satisfies_it() -> None:
    run = run_command("check", "--report", "json")
    VALIDATOR.validate(json.loads(run.out))


def test_a_report_with_findings_satisfies_it(package: Package) -> None:
    result = check_example(package, RULES["foreign-key"].bad)
    assert result.findings
    VALIDATOR.validate(json.loads(render_json(result)))


@given(ANY_RESULTS)
def test_any_report_satisfies_it_and_keeps_every_text_whole(result: CheckResult) -> None:
    report = json.loads(render_json(result).encode("utf-8", "backslashreplace"))
    VALIDATOR.validate(report)
    assert [entry["value"] for entry in report["findings"]] == [found.value for found in result.findings]


@pytest.mark.parametrize(
    ("member", "value"), [("line", 0), ("level", "fatal"), ("fixable", "no"), ("fingerprint", "zz"), ("message", None)]
)
def test_it_refuses_what_is_no_report(member: str, value: object) -> None:
    report = json.loads(render_json(result_of([finding()])))
    report["findings"][0][member] = value
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(report)
