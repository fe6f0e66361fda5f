"""The published schemas of the JSON reports: good JSON Schema, described, and what real reports satisfy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import jsonschema
import pytest
from hypothesis import given

from deportation_goal.diff.package_diff import PackageDiff
from deportation_goal.findings import CheckResult
from deportation_goal.package.descriptor import Package
from deportation_goal.pages.report_schemas import report_schemas
from deportation_goal.report import diff_json, json_report
from deportation_goal.rules.catalogue import RULES
from made_differences import ANY_DIFFERENCES, change, made, rows
from made_findings import ANY_RESULTS, finding, result_of
from support import check_example, run_command

CHECK_SCHEMA, DIFF_SCHEMA = report_schemas().values()
CHECK: Final = jsonschema.Draft202012Validator(CHECK_SCHEMA)
DIFF: Final = jsonschema.Draft202012Validator(DIFF_SCHEMA)

CHECK_DOCUMENT: Final = json_report.render_json(result_of([finding()]))
DIFF_DOCUMENT: Final = diff_json.render_json(made(rows(), changes=(change(),)))


def _objects(schema: dict[str, Any], document: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each object of a document with the schema of its members; maps by name have none."""

    def follow(part: dict[str, Any], value: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        if "$ref" in part:
            part = schema["$defs"][part["$ref"].removeprefix("#/$defs/")]
        if "items" in part:
            for item in value:
                yield from follow(part["items"], item)
        if "properties" in part:
            yield part, value
            for name, member in part["properties"].items():
                yield from follow(member, value[name])

    yield from follow(schema, document)


@pytest.mark.parametrize("schema", [CHECK_SCHEMA, DIFF_SCHEMA], ids=["check", "diff"])
def test_it_is_json_schema_and_describes_every_member(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for part in [schema, *schema["$defs"].values()]:
        assert part["description"]
        assert all(member["description"] for member in part.get("properties", {}).values())


@pytest.mark.parametrize(
    ("schema", "text"), [(CHECK_SCHEMA, CHECK_DOCUMENT), (DIFF_SCHEMA, DIFF_DOCUMENT)], ids=["check", "diff"]
)
def test_it_names_and_requires_just_the_members_that_a_report_has(schema: dict[str, Any], text: str) -> None:
    objects = list(_objects(schema, json.loads(text)))
    assert len(objects) > 1
    for part, written in objects:
        assert set(part["properties"]) == set(part["required"]) == set(written)


@pytest.mark.slow
def test_the_real_report_satisfies_it() -> None:
    run = run_command("check", "--report", "json")
    CHECK.validate(json.loads(run.out))


def test_a_report_with_findings_satisfies_it(package: Package) -> None:
    result = check_example(package, RULES["foreign-key"].bad)
    assert result.findings
    CHECK.validate(json.loads(json_report.render_json(result)))


@given(ANY_RESULTS)
def test_any_report_satisfies_it_and_keeps_every_text_whole(result: CheckResult) -> None:
    report = json.loads(json_report.render_json(result).encode("utf-8", "backslashreplace"))
    CHECK.validate(report)
    assert [entry["value"] for entry in report["findings"]] == [found.value for found in result.findings]


@given(ANY_DIFFERENCES)
def test_any_comparison_satisfies_it_and_keeps_every_text_whole(diff: PackageDiff) -> None:
    document = json.loads(diff_json.render_json(diff).encode("utf-8", "backslashreplace"))
    DIFF.validate(document)
    assert [change["message"] for change in document["changes"]] == [change.message for change in diff.changes]
    assert document["equal"] is diff.is_equal
    for table, entry in zip(diff.tables, document["tables"], strict=True):
        assert [row["row_id"] for row in entry["added"]] == [row.row_id for row in table.added]
        cells = [cell["new"] for row in entry["changed"] for cell in row["cells"]]
        assert cells == [cell.new for row in table.changed for cell in row.cells]


@pytest.mark.parametrize(
    ("member", "value"), [("line", 0), ("level", "fatal"), ("fixable", "no"), ("fingerprint", "zz"), ("message", None)]
)
def test_it_refuses_what_is_no_finding(member: str, value: object) -> None:
    report = json.loads(CHECK_DOCUMENT)
    report["findings"][0][member] = value
    with pytest.raises(jsonschema.ValidationError):
        CHECK.validate(report)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("format", "sarif"),
        ("format_version", 2),
        ("counts", {"error": 1}),
        ("rows", {"figures": -1}),
        ("rules", {"enum": 0}),
    ],
)
def test_it_refuses_what_is_no_report(member: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        CHECK.validate({**json.loads(CHECK_DOCUMENT), member: value})


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("step", "huge"),
        ("equal", "no"),
        ("tables", None),
        ("old", {}),
        ("format", ""),
        ("changes", [{"kind": "moved"}]),
    ],
)
def test_it_refuses_what_is_no_comparison(member: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        DIFF.validate({**json.loads(DIFF_DOCUMENT), member: value})
