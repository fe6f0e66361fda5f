"""deportation-goal explain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from deportation_goal.commands import completion
from deportation_goal.wording import nearest

if TYPE_CHECKING:
    from deportation_goal.rules.rule import FileRule, Rule


@click.command()
@click.argument("rule", required=False, shell_complete=completion.rules)
def explain(rule: str | None) -> None:
    """Explain a rule, with a bad and a good example.

    Without RULE, lists them all.
    """
    from deportation_goal.rules.catalogue import GROUPS, RULES
    from deportation_goal.rules.explanation import explanation
    from deportation_goal.rules.file_rules import FILE_RULE_GROUPS, FILE_RULES

    if rule is None:
        groups: dict[str, Sequence[Rule | FileRule]] = dict(GROUPS)
        groups |= {group.heading: group.rules for group in FILE_RULE_GROUPS}
        for heading, rules in groups.items():
            click.echo(heading)
            for entry in rules:
                click.echo(f"  {entry.id:<24} {entry.level.value:<8} {entry.title}")
            click.echo()
        return
    known: dict[str, Rule | FileRule] = {**RULES, **FILE_RULES}
    if rule not in known:
        near = nearest(rule, known)
        hint = f" Did you mean {near}?" if near else ""
        raise click.BadParameter(
            f'there is no rule "{rule}".{hint} `deportation-goal explain` lists them.', param_hint="RULE"
        )
    click.echo(explanation(known[rule]), nl=False)
