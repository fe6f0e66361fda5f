"""deportation-goal add."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from deportation_goal.commands import completion
from deportation_goal.commands.common import PathName, open_package, package_option, writing
from deportation_goal.commands.report_option import ReportOutput, report_option, write_reports
from deportation_goal.package.descriptor import Package
from deportation_goal.wording import counted

if TYPE_CHECKING:
    from deportation_goal.intake.add import Added
    from deportation_goal.intake.passages import Text
    from deportation_goal.intake.submitted_rows import Submission

_SIMILAR_SHOWN: Final = 20

EPILOG = """\b
Examples:
  deportation-goal add figures                            asks field by field
  deportation-goal add --from rows.xlsx --text article.txt --dry-run
  deportation-goal add --from figures.csv --report text --report html=findings.html
  deportation-goal add areas --set area=PAN --set name=Panama --set kind=country --set m49=591
"""


@click.command(epilog=EPILOG)
@click.argument("table", required=False, shell_complete=completion.tables)
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
    type=PathName(allow_dash=True),
    metavar="FILE",
    help="Rows from a CSV, XLSX, JSON or JSON Lines file, or an issue made from a form (.md); - for standard input.",
)
@click.option(
    "--text",
    "texts",
    type=PathName(),
    multiple=True,
    metavar="[SOURCE=]FILE",
    help="Your copy of a source as UTF-8 text, to make locators from words; only place, length and hash are stored.",
)
@click.option("--dry-run", is_flag=True, help="Check and show; write nothing.")
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

    Rows come from --set, from a file, or from questions on a terminal. If one row is bad, no row is added; findings
    name the row and cell of your file. The command makes the ids of statements and sorts the rows into place.
    """
    package = open_package(package_folder)
    _known_table(table, package)
    held = _texts(texts)

    submission = _submission(package, table, settings, source, held, texts)
    _tell_unused(package, submission, held)
    asked = not settings and not source
    if asked and not _wanted_or_kept(package, submission, held, texts, dry_run=dry_run):
        click.echo("nothing was added", err=True)
        ctx.exit(1)
    tell = partial(_tell, reports=reports, dry_run=dry_run)
    added = _added(package, submission, held, tell, dry_run=dry_run)
    if added is None:
        click.echo("that change is what this command asks for: nothing is left to do")
        ctx.exit(0)
    if not added.files and asked:
        _tell_again(submission, texts)
    ctx.exit(0 if added.files else 1)


def _known_table(table: str | None, package: Package) -> None:
    if table is None:
        return
    written_by = {resource.name: resource.schema.written_by for resource in package.resources}
    if written_by.get(table):
        message = f"no rows are added to {table} by hand: only {written_by[table]} may write it"
        raise click.BadParameter(message, param_hint="TABLE")
    if table not in written_by:
        names = ", ".join(name for name, writer in written_by.items() if not writer)
        raise click.BadParameter(f'"{table}" is not a table; there are {names}', param_hint="TABLE")


def _texts(texts: tuple[str, ...]) -> dict[str, Text]:
    from deportation_goal.evidence.texts import read_text
    from deportation_goal.intake.passages import ANY_SOURCE, text_of

    held: dict[str, Text] = {}
    for text in texts:
        source, equals, file = text.partition("=")
        if not equals or Path(text).exists():
            source, file = ANY_SOURCE, text
        if not file:
            raise click.BadParameter(f'"{text}" names no file: write --text SOURCE=FILE', param_hint="--text")
        if source in held:
            which = f"{source} has two texts" if source else "two texts name no source"
            raise click.BadParameter(f"{which}: write --text SOURCE=FILE, one for each source", param_hint="--text")
        held[source] = text_of(Path(file).name, read_text(Path(file)))
    return held


def _submission(
    package: Package,
    table: str | None,
    settings: tuple[str, ...],
    source: str | None,
    held: Mapping[str, Text],
    texts: tuple[str, ...],
) -> Submission:
    schemas = {resource.name: resource.schema for resource in package.resources}
    if settings and source:
        raise click.UsageError("--set and --from are two ways to give rows: use one of them")
    if settings:
        from deportation_goal.intake.read_submission import from_settings

        if table is None:
            raise click.UsageError("--set needs the TABLE: add TABLE --set COLUMN=VALUE")
        return from_settings(schemas[table], settings)
    if source:
        from deportation_goal.intake.read_submission import read_submission

        return read_submission(source, _content(source), schemas, table)
    if not sys.stdin.isatty():
        raise click.UsageError(
            "give rows with --set COLUMN=VALUE or --from FILE: questions are asked only on a terminal, and this is not one"
        )
    if table is None:
        raise click.UsageError("name the TABLE to be asked for a row: add TABLE")
    from deportation_goal.commands.questions import ask_row

    return ask_row(package, table, held, lambda values: _tell_as_command(table, values, texts))


