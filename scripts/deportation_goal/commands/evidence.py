"""deportation-goal evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands.common import PathName, open_or_installed, package_option, progress_steps, sound_rows
from deportation_goal.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from deportation_goal.evidence.locator_check import Statement
    from deportation_goal.evidence.texts import SourceText


@click.command()
@click.option(
    "--texts",
    "folder",
    required=True,
    type=PathName(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder with your copies of the sources, of any name: .txt, or pages saved from a browser (.html, .mhtml).",
)
@click.option("--row", "rows", multiple=True, metavar="ID", help="Only this row. May be given several times.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@package_option
@click.pass_context
def evidence(
    ctx: click.Context, folder: Path, rows: tuple[str, ...], as_json: bool, package_folder: Path | None
) -> None:
    """Verify every locator against the source texts.

    A text belongs to a source by its digest, by the source id in its name, or by the locators it holds. Name your files
    by source id: that always works, and it is fastest. Save pages in the reader mode of the browser, if it has one.
    "moved" is normal: your copy has other words before the passage. Exit code 1 if a passage is not in its text, if the
    number or the quoted words of its row are not in the passage, or if a file cannot be read.
    """
    package = open_or_installed(package_folder)
    from deportation_goal.evidence.located_statements import sources_with_digest, statements_with_locator
    from deportation_goal.evidence.locator_check import verify
    from deportation_goal.evidence.matching import match_texts
    from deportation_goal.report.evidence_report import failed, render_json, render_text

    with sound_rows(package) as tables, progress_steps() as progress:
        statements = statements_with_locator(package, tables)
        wanted = _chosen(statements, rows)
        texts, refused = _texts(folder, progress)
        progress(f"matching {len(texts)} texts")
        matched = match_texts(texts, sources_with_digest(tables), statements)
        progress(f"verifying {len(wanted)} locators")
        results = verify(wanted, matched)
    for reason in refused:
        click.echo(f"error: {reason}", err=True)
    click.echo(render_json(results, refused) if as_json else render_text(results), nl=False)
    ctx.exit(1 if refused or failed(results) else 0)


def _chosen(statements: list[Statement], rows: tuple[str, ...]) -> list[Statement]:
    known = {statement.row_id for statement in statements}
    for row_id in rows:
        if row_id not in known:
            raise click.BadParameter(f'no row with a locator has the id "{row_id}"', param_hint="--row")
    return [statement for statement in statements if not rows or statement.row_id in rows]


def _texts(folder: Path, progress: Callable[[str], None]) -> tuple[list[SourceText], list[str]]:
    """Return the texts of a folder, and why the others cannot be read: one odd file does not end the run."""
    from deportation_goal.evidence.stream import evidence_stream
    from deportation_goal.evidence.texts import SourceText, read_text, text_files

    files = text_files(folder)
    texts, refused = [], []
    for number, path in enumerate(files, 1):
        progress(f"reading text {number} of {len(files)}")
        try:
            texts.append(SourceText(path.name, evidence_stream(read_text(path))))
        except UserError as error:
            refused.append(str(error))
    return texts, refused
