"""The report for programs: every member of every finding, whole."""

from __future__ import annotations

import dataclasses
import json

from deportation_goal.findings import Finding, Level
from deportation_goal.package.descriptor import Package
from deportation_goal.report.json_report import FORMAT_VERSION, render_json
from deportation_goal.rules.catalogue import RULES
from support import changed, check_example


def test_every_finding_comes_with_all_its_members(package: Package) -> None:
    rules = ("enum", "outer-quotation-marks", "control-character")
    result = check_example(package, changed(dict(item for rule in rules for item in RULES[rule].bad.cells.items())))
    document = json.loads(render_json(result))
    members = {field.name for field in dataclasses.fields(Finding)}
    for written, finding in zip(document["findings"], result.findings, strict=True):
        assert members | {"fingerprint"} <= set(written)
        assert {name: written[name] for name in members} == dataclasses.asdict(finding)
        assert written["fingerprint"] == finding.fingerprint


def test_the_counts_are_those_of_the_findings(package: Package) -> None:
    cells = {**RULES["enum"].bad.cells, "figures.1.status": "x", **RULES["outer-quotation-marks"].bad.cells}
    result = check_example(package, changed(cells))
    document = json.loads(render_json(result))
    assert document["format_version"] == FORMAT_VERSION
    assert document["counts"] == {level.value: result.count(level) for level in Level}
    assert document["rules"] == {"enum": 2, "outer-quotation-marks": 1}
    assert document["rows"] == result.rows
    assert document["paths"] == result.paths


def test_a_value_is_whole_and_any_text_is_json(package: Package) -> None:
    value = '\0\x1b\u2028"\\<é𝄞' + "x" * 30_000
    document = json.loads(render_json(check_example(package, changed({"areas.0.name": value}))))
    assert [finding["value"] for finding in document["findings"]] == [value]
