"""deportation-goal evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands import completion
from deportation_goal.commands.common import PathName, open_or_installed, package_option, progress_steps, sound_rows
from deportation_goal.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from deportation_goal.evidence.observed_cells import HeldWorkbook


@click.command()
@click.option(
    "--texts",
    "folder",
    required=True,
    type=PathName(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder with your copies of the sources, of any name: .txt, pages saved from a browser (.html, .mhtml), or "
    "workbooks of official numbers (.xlsx).",
)
@click.option(
    "--row",
    "rows",
    multiple=True,
    metavar="ID",
    shell_complete=completion.row_ids,
    help="Only this row. May be given several times.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@package_option
@click.pass_context
def evidence(
    ctx: click.Context, folder: Path, rows: tuple[str, ...], as_json: bool, package_folder: Path | None
) -> None:
    """Verify every locator against the source texts, and official numbers against their workbooks.

    A text is matched to a source by its digest, by the source id in its file name, or by the passages in it. Name your
    files by source id: that always works, and it is fastest. Save pages in the reader mode of the browser, if it has
    one. "moved" is normal: your copy has other words before the passage. A workbook is matched to an observation by its
    hash, whatever its name; the cell has to hold the number. Exit code 1 if a passage is not in its text, if the
    number or the quoted words of its row are not in the passage, if a cell holds another number, or if a file cannot be read.
    """
    package = open_or_installed(package_folder)
    from deportation_goal.evidence.located_statements import sources_with_digest, statements_with_locator
    from deportation_goal.evidence.locator_check import verify
    from deportation_goal.evidence.matching import match_texts
    from deportation_goal.evidence.observed_cells import observed_cells, verify_cells
    from deportation_goal.evidence.texts import SUFFIXES, SourceText, read_texts, text_files
    from deportation_goal.report.evidence_report import failed, render_json, render_text

    with sound_rows(package) as tables, progress_steps() as progress:
        statements = statements_with_locator(package, tables)
        observed = observed_cells(tables)
        known = {statement.row_id for statement in statements} | {item.row_id for item in observed}
        chosen = _chosen(known, rows)
        wanted = [statement for statement in statements if chosen(statement.row_id)]
        observed = [item for item in observed if chosen(item.row_id)]
        files = text_files(folder)
        progress(f"reading {len(files)} texts")
        read = read_texts(files)
        texts = [text for text in read if isinstance(text, SourceText)]
        refused = [str(reason) for reason in read if isinstance(reason, UserError)]
        workbooks, refused_workbooks = _workbooks(folder, {item.file_sha256 for item in observed}, progress)
        if not (texts or refused or workbooks or refused_workbooks):
            raise UserError(
                f"{folder} holds no text and no workbook of an observation: put the texts of the sources there, one per file "
                f"({', '.join(SUFFIXES)}), or the workbooks (.xlsx)"
            )
        progress(f"matching {len(texts)} texts")
        matched = match_texts(texts, sources_with_digest(tables), statements)
        progress(f"verifying {len(wanted)} locators")
        results = verify(wanted, matched)
        progress(f"looking at {len(observed)} cells")
        cells = verify_cells(observed, workbooks)
    refused += refused_workbooks
    for reason in refused:
        click.echo(f"error: {reason}", err=True)
    click.echo(render_json(results, cells, refused) if as_json else render_text(results, cells), nl=False)
    ctx.exit(1 if refused or failed(results, cells) else 0)


def _chosen(known: set[str], rows: tuple[str, ...]) -> Callable[[str], bool]:
    for row_id in rows:
        if row_id not in known:
            raise click.BadParameter(
                f'no row with a locator, and no observation with a workbook, has the id "{row_id}"', param_hint="--row"
            )
    return lambda row_id: not rows or row_id in rows


def _workbooks(
    folder: Path, wanted: set[str], progress: Callable[[str], None]
) -> tuple[dict[str, HeldWorkbook], list[str]]:
    """Return the workbooks of a folder on which observations rest, by hash, and why others cannot be read."""
    import hashlib

    from deportation_goal.evidence.observed_cells import HeldWorkbook
    from deportation_goal.intake.xlsx.workbook_sheets import open_workbook

    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".xlsx" and path.is_file())
    held: dict[str, HeldWorkbook] = {}
    refused = []
    for number, path in enumerate(files, 1):
        progress(f"reading workbook {number} of {len(files)}")
        try:
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            if digest in wanted:
                held[digest] = HeldWorkbook(path.name, open_workbook(content, path.name).stored_text)
        except (OSError, UserError) as error:
            refused.append(f"{path.name}: {error}")
    return held, refused
