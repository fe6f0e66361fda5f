"""deportation-goal explain."""

from __future__ import annotations

import difflib

import click


@click.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Explain a rule, with a bad and a good example; without RULE, list them all."""
    from deportation_goal.rules.catalogue import GROUPS, RULES
    from deportation_goal.rules.explanation import explanation

    if rule is None:
        for group, rules in GROUPS:
            click.echo(group)
            for entry in rules:
                click.echo(f"  {entry.id:<24} {entry.level.value:<8} {entry.title}")
            click.echo()
        return
    if rule not in RULES:
        near = difflib.get_close_matches(rule, RULES, 1, 0.5)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise click.BadParameter(
            f"there is no rule «{rule}».{hint} `deportation-goal explain` lists them.", param_hint="RULE"
        )
    click.echo(explanation(RULES[rule]), nl=False)
