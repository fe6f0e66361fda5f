"""The report for people: places, counts, colours, and no value that floods or fools a terminal."""

from __future__ import annotations

import re

import pytest

from deportation_goal.findings import Level
from deportation_goal.package.descriptor import Package
from deportation_goal.report.text_report import VALUE_SHOWN, render_text, sentence, shown
from deportation_goal.rules.catalogue import RULES
from deportation_goal.wording import counted
from support import changed, check_example

LINE = re.compile(r"  (\S+):(\d+):(\d+): (error|warning|note) \[([a-z0-9-]+)\] ")


def test_every_finding_is_a_line_with_its_place_level_and_rule(package: Package) -> None:
    rules = ("enum", "outer-quotation-marks", "required")
    result = check_example(package, changed(dict(item for rule in rules for item in RULES[rule].bad.cells.items())))
    lines = [match.groups() for match in map(LINE.match, render_text(result).splitlines()) if match]
    assert lines == [
        (finding.path, str(finding.line), str(finding.column), finding.level.value, finding.rule)
        for finding in result.findings
    ]
    assert len(lines) == 3


def test_the_end_counts_levels_and_rules(package: Package) -> None:
    cells = {**RULES["enum"].bad.cells, "figures.1.status": "x", **RULES["outer-quotation-marks"].bad.cells}
    text = render_text(check_example(package, changed(cells)))
    assert "data/figures.csv: 2 errors\n" in text
    assert "data/quotes.csv: 1 warning\n" in text
    assert f"{len(package.table_names)} tables, 19 rows: 2 errors, 1 warning\n" in text
    assert re.search(r"^ +2 enum$", text, re.MULTILINE)


def test_a_clean_package_is_one_line(package: Package) -> None:
    assert render_text(check_example(package)) == f"{len(package.table_names)} tables, 19 rows: no findings\n"


def test_colour_is_marks_and_nothing_else(package: Package) -> None:
    result = check_example(package, RULES["enum"].bad)
    coloured = render_text(result, colour=True)
    assert "\x1b[31merror\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == render_text(result)
    assert "\x1b" not in render_text(result)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", "plain"),
        ("a\0b\x1b[31m", "a\\u0000b\\u001b[31m"),
        ("a\u202eb\u200b", "a\\u202eb\\u200b"),
        ("x" * VALUE_SHOWN, "x" * VALUE_SHOWN),
    ],
)
def test_a_value_is_shown_with_what_cannot_be_seen_as_escapes(value: str, expected: str) -> None:
    assert shown(value) == expected


@pytest.mark.parametrize("value", ["x" * 61, "\0" * 61, "x" * 10_000_000])
def test_a_long_value_is_cut(value: str) -> None:
    assert len(shown(value)) < 2 * VALUE_SHOWN
    assert f"({len(value):,} characters)" in shown(value)


@pytest.mark.parametrize("rule_id", ["type", "date-form", "control-character", "outer-quotation-marks", "blank-id"])
def test_a_sentence_has_value_suggestion_and_remedy(rule_id: str, package: Package) -> None:
    (finding,) = check_example(package, RULES[rule_id].bad).findings
    said = sentence(finding)
    assert shown(finding.value) in said
    assert ("Did you mean" in said) is bool(finding.suggestion)
    assert ("`deportation-goal fix`" in said) is finding.fixable
    assert "\0" not in said


@pytest.mark.parametrize(("number", "expected"), [(0, "0 rows"), (1, "1 row"), (1204, "1,204 rows")])
def test_counted(number: int, expected: str) -> None:
    assert counted(number, "row") == expected


def test_a_warning_has_another_colour_than_an_error(package: Package) -> None:
    result = check_example(package, RULES["outer-quotation-marks"].bad)
    assert result.findings[0].level is Level.WARNING
    assert "\x1b[33mwarning\x1b[0m" in render_text(result, colour=True)
