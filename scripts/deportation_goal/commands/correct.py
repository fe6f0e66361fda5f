"""deportation-goal correct."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands.common import PathName, package_option
from deportation_goal.commands.revise import revise
from deportation_goal.errors import EXIT_ERRORS, UserError

if TYPE_CHECKING:
    from deportation_goal.intake.issue_form import Correction

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
    type=PathName(dir_okay=False, path_type=Path),
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
    from deportation_goal.intake.correct import correct as corrected
    from deportation_goal.package.clock import today

    if source is not None:
        if row_id or settings or reason:
            raise click.UsageError("--from brings the ID, the cells and the reason: leave them out")
        correction = _from_issue(source, package_folder)
    else:
        correction = _from_options(row_id, settings, reason)
    code = revise(
        package_folder,
        lambda inputs: corrected(
            inputs, correction.row_id, correction.values, correction.reason, today(), correction.places
        ),
        dry_run=dry_run,
    )
    ctx.exit(code)


def _from_options(row_id: str | None, settings: tuple[str, ...], reason: str | None) -> Correction:
    from deportation_goal.intake.issue_form import Correction
    from deportation_goal.intake.read_submission import PATH, split_settings
    from deportation_goal.intake.submitted_rows import Place

    given = {"the ID of the row": row_id, "--set COLUMN=VALUE": settings, "--reason TEXT": (reason or "").strip()}
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise click.UsageError(f"a correction needs {' and '.join(missing)} too")
    values = split_settings(settings)
    places = {column: Place(PATH, 1, number, number) for number, column in enumerate(values, start=1)}
    return Correction(row_id or "", values, reason or "", (), {**places, "reason": Place("--reason")})


def _from_issue(source: Path, package_folder: Path | None) -> Correction:
    from deportation_goal.commands.common import open_package
    from deportation_goal.intake.issue_form import parse_correction

    try:
        body = source.read_text(encoding="utf-8")
    except OSError as error:
        raise click.BadParameter(f"{source} cannot be read: {error.strerror or error}", param_hint="--from") from None
    except UnicodeDecodeError:
        raise click.BadParameter(f"{source} is not UTF-8: save it as UTF-8", param_hint="--from") from None
    schemas = {resource.name: resource.schema for resource in open_package(package_folder).resources}
    wanted = parse_correction(body, str(source), schemas)
    if wanted.findings:
        from deportation_goal.report.text_report import place, statement

        raise UserError(
            "\n".join(f"{place(finding)}: {statement(finding)}" for finding in wanted.findings), EXIT_ERRORS
        )
    return wanted