def _tell_unused(package: Package, submission: Submission, held: Mapping[str, Text]) -> None:
    from deportation_goal.intake.passages import ANY_SOURCE, source_of

    named = {source_of(package.resource(row.table).schema, row) for row in submission.rows}
    for source in held.keys() - named - {ANY_SOURCE}:
        click.echo(f'--text {source}={held[source].name}: no row is from the source "{source}"', err=True)


def _content(source: str) -> bytes:
    from deportation_goal.intake.csv_file import MAXIMUM_BYTES

    try:
        # One byte more than is read anywhere, so that a file too large is told from one that just fits.
        if source == "-":
            return sys.stdin.buffer.read(MAXIMUM_BYTES + 1)
        with Path(source).open("rb") as file:
            return file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise click.BadParameter(f"{source} cannot be read: {error.strerror or error}", param_hint="--from") from None


def _wanted_or_kept(
    package: Package, submission: Submission, held: Mapping[str, Text], texts: tuple[str, ...], *, dry_run: bool
) -> bool:
    """Ask whether to add an answered row; a user who declines or breaks off gets the answers back."""
    wanted = False
    try:
        wanted = _wanted(package, submission, held, dry_run=dry_run)
    finally:
        if not wanted:
            _tell_again(submission, texts)
    return wanted


def _wanted(package: Package, submission: Submission, held: Mapping[str, Text], *, dry_run: bool) -> bool:
    """Show an answered row and ask whether to write it; a row with errors is reported and not asked about."""
    from deportation_goal.commands.questions import confirmed, show

    preview = _added(package, submission, held, lambda _added: None, dry_run=True)
    if preview is None or not preview.files:
        return True
    show(preview)
    return dry_run or confirmed()


def _added(
    package: Package, submission: Submission, held: Mapping[str, Text], tell: Callable[[Added], None], *, dry_run: bool
) -> Added | None:
    """Add the rows to the tables as they are under the lock; a dry run needs none, as it writes nothing.

    Returns:
        What was added; None if a killed run of the same command had begun to, and that is finished now.
    """
    from deportation_goal.intake.add import add_rows
    from deportation_goal.intake.passages import with_locators
    from deportation_goal.rules.engine import package_inputs
    from deportation_goal.table_files.journal import request_of, written_together

    located = with_locators(submission, {resource.name: resource.schema for resource in package.resources}, held)
    if dry_run:
        preview = add_rows(package_inputs(package), located)
        tell(preview)
        return preview
    request = request_of("add", located.rows)
    with writing(package) as finished:
        if finished and finished.request == request:
            return None
        added = add_rows(package_inputs(package), located)
        done = [f"{name}: added: {next(iter(row.values()))}" for name, rows in added.rows.items() for row in rows]
        with written_together(package.root, added.files, request, done):
            tell(added)
    return added


def _tell(added: Added, *, reports: tuple[ReportOutput, ...], dry_run: bool) -> None:
    # A report for machines is alone on standard output.
    machine = any(report.file is None and report.format != "text" for report in reports)
    _tell_similar(added)
    if added.files:
        verb = "would be added" if dry_run else "added"
        for table, rows in added.rows.items():
            for row in rows:
                click.echo(f"{table}: {verb}: {next(iter(row.values()))}", err=machine)
    if added.check.findings or machine or any(report.file for report in reports):
        write_reports(added.check, reports)
    if not added.files:
        click.echo("nothing was added: fix the errors above, then run the command again", err=True)


def _tell_similar(added: Added) -> None:
    for similar in added.similar[:_SIMILAR_SHOWN]:
        place = similar.place
        where = place.cell or (f"{place.path}:{place.line}" if Path(place.path).suffix else place.path)
        click.echo(
            f"{where}: is this already there? {similar.table} {similar.row_id} has the {similar.reason}", err=True
        )
    more = len(added.similar) - _SIMILAR_SHOWN
    if more > 0:
        click.echo(f"and {counted(more, 'row')} more that may already be there", err=True)


def _tell_again(submission: Submission, texts: tuple[str, ...]) -> None:
    for row in submission.rows:
        _tell_as_command(row.table, row.values, texts)


def _tell_as_command(table: str, values: Mapping[str, str], texts: tuple[str, ...]) -> None:
    """Give answers back as a command, so that nobody has to type them again."""
    if values:
        options = [("--set", f"{column}={value}") for column, value in values.items()]
        options += [("--text", text) for text in texts]
        words = " ".join(f"{option} {shlex.quote(value)}" for option, value in options)
        click.echo(f"your answers as a command:\n  deportation-goal add {table} {words}", err=True)
