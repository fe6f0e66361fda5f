"""deportation-goal retract."""

from __future__ import annotations

from pathlib import Path

import click

from deportation_goal.commands.common import package_option
from deportation_goal.commands.revise import revise

EPILOG = """\b
Example:
  deportation-goal retract fig-7k2m9q --reason "The sentence is about another year." --replaced-by fig-8h3n1p
"""


@click.command(epilog=EPILOG)
@click.argument("row_id", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why, in a sentence of your own; it is published.")
@click.option("--replaced-by", default="", metavar="ID", help="The row of the same table that takes its place.")
@click.option("--dry-run", is_flag=True, help="Check and show, write nothing.")
@package_option
@click.pass_context
def retract(
    ctx: click.Context, row_id: str, reason: str, replaced_by: str, dry_run: bool, package_folder: Path | None
) -> None:
    """Take a row out of its table; revisions keeps it whole, for ever.

    Refused while other rows refer to it. Its id is never used again.
    """
    from deportation_goal.intake.correct import retract as retracted
    from deportation_goal.package.clock import today

    if not reason.strip():
        raise click.BadParameter("the reason is empty: say why the row goes", param_hint="--reason")
    code = revise(
        package_folder, lambda inputs: retracted(inputs, row_id, replaced_by, reason, today()), dry_run=dry_run
    )
    ctx.exit(code)
