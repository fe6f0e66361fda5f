"""What the reports say about a rule, whether on the data or on files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deportation_goal.findings import Finding, Level
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.file_rules import FILE_RULES

RULES_PAGE = "docs/rules.md"
"""The page that explains every rule, from the root of the repository."""


@dataclass(frozen=True)
class DescribedRule:
    """A rule for people.

    Attributes:
        id: Name of the rule, kebab-case.
        level: Level of its findings, unless a finding has its own.
        title: The rule in one sentence.
        why: The reason.
        mend: How to fix a breach, in one or two sentences.
        on_files: Whether it is a rule on files, a contributor's or those of a release, not on the data.
    """

    id: str
    level: Level
    title: str
    why: str
    mend: str
    on_files: bool = False

    @property
    def page(self) -> str:
        """Where the rule is explained with a bad and a good example."""
        return f"{RULES_PAGE}#{self.id}"


@dataclass(frozen=True)
class RuleGroup:
    """The findings of one rule, in the order of the report."""

    rule: DescribedRule
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level:
        """The gravest level among the findings."""
        return min((finding.level for finding in self.findings), key=list(Level).index)


def _described() -> dict[str, DescribedRule]:
    described = {
        rule.id: DescribedRule(
            rule.id,
            rule.level,
            rule.title,
            rule.why,
            "`deportation-goal fix` fixes it." if rule.fixable else f"Right, for example: {rule.good.says}",
        )
        for rule in RULES.values()
    }
    for rule in FILE_RULES.values():
        described[rule.id] = DescribedRule(rule.id, rule.level, rule.title, rule.why, rule.good, on_files=True)
    return described


def described_rules() -> tuple[DescribedRule, ...]:
    """Return every rule: those of the data in the order of the catalogue, then those on files."""
    return tuple(_described().values())


def rule_groups(findings: Iterable[Finding]) -> Sequence[RuleGroup]:
    """Group findings by rule: the gravest level first, then the most findings, then by name."""
    known = _described()
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    groups = [
        RuleGroup(known.get(name) or DescribedRule(name, found[0].level, name, "", ""), tuple(found))
        for name, found in by_rule.items()
    ]
    levels = list(Level)
    return sorted(groups, key=lambda group: (levels.index(group.level), -len(group.findings), group.rule.id))
