"""The report for code scanning and editors: SARIF 2.1.0 (OASIS), as a plain dict, without any time stamp."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote as percent_encoded

from deportation_goal.findings import CheckResult, Finding, Level, SuppressedFinding
from deportation_goal.package.root import version
from deportation_goal.report.described_rules import DescribedRule, described_rules
from deportation_goal.report.text_report import place, shown, statement
from deportation_goal.table_files.canonical import quote
from deportation_goal.wording import short, visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
"""Name of the base of relative addresses: the folder of the package (the name that GitHub knows)."""
FINGERPRINT = "deportationGoal/v1"
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_WINDOWS_DRIVE = re.compile(r"[A-Za-z]:/")


def render_sarif(result: CheckResult) -> str:
    """Render findings as one SARIF log with one run."""
    return json.dumps(sarif_log(result), ensure_ascii=False, indent=2) + "\n"


def sarif_log(result: CheckResult) -> dict[str, Any]:
    """Return the SARIF log of findings; every rule is in it, broken or not."""
    rules = list(described_rules())
    known = {rule.id for rule in rules}
    unknown = dict.fromkeys(finding.rule for finding in result.findings if finding.rule not in known)
    rules.extend(DescribedRule(name, Level.ERROR, name, "", "") for name in unknown)
    index = {rule.id: position for position, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "deportation-goal",
                "version": version(),
                "semanticVersion": version(),
                "shortDescription": {"text": "Checks the tables of the data package deportation-goal."},
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": "deportation-goal/check/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that holds datapackage.json."}}},
        "results": [_result(finding, index) for finding in (*result.findings, *result.suppressed)],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _plain(text: str) -> str:
    """Return a text as a plain message: braces are not placeholders and brackets are not links (sections 3.11.5 and 3.11.6)."""
    return _LINK.sub(r"\\[", text.replace("{", "{{").replace("}", "}}"))


def _rule(rule: DescribedRule) -> dict[str, Any]:
    # No helpUri: it has to be absolute, and the rules page has no fixed address on the web.
    paragraphs = [part for part in (rule.why, rule.mend, f"See {rule.page}") if part]
    return {
        "id": rule.id,
        "shortDescription": {"text": _plain(rule.title)},
        "fullDescription": {"text": _plain(rule.why or rule.title)},
        "help": {"text": _plain("\n\n".join(paragraphs)), "markdown": "\n\n".join([f"**{rule.title}**", *paragraphs])},
        "defaultConfiguration": {"level": rule.level.value},
    }


def _result(finding: Finding, index: Mapping[str, int]) -> dict[str, Any]:
    text = statement(finding)
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(finding.path)}}
    if finding.cell:
        # A workbook is not text: it has cells, but no lines that a viewer could open.
        location["logicalLocations"] = [{"fullyQualifiedName": short(visible(finding.cell)), "kind": "cell"}]
        text = f"{short(visible(finding.cell))}: {text}"
    else:
        location["physicalLocation"]["region"] = _region(finding)
    entry = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": finding.level.value,
        "message": {"text": _plain(text)},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": _properties(finding),
    }
    if isinstance(finding, SuppressedFinding):
        entry["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.reason}]
    if fixes := _fixes(finding):
        entry["fixes"] = fixes
    return entry


def _properties(finding: Finding) -> dict[str, Any]:
    members = {
        "table": finding.table,
        "field": finding.field,
        "rowId": finding.row_id,
        "fixable": finding.fixable,
        "place": place(finding),
    }
    return {name: value for name, value in members.items() if value != ""}


def _artifact(path: str) -> dict[str, str]:
    if path.startswith("/"):
        return {"uri": "file://" + percent_encoded(path, errors="replace")}
    if _WINDOWS_DRIVE.match(path):
        return {"uri": "file:///" + percent_encoded(path, safe="/:", errors="replace")}
    # A colon in the first segment of a relative address would read as a scheme: it is always encoded.
    uri = percent_encoded(path, errors="replace")
    return {"uri": uri} if uri.startswith("../") else {"uri": uri, "uriBaseId": ROOT}


def _region(finding: Finding) -> dict[str, int]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    if _on_one_line(finding) and finding.end_column > finding.column:
        region["endColumn"] = finding.end_column
    return region


def _on_one_line(finding: Finding) -> bool:
    return "\n" not in finding.value and "\r" not in finding.value


def _fixes(finding: Finding) -> Sequence[dict[str, Any]]:
    """Return the suggestion as a replacement of the cell, where the region is just that cell."""
    length = finding.end_column - finding.column
    is_cell = (finding.field or finding.value) and not finding.cell and _on_one_line(finding)
    if not (finding.suggestion and is_cell and length in {len(finding.value), len(quote(finding.value))}):
        return []
    replacement = {"deletedRegion": _region(finding), "insertedContent": {"text": quote(finding.suggestion)}}
    return [
        {
            "description": {"text": _plain(f"Write {shown(finding.suggestion)}")},
            "artifactChanges": [{"artifactLocation": _artifact(finding.path), "replacements": [replacement]}],
        }
    ]
