"""deportation-goal build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from deportation_goal.commands.common import (
    RELEASE_FOLDER,
    PathName,
    open_package,
    package_option,
    progress_steps,
    use_colour,
    writing,
)


@click.command()
@click.option(
    "-o",
    "--output",
    "folder",
    type=PathName(path_type=Path),
    metavar="DIR",
    help="Where to build; dist/ in the package folder if not given.",
)
@click.option(
    "--unvalidated",
    is_flag=True,
    hidden=True,
    help="Leave frictionless and pandera out. `release` compares such a build with one that they have seen.",
)
@package_option
@click.pass_context
def build(ctx: click.Context, folder: Path | None, package_folder: Path | None, *, unvalidated: bool) -> None:
    """Rebuild the release from data/ and check it.

    Writes the tables and the derived tables as CSV, Parquet, SQLite, XLSX and JSON Lines, the schemas, the descriptor
    with hashes, sizes and row counts, metadata, pictures, SHA256SUMS, and a zip of everything. Checks the result with
    all rules, and with frictionless and pandera; frictionless reads no more than the first 20,000 rows of a table.
    Then builds the site from it. The same package gives the same bytes. Refuses a folder that holds other files.
    """
    package = open_package(package_folder)
    target = folder or package.root / RELEASE_FOLDER
    from deportation_goal.release.build import build_release
    from deportation_goal.report.text_report import render_text
    from deportation_goal.site.site_folder import add_site
    from deportation_goal.wording import counted

    with writing(package), progress_steps() as progress:
        built = build_release(
            package,
            target,
            progress,
            lambda staged: add_site(staged, progress),
            validators=() if unvalidated else None,
        )
    if built.check.findings:
        click.echo(render_text(built.check, colour=use_colour()), nl=False)
    for line in built.validator_errors:
        click.echo(line, err=True)
    if not built.complete:
        where = "the built release" if built.from_release else "data/"
        click.echo(f"not built: {where} has errors", err=True)
        ctx.exit(1)
    rows = sum(built.check.rows.values())
    contents = f"{counted(len(built.files), 'file')}, {counted(len(built.check.rows), 'table')}, {counted(rows, 'row')}"
    others = "" if unvalidated else f", and frictionless{part_read(built.check.rows)} and pandera agree"
    click.echo(f"{target}: release {package.version}, {contents}; checked{others}")


def part_read(rows: Mapping[str, int]) -> str:
    """Return, in brackets, what frictionless has not read of tables with so many rows; nothing if it has read all."""
    from deportation_goal.release.frictionless_check import MOST_ROWS
    from deportation_goal.wording import counted

    longer = sum(number > MOST_ROWS for number in rows.values())
    return f" (of {counted(longer, 'table')} the first {MOST_ROWS:,} rows)" if longer else ""
