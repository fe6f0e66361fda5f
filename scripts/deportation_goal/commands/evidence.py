"""deportation-goal evidence."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands.common import open_or_installed, package_option

if TYPE_CHECKING:
    from deportation_goal.evidence.verify import Status, Verified


@click.command()
@click.option(
    "--texts",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder with your copies of the sources as .txt files, of any name.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@package_option
@click.pass_context
def evidence(ctx: click.Context, folder: Path, as_json: bool, package_folder: Path | None) -> None:
    """Verify every locator against the source texts.

    A text belongs to a source by its digest, by the source id in its name, or by the locators it holds. Exit code 1
    if a passage is not in its text.
    """
    package = open_or_installed(package_folder)
    from deportation_goal.evidence.verify import Status, TextError, match_texts, read_texts, verify
    from deportation_goal.statements import sources_with_digest, statements_with_locator
    from deportation_goal.table_files.rows import read_rows

    tables = read_rows(package)
    statements, sources = statements_with_locator(package, tables), sources_with_digest(tables)
    try:
        matched = match_texts(read_texts(folder), sources, statements)
    except TextError as error:
        raise click.BadParameter(str(error), param_hint="--texts") from None
    results = verify(statements, matched)
    counts = Counter(result.status for result in results)
    if as_json:
        click.echo(_as_json(results, counts))
    else:
        _print(results, counts)
    ctx.exit(1 if counts[Status.NOT_FOUND] else 0)


def _as_json(results: list[Verified], counts: Counter[Status]) -> str:
    rows = [
        {
            "table": result.statement.table,
            "row_id": result.statement.row_id,
            "source_id": result.statement.source_id,
            "status": result.status,
            "text": result.text,
            "evidence_start": result.statement.locator.start,
            "found_at": result.found_at,
        }
        for result in results
    ]
    return json.dumps({"counts": counts, "locators": rows}, indent=2, ensure_ascii=False)


def _print(results: list[Verified], counts: Counter[Status]) -> None:
    from deportation_goal.evidence.verify import Status

    for source_id in dict.fromkeys(result.statement.source_id for result in results):
        own = [result for result in results if result.statement.source_id == source_id]
        by_status = Counter(result.status for result in own)
        text = own[0].text or "no text"
        click.echo(
            f"{source_id} ({text}): {', '.join(f'{by_status[status]} {status}' for status in Status if by_status[status])}"
        )
    for result in results:
        if result.status is Status.NOT_FOUND:
            statement = result.statement
            click.echo(
                f"  not found: {statement.table} {statement.row_id}, stored at {statement.locator.start} in {statement.source_id}; searched {result.text}"
            )
    click.echo(f"{len(results)} locators: {', '.join(f'{counts[status]} {status}' for status in Status)}")
