"""The report for continuous integration: JUnit XML, one suite per table, one test case per rule.

Errors are failures. JUnit has no warnings: those, and notes, are in `system-out` of a test case that passes.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from deportation_goal.findings import CheckResult, Finding, Level
from deportation_goal.report.described_rules import RULES_PAGE, described_rules
from deportation_goal.report.text_report import place, statement
from deportation_goal.wording import and_more, counted, short

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LISTED = 200
"""How many findings of one table and rule are listed; the others are counted."""


def render_junit(result: CheckResult) -> str:
    """Render findings as JUnit XML. Every rule is a test case of every table, so that names stay the same between runs."""
    by_table: dict[str, dict[str, list[Finding]]] = {name: {} for name in result.paths}
    for finding in result.findings:
        rules = by_table.setdefault(finding.table or finding.path, {})
        rules.setdefault(finding.rule, []).append(finding)
    root = ET.Element("testsuites", name="deportation-goal check")
    for table, found in by_table.items():
        root.append(_suite(table, found))
    for total in ("tests", "failures"):
        root.set(total, str(sum(int(suite.get(total, "0")) for suite in root)))
    root.set("errors", "0")
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(table: str, found: dict[str, list[Finding]]) -> ET.Element:
    names = dict.fromkeys([*(rule.id for rule in described_rules() if not rule.on_files), *found])
    failed = sum(1 for findings in found.values() if _errors(findings))
    suite = ET.Element(
        "testsuite", name=_xml(short(table)), tests=str(len(names)), failures=str(failed), errors="0", skipped="0"
    )
    suite.extend(_case(table, name, found.get(name, [])) for name in names)
    return suite


def _case(table: str, rule: str, findings: Sequence[Finding]) -> ET.Element:
    case = ET.Element("testcase", classname=_xml(short(table)), name=_xml(short(rule)))
    errors = _errors(findings)
    if errors:
        message = f"{counted(len(errors), 'error')}, the first: {_line(errors[0])}"
        failure = ET.SubElement(case, "failure", type=Level.ERROR.value, message=_xml(message))
        failure.text = _xml(_listing(errors, rule))
    others = [finding for finding in findings if finding.level is not Level.ERROR]
    if others:
        ET.SubElement(case, "system-out").text = _xml(_listing(others, rule))
    return case


def _errors(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level is Level.ERROR]


def _line(finding: Finding) -> str:
    return f"{place(finding)}: {finding.level.value}: {statement(finding)}"


def _listing(findings: Sequence[Finding], rule: str) -> str:
    lines = [*map(_line, findings[:LISTED]), *and_more(findings, LISTED)]
    return "\n".join([*lines, f"See {RULES_PAGE}#{rule}"])


def _xml(text: str) -> str:
    """Return a text with only such characters as XML 1.0 allows (section 2.2, Char), others as escapes."""
    return _NOT_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
