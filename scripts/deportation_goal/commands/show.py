"""deportation-goal show."""

from __future__ import annotations

from pathlib import Path

import click

from deportation_goal.commands import completion
from deportation_goal.commands.common import open_or_installed, release_option, sound_rows, use_colour


@click.command(
    epilog="\b\nExamples:\n"
    "  deportation-goal show fig-7k2m9q             a figure, its chain, what it is compared with\n"
    "  deportation-goal show quo-7k2m9q             a quote and how other sources word it\n"
    "  deportation-goal show agents:washington-post an id that two tables have"
)
@click.argument("row_id", metavar="ID", shell_complete=completion.row_ids)
@release_option
def show(row_id: str, package_folder: Path | None) -> None:
    """Show one row with its lineage, its history and how to verify it.

    Shows the names beside the ids. For a figure it says whether others agree, for a quote how its wordings differ. It also
    finds retracted rows. Write TABLE:ID if two tables have the id.
    """
    package = open_or_installed(package_folder)
    from deportation_goal.report.row_text import render_row
    from deportation_goal.statements.row_card import row_card

    with sound_rows(package) as tables:
        click.echo(render_row(row_card(package, tables, row_id), colour=use_colour()), nl=False)
