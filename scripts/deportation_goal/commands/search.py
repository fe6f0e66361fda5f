"""deportation-goal search."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from deportation_goal.commands import completion
from deportation_goal.commands.common import open_or_installed, release_option, sound_rows
from deportation_goal.wording import and_more, counted


@click.command(
    epilog="\b\nExamples:\n"
    "  deportation-goal search Costa Rica\n"
    "  deportation-goal search meissner --table quotes\n"
    "  deportation-goal search detention beds --limit 50"
)
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--table",
    "only",
    multiple=True,
    metavar="TABLE",
    shell_complete=completion.tables,
    help="Look in this table only. May be given several times.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    metavar="N",
    help="Rows shown of each table.",
)
@release_option
@click.pass_context
def search(
    ctx: click.Context, words: tuple[str, ...], only: tuple[str, ...], limit: int, package_folder: Path | None
) -> None:
    """Find rows by WORDS in summaries, quotes and names.

    A row is found if it has every word; the beginning of a word is enough, case and accents make no difference. Exit
    code 1 if nothing is found.
    """
    package = open_or_installed(package_folder)
    from deportation_goal.report.text_report import shown
    from deportation_goal.statements.word_search import search_rows, searched_tables

    searched = [schema.name for schema in searched_tables(package)]
    for table in only:
        if table not in searched:
            raise click.BadParameter(
                f'"{table}" is not a table that is searched: choose from {", ".join(searched)}', param_hint="--table"
            )
    with sound_rows(package) as tables:
        matches = search_rows(package, tables, " ".join(words), only)
    for table, group in groupby(matches, key=lambda match: match.table):
        found = list(group)
        click.echo(f"{table}: {counted(len(found), 'row')}")
        wide = max(len(match.row_id) for match in found[:limit])
        for match in found[:limit]:
            click.echo(f"  {match.row_id:<{wide}}  {shown(match.text) if len(match.text) > 400 else match.text}")
        for rest in and_more(found, limit):
            click.echo(f"  … {rest}: --limit {len(found)}")
    if not matches:
        click.echo("nothing found: try fewer words, or the beginning of one")
        ctx.exit(1)
    click.echo("One row with all that belongs to it: deportation-goal show ID")
