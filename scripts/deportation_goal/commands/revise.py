"""What correct and retract share: the lock, the writing, the telling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from deportation_goal.commands.common import open_package, use_colour
from deportation_goal.wording import and_more, counted

_MOST_TOLD: Final = 20

if TYPE_CHECKING:
    from deportation_goal.intake.correct import Revised
    from deportation_goal.rules.engine import TableInput


def read_file(source: Path) -> bytes:
    """Return the bytes of the file that `--from` names.

    Raises:
        click.BadParameter: If it cannot be read.
    """
    try:
        return source.read_bytes()
    except OSError as error:
        raise click.BadParameter(f"{source} cannot be read: {error.strerror or error}", param_hint="--from") from None


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
    for remark in revised.remarks[:_MOST_TOLD]:
        click.echo(f"note: {remark}", err=True)
    for rest in and_more(revised.remarks, _MOST_TOLD):
        click.echo(f"note: {rest}", err=True)
    if revised.check.findings:
        click.echo(render_text(revised.check, colour=use_colour()), nl=False)
    if not revised.files:
        click.echo("nothing was changed: fix the errors above, then run the command again", err=True)
        return 1
    for revision in revised.revisions[:_MOST_TOLD]:
        _tell(revision, revised.changed_rows, dry_run=dry_run)
    for rest in and_more(revised.revisions, _MOST_TOLD):
        click.echo(f"{rest}: revisions.csv has all of them" if not dry_run else rest)
    return 0


def _tell(revision: Mapping[str, str], changed_rows: Mapping[str, int], *, dry_run: bool) -> None:
    from deportation_goal.report.text_report import shown
    from deportation_goal.table_files.revision_rows import EVERY_ROW

    if revision["field"]:
        old, new = (
            f'"{shown(value)}"' if value else "empty" for value in (revision["old_value"], revision["new_value"])
        )
        what = f"{revision['field']}: {old} becomes {new}"
        if revision["row_id"] == EVERY_ROW:
            what += f" in {counted(changed_rows[revision['table_name']], 'row')}"
    else:
        what = f"replaced by {revision['replaced_by']}" if revision["replaced_by"] else "the row is kept in revisions"
    done = f"would be {revision['action']}" if dry_run else revision["action"]
    click.echo(f"{revision['table_name']} {revision['row_id']}: {done}: {what} ({revision['revision_id']})")
