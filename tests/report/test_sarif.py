"""SARIF: valid by the official schema, every rule described, regions and fixes that an editor can use."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from deportation_goal.findings import CheckResult
from deportation_goal.package.descriptor import Package
from deportation_goal.report.sarif_report import FINGERPRINT, render_sarif, sarif_log
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.example_package import example_tables
from deportation_goal.rules.file_rules import FILE_RULES
from deportation_goal.table_files.read import read_table
from effort import examples
from made_findings import ANY_RESULTS, finding, result_of
from programs import require_path
from support import REPOSITORY, check_example, schemas_of

SCHEMAS = REPOSITORY / "tests/browser/node_modules/@microsoft/jest-sarif/lib/schemas"


@pytest.fixture(scope="module")
def official_schema() -> Any:
    folder = require_path(SCHEMAS, "run `npm ci` in tests/browser")
    (schema,) = (json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("sarif-2.1.0*.json"))
    return jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)


def only_run(result: CheckResult) -> Any:
    (run,) = sarif_log(result)["runs"]
    return run


def only_entry(**members: object) -> Any:
    (entry,) = only_run(result_of([finding(**members)]))["results"]
    return entry


def test_a_finding_in_sarif() -> None:
    entry = only_entry()
    assert entry["ruleId"] == "enum"
    assert entry["level"] == "error"
    assert entry["message"]["text"].startswith('status: "projected" is not one of the codes of this column')
    (location,) = entry["locations"]
    assert location == {
        "physicalLocation": {
            "artifactLocation": {"uri": "data/figures.csv", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 2, "startColumn": 112, "endColumn": 121},
        }
    }


def test_the_run_counts_columns_as_we_do() -> None:
    run = only_run(result_of())
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"] == []
    assert set(run["originalUriBaseIds"]) == {"%SRCROOT%"}


def test_every_rule_is_described_once() -> None:
    rules = only_run(result_of())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*RULES, *FILE_RULES]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert f"docs/rules.md#{rule['id']}" in rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}


def test_rule_index_points_at_the_rule_even_if_nobody_described_it() -> None:
    run = only_run(result_of([finding(), finding(rule="of-tomorrow")]))
    for entry in run["results"]:
        assert run["tool"]["driver"]["rules"][entry["ruleIndex"]]["id"] == entry["ruleId"]


def test_the_fingerprint_stays_when_lines_move() -> None:
    assert only_entry()["partialFingerprints"] == only_entry(line=900, column=3)["partialFingerprints"]
    assert only_entry()["partialFingerprints"] != only_entry(value="foretold")["partialFingerprints"]
    assert list(only_entry()["partialFingerprints"]) == [FINGERPRINT]


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("data/a b#1.csv", {"uri": "data/a%20b%231.csv", "uriBaseId": "%SRCROOT%"}),
        ("a:b.csv", {"uri": "a%3Ab.csv", "uriBaseId": "%SRCROOT%"}),
        ("../figures.csv", {"uri": "../figures.csv"}),
        ("/somewhere/figures.csv", {"uri": "file:///somewhere/figures.csv"}),
        ("C:/mine/figures.csv", {"uri": "file:///C:/mine/figures.csv"}),
    ],
)
def test_addresses(path: str, location: dict[str, str]) -> None:
    assert only_entry(path=path)["locations"][0]["physicalLocation"]["artifactLocation"] == location


def test_a_cell_of_a_workbook_has_no_line() -> None:
    (location,) = only_entry(path="mine.xlsx", cell="figures!H7")["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"] == [{"fullyQualifiedName": "figures!H7", "kind": "cell"}]
    assert "fixes" not in only_entry(path="mine.xlsx", cell="figures!H7")


def test_no_fix_where_the_region_is_more_than_the_cell() -> None:
    assert "fixes" not in only_entry(column=1, end_column=300)
    assert "fixes" not in only_entry(value="two\nlines", end_column=121)
    assert "fixes" not in only_entry(suggestion="")


@pytest.mark.parametrize("rule", ["date-form", "pattern", "hedge-in-text", "outer-quotation-marks", "header"])
def test_applying_a_fix_puts_the_suggestion_into_the_cell(package: Package, rule: str) -> None:
    example = RULES[rule].bad
    result = check_example(package, example)
    (found,), (entry,) = result.findings, only_run(result)["results"]
    (change,) = entry["fixes"][0]["artifactChanges"]
    before = example_tables(schemas_of(package), example)[found.table].decode()
    file = read_table(replaced(before, change["replacements"][0]).encode())
    cells = file.header if found.line == 1 else file.cells(found.line - 2)
    assert found.suggestion in [cell.text for cell in cells]


def test_a_reference_gets_no_fix_for_a_machine(package: Package) -> None:
    result = check_example(package, RULES["foreign-key"].bad)
    (found,), (entry,) = result.findings, only_run(result)["results"]
    assert "perhaps you mean removals-goal" in found.message
    assert "fixes" not in entry


def test_a_fix_is_quoted_where_the_cell_needs_it() -> None:
    entry = only_entry(value='a "b', column=5, end_column=12, suggestion='say "c", d')
    (replacement,) = entry["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"]["text"] == '"say ""c"", d"'


def replaced(text: str, replacement: Any) -> str:
    """Apply one SARIF replacement to a text, counting columns in code points."""
    lines, region = text.split("\n"), replacement["deletedRegion"]
    line = lines[region["startLine"] - 1]
    start, end = region["startColumn"] - 1, region["endColumn"] - 1
    lines[region["startLine"] - 1] = line[:start] + replacement["insertedContent"]["text"] + line[end:]
    return "\n".join(lines)


@given(ANY_RESULTS)
@settings(examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_finding_is_valid_sarif(official_schema: Any, result: CheckResult) -> None:
    official_schema.validate(json.loads(render_sarif(result).encode("utf-8", "backslashreplace")))


@given(ANY_RESULTS)
def test_nothing_depends_on_the_time(result: CheckResult) -> None:
    assert render_sarif(result) == render_sarif(result)
    assert "Utc" not in render_sarif(result_of())


def test_the_schema_is_the_official_one(official_schema: Any) -> None:
    assert official_schema.schema["title"].startswith("Static Analysis Results Format (SARIF) Version 2.1.0")


def test_braces_and_brackets_of_a_cell_are_neither_placeholders_nor_links() -> None:
    entry = only_entry(message='"{0} [click](https://example.org)" is not allowed', value="", suggestion="{1}[a](b)")
    assert entry["message"]["text"].endswith(
        '"{{0}} \\[click](https://example.org)" is not allowed. Did you mean {{1}}\\[a](b)?'
    )
    (fix,) = only_entry(value="projected", suggestion="{1}[a](b)")["fixes"]
    assert fix["description"]["text"] == "Write {{1}}\\[a](b)"
    assert fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "{1}[a](b)"


def test_a_very_long_suggestion_or_name_of_a_sheet_is_shortened() -> None:
    (fix,) = only_entry(suggestion="x" * 10_000)["fixes"]
    assert len(fix["description"]["text"]) < 200
    entry = only_entry(cell=f"{'x' * 10_000}!A1")
    assert len(entry["message"]["text"]) < 500
    (place,) = entry["locations"][0]["logicalLocations"]
    assert len(place["fullyQualifiedName"]) < 100
