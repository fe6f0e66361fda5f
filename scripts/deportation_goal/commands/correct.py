"""deportation-goal correct."""

from __future__ import annotations

from pathlib import Path

import click

from deportation_goal.commands.common import package_option
from deportation_goal.commands.revising import revise

EPILOG = """\b
Example:
  deportation-goal correct fig-7k2m9q --set attributed_to=dhs --reason "The text credits the department."
"""


@click.command(epilog=EPILOG)
@click.argument("row_id", metavar="[ID]", required=False)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="The new value of a cell; may be given several times. COLUMN= empties the cell.",
)
@click.option("--reason", metavar="TEXT", help="Why, in a sentence of your own; it is published.")
@click.option(
    "--from",
    "source",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="ID, cells and reason from an issue made from the form (.md).",
)
@click.option("--dry-run", is_flag=True, help="Check and show, write nothing.")
@package_option
@click.pass_context
def correct(
    ctx: click.Context,
    row_id: str | None,
    settings: tuple[str, ...],
    reason: str | None,
    source: Path | None,
    dry_run: bool,
    package_folder: Path | None,
) -> None:
    """Correct cells of a row, and keep the old values in revisions.

    The row and its revisions are written together, or neither if a rule is broken. Ids never change.
    """
    from deportation_goal.clock import today
    from deportation_goal.contribute.correct import correct as corrected
    from deportation_goal.contribute.settings import split_settings

    if source is not None:
        if row_id or settings or reason:
            raise click.UsageError("--from brings the ID, the cells and the reason: leave them out")
        row_id, values, reason = _from_issue(source, package_folder)
    else:
        try:
            values = split_settings(settings)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--set") from None
        if not row_id or not values or not (reason or "").strip():
            raise click.UsageError("a correction needs the ID, --set COLUMN=VALUE and --reason TEXT")
    identifier, why = row_id, reason or ""
    code = revise(package_folder, lambda inputs: corrected(inputs, identifier, values, why, today()), dry_run=dry_run)
    ctx.exit(code)


def _from_issue(source: Path, package_folder: Path | None) -> tuple[str, dict[str, str], str]:
    from deportation_goal.commands.common import open_package
    from deportation_goal.contribute.issue_form import parse_correction

    try:
        body = source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{source} cannot be read: {error}", param_hint="--from") from None
    schemas = {resource.name: resource.schema for resource in open_package(package_folder).resources}
    wanted = parse_correction(body, str(source), schemas)
    if wanted.findings:
        from deportation_goal.report.text_report import sentence

        raise click.ClickException("; ".join(sentence(finding) for finding in wanted.findings))
    return wanted.row_id, dict(wanted.values), wanted.reason
