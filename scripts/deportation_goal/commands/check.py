"""deportation-goal check."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands import completion
from deportation_goal.commands.common import PathName, open_to_read, progress_steps, release_option
from deportation_goal.commands.report_option import ReportOutput, report_option, write_reports
from deportation_goal.package.descriptor import Package
from deportation_goal.package.system import resolved, user_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from deportation_goal.rules.engine import TableInput
    from deportation_goal.table_files import Rows

EPILOG = """\b
Examples:
  deportation-goal check                                  everything
  deportation-goal check figures quotes                   two tables
  deportation-goal check ~/mine/figures.csv               a file in the place of the table of that name
  deportation-goal check --against main                   nothing differs from main without a revision
  deportation-goal check --report text --report html=findings.html --report json=findings.json
"""


@click.command(epilog=EPILOG)
@click.argument("tables", nargs=-1, metavar="[TABLE|PATH]...", shell_complete=completion.tables_and_files)
@report_option
@click.option(
    "--against",
    type=PathName(),
    metavar="REVISION|PATH",
    help="Report rows and cells that differ from this older version without a revision: a git revision, a released "
    "version, a folder or a zip.",
)
@click.option("--strict", is_flag=True, help="Exit 1 for warnings too.")
@release_option
@click.pass_context
def check(
    ctx: click.Context,
    tables: tuple[str, ...],
    reports: tuple[ReportOutput, ...],
    against: str | None,
    strict: bool,
    package_folder: Path | None,
) -> None:
    """Check tables against all rules.

    Reports every finding in one run, with file, line, column, value and rule. Without a TABLE or PATH, all tables
    are checked; references are always followed into the whole package.
    """
    package = open_to_read(package_folder)
    only, replaced = _selection(package, tables)
    from deportation_goal.rules.engine import check_tables, package_inputs
    from deportation_goal.rules.package_folder import unfinished_finding

    with progress_steps() as progress:
        older = _rows_of(against, package, progress) if against is not None else None
        inputs = package_inputs(package, replaced)
        result = check_tables(inputs, only, progress)
        if older is not None:
            from deportation_goal.rules.unrevised_findings import with_unrevised

            progress("comparing with the older version")
            result = with_unrevised(result, inputs, older)
    result = dataclasses.replace(result, findings=(*unfinished_finding(package), *result.findings))
    write_reports(result, reports)
    ctx.exit(1 if result.failed(strict=strict) else 0)


def _rows_of(name: str, package: Package, progress: Callable[[str], None]) -> Rows:
    """Return the rows of an older version of the package."""
    from deportation_goal.diff.opening import open_side

    progress("reading the older version")
    opened = open_side(name, package.root)
    if opened.note:
        click.echo(opened.note, err=True)
    return opened.contents.rows


def _selection(package: Package, names: tuple[str, ...]) -> tuple[list[str], dict[str, TableInput]]:
    """Return the tables asked for, and the files that stand in for some of them."""
    from deportation_goal.rules.engine import TableInput, read_bytes

    by_path = {resolved(package.file(resource.path)): resource.name for resource in package.resources}
    only: list[str] = []
    replaced: dict[str, TableInput] = {}
    for name in names:
        path = user_path(name)
        if name in package.table_names:
            only.append(name)
        elif resolved(path) in by_path:
            only.append(by_path[resolved(path)])
        elif path.stem in package.table_names and path.exists():
            content, reason = read_bytes(path)
            only.append(path.stem)
            replaced[path.stem] = TableInput(package.resource(path.stem).schema, path.as_posix(), content, reason)
        else:
            there = "" if path.exists() or not path.suffix else "there is no such file; "
            raise click.BadParameter(
                f'"{name}": {there}name a table ({", ".join(package.table_names)}) or a CSV file called after one',
                param_hint="TABLE|PATH",
            )
    return only, replaced
