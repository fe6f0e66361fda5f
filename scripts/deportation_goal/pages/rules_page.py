"""docs/rules.md: every rule of the catalogue, with its reason and its examples."""

from __future__ import annotations

from collections.abc import Iterator

from deportation_goal.markdown import GENERATED, cell, table
from deportation_goal.rules.catalogue import FILE_RULE_GROUPS, GROUPS
from deportation_goal.rules.explanation import example_lines
from deportation_goal.rules.rule import Example, FileRuleGroup, Rule


def _example(word: str, example: Example) -> Iterator[str]:
    first, *rest = example_lines(example)
    yield f"- {word}: {cell(first)}"
    yield from (f"  - {cell(line)}" for line in rest)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.id}"
    yield ""
    yield f"**{rule.title}** Level: {rule.level.value}." + (" `deportation-goal fix` mends it." if rule.fixable else "")
    yield ""
    yield rule.why
    yield ""
    yield from _example("Bad", rule.bad)
    yield from _example("Good", rule.good)
    yield ""


def _file_rules(group: FileRuleGroup) -> Iterator[str]:
    yield from (f"## {group.heading}", "", group.says, "")
    rows = [[f"[{rule.id}](#{rule.id})", rule.level.value, rule.title] for rule in group.rules]
    yield from table(["rule", "level", "in a sentence"], rows)
    yield ""
    for rule in group.rules:
        yield from (f"### {rule.id}", "", f"**{rule.title}** Level: {rule.level.value}.", "", rule.why, "")
        yield from (f"- Bad: {rule.bad}", f"- Good: {rule.good}", "")


def render_rules() -> str:
    """Render the rules page."""
    lines = [
        "# Rules",
        "",
        GENERATED,
        "",
        "`deportation-goal check` reports every breach in one run, each with file, line, column, value and rule. A cell",
        "has one finding at most: the first cause. Errors make the command exit with 1, warnings with `--strict` only.",
        "",
    ]
    for group, rules in GROUPS:
        lines.extend([f"## {group}", ""])
        lines.extend(
            table(
                ["rule", "level", "in a sentence"],
                [[f"[{rule.id}](#{rule.id})", rule.level.value, rule.title] for rule in rules],
            )
        )
        lines.append("")
        for rule in rules:
            lines.extend(_rule(rule))
    for file_rules in FILE_RULE_GROUPS:
        lines.extend(_file_rules(file_rules))
    return "\n".join(lines).rstrip() + "\n"
