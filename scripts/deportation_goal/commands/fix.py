"""deportation-goal fix."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from deportation_goal.commands.common import open_package, package_option, warn_unfinished, writing


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if a file would change.")
@package_option
@click.pass_context
def fix(ctx: click.Context, only_check: bool, package_folder: Path | None) -> None:
    """Bring tables into canonical form.

    Order, quoting, white space, normal form, blank ids and dates; never a change of meaning. A file whose structure
    is broken is left alone and named.
    """
    package = open_package(package_folder)
    from deportation_goal.fix import fix_tables
    from deportation_goal.rules.engine import package_inputs
    from deportation_goal.table_files.journal import written_together

    begun = only_check and warn_unfinished(package)
    with contextlib.nullcontext() if only_check else writing(package):
        results = fix_tables(package_inputs(package))
        changed = [result for result in results if result.changes]
        if not only_check:
            says = [f"{result.path}: {', '.join(result.changes)}" for result in changed]
            contents = {result.path: result.content for result in changed}
            with written_together(package.root, contents, says=says):
                pass
    for result in results:
        if result.left_alone:
            click.echo(
                f"{result.path}: left alone, {result.left_alone}: run `deportation-goal check {result.table}`",
                err=True,
            )
        elif result.changes:
            verb = "would change" if only_check else "changed"
            click.echo(f"{result.path}: {verb}: {', '.join(result.changes)}")
    left = any(result.left_alone for result in results)
    if not changed and not left:
        click.echo("every table is in canonical form")
    ctx.exit(1 if begun or left or (only_check and changed) else 0)
