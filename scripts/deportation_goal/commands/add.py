"""deportation-goal add."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands.common import open_package, package_option
from deportation_goal.commands.reports import ReportOutput, report_option, write_reports
from deportation_goal.package.descriptor import Package

if TYPE_CHECKING:
    from deportation_goal.contribute.add import Added
    from deportation_goal.contribute.passages import Text
    from deportation_goal.contribute.submission import Submission

EPILOG = """\b
Examples:
  deportation-goal add figures                            asks field by field
  deportation-goal add --from rows.xlsx --text article.txt --dry-run
  deportation-goal add --from figures.csv --report text --report html=findings.html
  deportation-goal add areas --set area=PAN --set name=Panama --set kind=country --set m49=591
"""


@click.command(epilog=EPILOG)
@click.argument("table", required=False)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="A cell of one new row; may be given several times. The column words makes the locator.",
)
@click.option(
    "--from",
    "source",
    metavar="FILE",
    help="Rows from a CSV, XLSX, JSON or JSON Lines file, or an issue made from a form (.md); - for standard input.",
)
@click.option(
    "--text",
    "texts",
    multiple=True,
    metavar="[SOURCE=]FILE",
    help="Your copy of a source as UTF-8 text, to make locators from words; only place, length and hash are stored.",
)
@click.option("--dry-run", is_flag=True, help="Check and show, write nothing.")
@report_option
@package_option
@click.pass_context
def add(
    ctx: click.Context,
    table: str | None,
    settings: tuple[str, ...],
    source: str | None,
    texts: tuple[str, ...],
    dry_run: bool,
    reports: tuple[ReportOutput, ...],
    package_folder: Path | None,
) -> None:
    """Add checked rows, all or nothing.

    Rows come from --set, from a file, or, on a terminal, from questions. One bad row writes none; findings name the
    row and cell of your file. Ids of statements are made for you; rows are sorted into place.
    """
    package = open_package(package_folder)
    if table is not None and table not in package.table_names:
        raise click.BadParameter(
            f"«{table}» is no table; there are {', '.join(package.table_names)}", param_hint="TABLE"
        )
    held = _texts(texts, package)
    from deportation_goal.contribute.add import UnsoundPackageError
    from deportation_goal.table_files.atomic import LockedError, package_lock, write_all

    submission = _submission(package, table, settings, source, held)
    try:
        if not settings and not source and not _wanted(package, submission, held):
            raise click.Abort
        with package_lock(package.root):
            added = _added(package, submission, held)
            if not dry_run:
                write_all(package.root, added.files)
    except (LockedError, UnsoundPackageError) as error:
        raise click.ClickException(str(error)) from None
    _tell(added, dry_run=dry_run)
    if added.check.findings or any(report.file for report in reports):
        write_reports(added.check, reports)
    if not added.files:
        click.echo("nothing was added", err=True)
    ctx.exit(0 if added.files else 1)


def _texts(texts: tuple[str, ...], package: Package) -> dict[str, Text]:
    from deportation_goal.contribute.passages import ANY_SOURCE, text_of
    from deportation_goal.evidence.verify import TextError, read_text

    held = {}
    for text in texts:
        source, equals, file = text.partition("=")
        path = Path(file) if equals and not Path(text).exists() else Path(text)
        try:
            held[source if path != Path(text) else ANY_SOURCE] = text_of(path.name, read_text(path))
        except TextError as error:
            raise click.BadParameter(str(error), param_hint="--text") from None
    return held


def _submission(
    package: Package, table: str | None, settings: tuple[str, ...], source: str | None, held: Mapping[str, Text]
) -> Submission:
    schemas = {resource.name: resource.schema for resource in package.resources}
    if settings and source:
        raise click.UsageError("--set and --from are two ways to give rows: use one of them")
    if settings:
        from deportation_goal.contribute.settings import from_settings

        if table is None:
            raise click.UsageError("--set needs the TABLE: add TABLE --set COLUMN=VALUE")
        return from_settings(schemas, table, settings)
    if source:
        from deportation_goal.contribute.read import read_submission

        return read_submission(source, _content(source), schemas, table)
    if not sys.stdin.isatty():
        raise click.UsageError("give rows with --set or --from; questions are asked on a terminal only")
    if table is None:
        raise click.UsageError("name the TABLE to be asked for a row: add TABLE")
    from deportation_goal.commands.questions import ask_row

    return ask_row(package, table, held)


def _content(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise click.BadParameter(f"{source} cannot be read: {error.strerror or error}", param_hint="--from") from None


def _wanted(package: Package, submission: Submission, held: Mapping[str, Text]) -> bool:
    """Show an answered row before it is written and ask for it; a row with errors is not asked for but reported."""
    from deportation_goal.commands.questions import confirmed

    preview = _added(package, submission, held)
    return not preview.files or confirmed(preview)


def _added(package: Package, submission: Submission, held: Mapping[str, Text]) -> Added:
    from deportation_goal.check import package_inputs
    from deportation_goal.contribute.add import add_rows
    from deportation_goal.contribute.passages import with_locators

    return add_rows(package_inputs(package), with_locators(submission, held))


def _tell(added: Added, *, dry_run: bool) -> None:
    from deportation_goal.report.text_report import shown

    for remark in added.remarks:
        place = remark.place.cell or f"{remark.place.path}:{remark.place.line}:{remark.place.column}"
        click.echo(
            f"{place}: {remark.column}: {remark.message} (read «{shown(remark.before)}», kept «{shown(remark.after)}»)",
            err=True,
        )
    for similar in added.similar:
        click.echo(f"{similar.table} {similar.new_id} resembles {similar.row_id}: {similar.reason}", err=True)
    if added.files:
        verb = "would be added" if dry_run else "added"
        for table, rows in added.rows.items():
            for row in rows:
                click.echo(f"{table}: {verb}: {next(iter(row.values()))}")
