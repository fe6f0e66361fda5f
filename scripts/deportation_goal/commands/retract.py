"""deportation-goal retract."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands import completion
from deportation_goal.commands.common import PathName, package_option
from deportation_goal.commands.revise import issue_text, read_file, refuse_issue, revise

if TYPE_CHECKING:
    from deportation_goal.intake.revision_set import Retraction

EPILOG = """\b
Examples:
  deportation-goal retract fig-7k2m9q --reason "The sentence is about another year." --replaced-by fig-8h3n1p
  deportation-goal retract --from retractions.csv        many rows: id, reason, replaced_by
"""


@click.command(epilog=EPILOG)
@click.argument("row_id", metavar="[ID]", required=False, shell_complete=completion.row_ids)
@click.option("--reason", default="", metavar="TEXT", help="Why, in your own words; it is published.")
@click.option(
    "--replaced-by",
    default="",
    metavar="ID",
    shell_complete=completion.row_ids,
    help="The row that takes its place; it may be a row of another table.",
)
@click.option(
    "--from",
    "source",
    type=PathName(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Many rows from a CSV or workbook with the columns id, reason and replaced_by (--reason is for rows without "
    "one); or one row from an issue made from the form (.md).",
)
@click.option("--dry-run", is_flag=True, help="Check and show; write nothing.")
@package_option
@click.pass_context
def retract(
    ctx: click.Context,
    row_id: str | None,
    reason: str,
    replaced_by: str,
    source: Path | None,
    dry_run: bool,
    package_folder: Path | None,
) -> None:
    """Take rows out of their table; revisions keeps them whole for good.

    Refuses a row that other rows refer to. Ids are never reused. With --from, either all rows are retracted or none.
    """
    from deportation_goal.intake.correct import retract as retracted
    from deportation_goal.intake.correct import revise_rows
    from deportation_goal.intake.revision_file import read_retractions
    from deportation_goal.package.clock import today

    if source is not None:
        if row_id or replaced_by:
            raise click.UsageError("--from brings the ids of the rows and what replaces them: leave them out")
        if source.suffix.lower() == ".md" and reason:
            raise click.UsageError("--from brings the ID and the reason: leave them out")
        if source.suffix.lower() == ".md":
            retractions = [_from_issue(source, package_folder)]
        else:
            retractions = read_retractions(str(source), read_file(source), reason.strip())
        asked: tuple[object, ...] = ("retract", retractions)
        ctx.exit(
            revise(package_folder, lambda inputs: revise_rows(inputs, retractions, today()), asked, dry_run=dry_run)
        )
    if not row_id:
        raise click.UsageError("name the ID of the row, or a file with --from FILE")
    if not reason.strip():
        raise click.BadParameter("the reason is empty: say why the row goes", param_hint="--reason")
    asked = ("retract", row_id, replaced_by, reason)
    ctx.exit(
        revise(
            package_folder,
            lambda inputs: retracted(inputs, row_id, replaced_by, reason, today()),
            asked,
            dry_run=dry_run,
        )
    )


def _from_issue(source: Path, package_folder: Path | None) -> Retraction:
    from deportation_goal.commands.common import open_package
    from deportation_goal.intake.issue_revision import parse_retraction
    from deportation_goal.intake.revision_set import Retraction

    schemas = {resource.name: resource.schema for resource in open_package(package_folder).resources}
    wanted = parse_retraction(issue_text(source), str(source), schemas)
    refuse_issue(wanted.findings)
    return Retraction(wanted.row_id, wanted.replaced_by, wanted.reason, None, wanted.places)
