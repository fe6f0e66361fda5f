"""What correct and retract share: the lock, the writing, the telling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands.common import open_package, use_colour

if TYPE_CHECKING:
    from deportation_goal.intake.correct import Revised
    from deportation_goal.rules.engine import TableInput


def revise(folder: Path | None, change: Callable[[list[TableInput]], Revised], *, dry_run: bool) -> int:
    """Make a change under the lock of the package, write it with its revision, tell it, return the exit code."""
    package = open_package(folder)
    from deportation_goal.report.text_report import render_text
    from deportation_goal.rules.engine import package_inputs
    from deportation_goal.table_files.atomic import package_lock
    from deportation_goal.table_files.journal import finish_writing, write_together

    if dry_run:
        revised = change(package_inputs(package))
    else:
        with package_lock(package.root):
            finish_writing(package)
            revised = change(package_inputs(package))
            write_together(package.root, revised.files)
    if revised.check.findings:
        click.echo(render_text(revised.check, colour=use_colour()), nl=False)
    if not revised.files:
        click.echo("nothing was changed: fix the errors above, then run the command again", err=True)
        return 1
    for revision in revised.revisions:
        _tell(revised.table, revision, dry_run=dry_run)
    return 0


def _tell(table: str, revision: Mapping[str, str], *, dry_run: bool) -> None:
    from deportation_goal.report.text_report import shown

    if revision["field"]:
        old, new = (
            f'"{shown(value)}"' if value else "empty" for value in (revision["old_value"], revision["new_value"])
        )
        what = f"{revision['field']}: {old} becomes {new}"
    else:
        what = f"replaced by {revision['replaced_by']}" if revision["replaced_by"] else "the row is kept in revisions"
    done = f"would be {revision['action']}" if dry_run else revision["action"]
    click.echo(f"{table} {revision['row_id']}: {done}: {what} ({revision['revision_id']})")
