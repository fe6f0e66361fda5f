"""deportation-goal correct."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands import completion
from deportation_goal.commands.common import PathName, package_option
from deportation_goal.commands.revise import issue_text, read_file, refuse_issue, revise

if TYPE_CHECKING:
    from deportation_goal.intake.revision_set import ColumnCorrection, Correction

EPILOG = """\b
Examples:
  deportation-goal correct fig-7k2m9q --set attributed_to=dhs --reason "The text credits the department."
  deportation-goal correct --from corrections.csv        many cells: id, column, value, reason
  deportation-goal correct --column figures.notes --replace "Excerpt only." --reason "The column access says it."
  deportation-goal correct --column obstacles.summary --replace "per cent" --with percent --wording --reason "Spelling."
"""


@click.command(epilog=EPILOG)
@click.argument("row_id", metavar="[ID]", required=False, shell_complete=completion.row_ids)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="The new value of a cell; may be given several times. COLUMN= empties the cell.",
)
@click.option("--reason", metavar="TEXT", help="Why, in your own words; it is published.")
@click.option(
    "--from",
    "source",
    type=PathName(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Many cells from a CSV or workbook with the columns id, column, value and reason (--reason is for rows without "
    "one); or an issue made from the form (.md).",
)
@click.option("--column", metavar="TABLE.FIELD", help="Replace words in every cell of a column, by one revision.")
@click.option("--replace", "words", metavar="OLD", help="With --column: the words to replace.")
@click.option("--with", "replacement", default="", metavar="NEW", help="With --column: the new words.")
@click.option(
    "--wording",
    is_flag=True,
    help="The new values say the same in other words, so nothing that uses the rows changes.",
)
@click.option("--dry-run", is_flag=True, help="Check and show; write nothing.")
@package_option
@click.pass_context
def correct(
    ctx: click.Context,
    row_id: str | None,
    settings: tuple[str, ...],
    reason: str | None,
    source: Path | None,
    column: str | None,
    words: str | None,
    replacement: str,
    wording: bool,
    dry_run: bool,
    package_folder: Path | None,
) -> None:
    """Correct cells, and keep the old values in revisions.

    Rows and revisions are written together: all of them, or none if a rule is broken. Ids never change.
    """
    from deportation_goal.intake.correct import revise_rows
    from deportation_goal.package.clock import today

    if column is not None:
        if row_id or settings or source:
            raise click.UsageError("--column is about every row: leave out the ID, --set and --from")
        changes: list[Correction | ColumnCorrection] = [_of_column(column, words, replacement, reason)]
    elif words is not None or replacement:
        raise click.UsageError("--replace and --with need --column TABLE.FIELD too")
    elif source is not None:
        changes = _from_file(source, package_folder, reason, given=bool(row_id or settings))
    else:
        changes = [_from_options(row_id, settings, reason)]
    if wording:
        changes = [replace(change, wording=True) for change in changes]
    asked = ("correct", changes)
    ctx.exit(revise(package_folder, lambda inputs: revise_rows(inputs, changes, today()), asked, dry_run=dry_run))


def _of_column(column: str, words: str | None, replacement: str, reason: str | None) -> ColumnCorrection:
    from deportation_goal.intake.revision_set import ColumnCorrection
    from deportation_goal.intake.submitted_rows import Place

    table, point, field = column.partition(".")
    if not point or not table or not field:
        raise click.BadParameter(f'"{column}" is not TABLE.FIELD, such as figures.notes', param_hint="--column")
    if not words or not (reason or "").strip():
        raise click.UsageError("--column needs --replace OLD and --reason TEXT too")
    return ColumnCorrection(table, field, words, replacement, reason or "", {"reason": Place("--reason")})


def _from_file(
    source: Path, package_folder: Path | None, reason: str | None, *, given: bool
) -> list[Correction | ColumnCorrection]:
    from deportation_goal.intake.revision_file import read_corrections

    is_issue = source.suffix.lower() == ".md"
    if given or (is_issue and reason):
        what = "the ID, the cells and the reason" if is_issue else "the ids and the cells"
        raise click.UsageError(f"--from brings {what}: leave them out")
    if is_issue:
        return [_from_issue(source, package_folder)]
    return [*read_corrections(str(source), read_file(source), (reason or "").strip())]


def _from_options(row_id: str | None, settings: tuple[str, ...], reason: str | None) -> Correction:
    from deportation_goal.intake.read_submission import PATH, split_settings
    from deportation_goal.intake.revision_set import Correction
    from deportation_goal.intake.submitted_rows import Place

    given = {"the ID of the row": row_id, "--set COLUMN=VALUE": settings, "--reason TEXT": (reason or "").strip()}
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise click.UsageError(f"a correction needs {' and '.join(missing)} too")
    values = split_settings(settings)
    places = {column: Place(PATH, 1, number, number) for number, column in enumerate(values, start=1)}
    return Correction(row_id or "", values, reason or "", None, {**places, "reason": Place("--reason")})


def _from_issue(source: Path, package_folder: Path | None) -> Correction:
    from deportation_goal.commands.common import open_package
    from deportation_goal.intake.issue_revision import parse_correction
    from deportation_goal.intake.revision_set import Correction

    schemas = {resource.name: resource.schema for resource in open_package(package_folder).resources}
    wanted = parse_correction(issue_text(source), str(source), schemas)
    refuse_issue(wanted.findings)
    return Correction(wanted.row_id, wanted.values, wanted.reason, None, wanted.places)
