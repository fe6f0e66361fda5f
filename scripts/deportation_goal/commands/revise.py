"""What correct and retract share: the lock, the writing, the telling."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from deportation_goal.commands.common import open_package, use_colour, writing
from deportation_goal.errors import EXIT_ERRORS, UserError
from deportation_goal.wording import and_more, counted

_MOST_TOLD: Final = 20

if TYPE_CHECKING:
    from deportation_goal.findings import Finding
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


def issue_text(source: Path) -> str:
    """Return the body of an issue that was saved to a file.

    Raises:
        click.BadParameter: If it cannot be read, or is not UTF-8.
    """
    try:
        return read_file(source).decode("utf-8")
    except UnicodeDecodeError:
        raise click.BadParameter(f"{source} is not UTF-8: save it as UTF-8", param_hint="--from") from None


def refuse_issue(findings: Sequence[Finding]) -> None:
    """Refuse an issue with findings.

    Raises:
        UserError: If there are any.
    """
    if findings:
        from deportation_goal.report.text_report import place, statement

        raise UserError("\n".join(f"{place(finding)}: {statement(finding)}" for finding in findings), EXIT_ERRORS)


def revise(
    folder: Path | None, change: Callable[[list[TableInput]], Revised], asked: tuple[object, ...], *, dry_run: bool
) -> int:
    """Make a change under the lock of the package, write it with its revisions, report it, return the exit code.

    Args:
        folder: The package folder that was named, if any.
        change: Makes the change.
        asked: What the user asked for: a second run that asks the same after a kill makes no second change.
        dry_run: Whether to write nothing.
    """
    package = open_package(folder)
    from deportation_goal.rules.engine import package_inputs
    from deportation_goal.table_files.journal import request_of, written_together

    if dry_run:
        revised = change(package_inputs(package))
        _report(revised, dry_run=True)
        return 0 if revised.files else 1
    request = request_of(*asked)
    with writing(package) as finished:
        if finished and finished.request == request:
            click.echo("that change is what this command asks for: nothing is left to do")
            return 0
        revised = change(package_inputs(package))
        with written_together(package.root, revised.files, request, _sentences(revised, dry_run=False)):
            _report(revised, dry_run=False)
    return 0 if revised.files else 1


def _report(revised: Revised, *, dry_run: bool) -> None:
    from deportation_goal.report.text_report import render_text

    for remark in revised.remarks[:_MOST_TOLD]:
        click.echo(f"note: {remark}", err=True)
    for rest in and_more(revised.remarks, _MOST_TOLD):
        click.echo(f"note: {rest}", err=True)
    if revised.check.findings:
        click.echo(render_text(revised.check, colour=use_colour()), nl=False)
    if not revised.files:
        click.echo("nothing was changed: fix the errors above, then run the command again", err=True)
        return
    for sentence in _sentences(revised, dry_run=dry_run):
        click.echo(sentence)


def _sentences(revised: Revised, *, dry_run: bool) -> list[str]:
    """Return what is done, a sentence a revision, and how many more there are."""
    first = revised.revisions[:_MOST_TOLD]
    more = and_more(revised.revisions, _MOST_TOLD)
    rest = more if dry_run else [f"{words}: revisions.csv has all of them" for words in more]
    return [*(_sentence(revision, revised.changed_rows, dry_run=dry_run) for revision in first), *rest]


def _sentence(revision: Mapping[str, str], changed_rows: Mapping[str, int], *, dry_run: bool) -> str:
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
    return f"{revision['table_name']} {revision['row_id']}: {done}: {what} ({revision['revision_id']})"
