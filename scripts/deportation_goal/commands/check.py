"""deportation-goal check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands.common import open_package, package_option, progress_steps
from deportation_goal.commands.report_option import ReportOutput, report_option, write_reports
from deportation_goal.package.descriptor import Package
from deportation_goal.package.system import resolved, user_path

if TYPE_CHECKING:
    from deportation_goal.rules.engine import TableInput

EPILOG = """\b
Examples:
  deportation-goal check                                  everything
  deportation-goal check figures quotes                   two tables
  deportation-goal check ~/mine/figures.csv               a file in the place of the table of that name
  deportation-goal check --report text --report html=findings.html --report json=findings.json
"""


@click.command(epilog=EPILOG)
@click.argument("tables", nargs=-1, metavar="[TABLE|PATH]...")
@report_option
@click.option("--strict", is_flag=True, help="Exit 1 for warnings too.")
@package_option
@click.pass_context
def check(
    ctx: click.Context,
    tables: tuple[str, ...],
    reports: tuple[ReportOutput, ...],
    strict: bool,
    package_folder: Path | None,
) -> None:
    """Check tables against all rules.

    Reports every finding in one run, with file, line, column, value and rule. Without a TABLE or PATH, all tables
    are checked; references are always followed into the whole package.
    """
    package = open_package(package_folder)
    only, replaced = _selection(package, tables)
    from deportation_goal.rules.engine import check_tables, package_inputs

    with progress_steps() as progress:
        result = check_tables(package_inputs(package, replaced), only, progress)
    write_reports(result, reports)
    ctx.exit(1 if result.failed(strict=strict) else 0)


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
