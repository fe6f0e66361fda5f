"""Every rule of the catalogue, by its own examples."""

from __future__ import annotations

import re

import pytest

from deportation_goal.package.descriptor import Package
from deportation_goal.rules.catalogue import GROUPS, RULES
from deportation_goal.rules.explanation import explanation
from deportation_goal.rules.rule import Phase
from support import check_example

WITH_GOOD_EXAMPLE = sorted(rule.id for rule in RULES.values() if rule.good.cells)
"""The other good examples are the example package as it is."""


def test_the_example_package_is_clean(package: Package) -> None:
    assert check_example(package).findings == ()


@pytest.mark.parametrize("rule_id", RULES)
def test_the_bad_example_gives_one_finding_of_its_rule(rule_id: str, package: Package) -> None:
    findings = check_example(package, RULES[rule_id].bad).findings
    assert [finding.rule for finding in findings] == [rule_id]
    assert findings[0].level is RULES[rule_id].level
    assert findings[0].fixable is RULES[rule_id].fixable


@pytest.mark.slow
@pytest.mark.parametrize("rule_id", WITH_GOOD_EXAMPLE)
def test_the_good_example_gives_no_finding(rule_id: str, package: Package) -> None:
    assert check_example(package, RULES[rule_id].good).findings == ()


def test_every_rule_says_what_it_is_for() -> None:
    for rule in RULES.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id), rule.id
        for sentence in (rule.title, rule.why):
            assert re.fullmatch(r"\S+( \S+){3,}\.", sentence), sentence
        assert rule.bad.cells or rule.bad.content, rule.id
        assert rule.bad.says, rule.id
        assert rule.good.says, rule.id


def test_every_rule_has_a_second_opinion_or_the_reason_for_having_none() -> None:
    for rule in RULES.values():
        assert rule.second_opinion or re.fullmatch(r"[A-Za-z]\S*( \S+){2,}[^.]", rule.alone_because), rule.id


def test_every_explanation_shows_both_examples_and_nothing_invisible() -> None:
    for rule in RULES.values():
        text = explanation(rule)
        for expected in (rule.id, rule.title, rule.why, rule.bad.says, rule.good.says):
            assert expected in text, rule.id
        assert all(character.isprintable() or character == "\n" for character in text), rule.id
        assert ("deportation-goal fix` fixes it" in text) is rule.fixable, rule.id


def test_no_id_stands_twice() -> None:
    assert len(RULES) == sum(len(rules) for _, rules in GROUPS)


def test_every_rule_on_rows_is_asked_and_no_rule_on_files_is() -> None:
    assert {rule.id for rule in RULES.values() if rule.find is None} == {
        rule.id for rule in RULES.values() if rule.phase in (Phase.FILE, Phase.LAST)
    }


def test_rules_are_asked_phase_by_phase() -> None:
    phases = [rule.phase for rule in RULES.values()]
    assert phases == sorted(phases)
    assert set(phases) == set(Phase)
