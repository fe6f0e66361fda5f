"""What correct and retract share: the lock, the writing, the telling."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands.common import open_package, use_colour

if TYPE_CHECKING:
    from deportation_goal.check import TableInput
    from deportation_goal.contribute.correct import Revised


def revise(folder: Path | None, change: Callable[[list[TableInput]], Revised], *, dry_run: bool) -> int:
    """Make a change under the lock of the package, write it with its revision, tell it, return the exit code."""
    package = open_package(folder)
    from deportation_goal.check import package_inputs
    from deportation_goal.contribute.add import UnsoundPackageError
    from deportation_goal.contribute.correct import CorrectionError
    from deportation_goal.report.text_report import render_text, shown
    from deportation_goal.table_files.atomic import LockedError, package_lock, write_all

    try:
        with package_lock(package.root):
            revised = change(package_inputs(package))
            if not dry_run:
                write_all(package.root, revised.files)
    except (CorrectionError, LockedError, UnsoundPackageError) as error:
        raise click.ClickException(str(error)) from None
    if revised.check.findings:
        click.echo(render_text(revised.check, colour=use_colour()), nl=False)
    if not revised.files:
        click.echo("nothing was changed", err=True)
        return 1
    for revision in revised.revisions:
        what = (
            f"{revision['field']}: «{shown(revision['old_value'])}» becomes «{shown(revision['new_value'])}»"
            if revision["field"]
            else revision["action"]
        )
        click.echo(
            f"{revised.table} {revision['row_id']}: {'would be ' * dry_run}{revision['action']}: {what} ({revision['revision_id']})"
        )
    return 0
