"""JUnit XML: a suite a table, a test case a rule, errors as failures, and no character that XML forbids."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given

from deportation_goal.findings import CheckResult, Level
from deportation_goal.report.junit_report import LISTED, render_junit
from deportation_goal.rules.catalogue import RULES
from made_findings import ANY_RESULTS, finding, result_of

# The elements and attributes of the common JUnit schema (the one of Jenkins), by element.
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped"},
    "testcase": {"classname", "name"},
    "failure": {"type", "message"},
    "system-out": set(),
}


def parsed(result: CheckResult) -> ET.Element:
    return ET.fromstring(render_junit(result).encode("utf-8"))  # noqa: S314


def case(root: ET.Element, table: str, rule: str) -> ET.Element:
    found = root.find(f"testsuite[@name='{table}']/testcase[@name='{rule}']")
    assert found is not None
    return found


def test_a_clean_table_passes_every_rule() -> None:
    root = parsed(result_of())
    assert [element.get("name") for element in root.iter("testcase")] == list(RULES)
    assert root.get("failures") == "0"
    assert root.find(".//failure") is None


def test_errors_of_a_rule_are_one_failure_that_lists_them() -> None:
    root = parsed(result_of([finding(), finding(line=3, row_id="fig-8h3n1p")]))
    failure = case(root, "figures", "enum").find("failure")
    assert failure is not None
    assert (failure.get("message") or "").startswith("2 errors, the first: data/figures.csv:2:112: error: status:")
    assert (failure.text or "").splitlines()[1].startswith("data/figures.csv:3:112: error: status:")
    assert (root.get("tests"), root.get("failures")) == (str(len(RULES)), "1")


def test_a_warning_does_not_fail_its_test_case() -> None:
    root = parsed(result_of([finding(rule="hedge-in-text", level=Level.WARNING)]))
    element = case(root, "figures", "hedge-in-text")
    assert element.find("failure") is None
    assert "warning: status:" in (element.findtext("system-out") or "")


def test_a_rule_on_a_contributor_s_file_is_a_case_only_where_it_found_something() -> None:
    root = parsed(result_of([finding(rule="unreadable-file", table="", path="mine.xls")]))
    assert case(root, "mine.xls", "unreadable-file").find("failure") is not None
    assert root.find("testsuite[@name='figures']/testcase[@name='unreadable-file']") is None


def test_many_findings_are_counted_not_dumped() -> None:
    root = parsed(result_of(finding(line=line) for line in range(2, LISTED + 12)))
    text = case(root, "figures", "enum").findtext("failure") or ""
    assert "and 10 more" in text.splitlines()
    assert len(text.splitlines()) == LISTED + 2


@given(ANY_RESULTS)
def test_any_finding_is_good_xml_with_sums_that_add_up(result: CheckResult) -> None:
    root = parsed(result)
    for element in root.iter():
        assert set(element.keys()) == ATTRIBUTES[element.tag]
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite)
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
    assert int(root.get("tests", "")) == len(list(root.iter("testcase")))
    assert (root.get("failures") != "0") == result.failed()


def test_very_long_names_are_shortened() -> None:
    text = render_junit(result_of([finding(table="t" * 10_000, rule="r" * 10_000)]))
    assert "t" * 100 not in text.replace("t" * 59 + "…", "")
    assert "…" in text
