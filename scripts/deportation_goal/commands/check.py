"""deportation-goal check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands.common import open_package, package_option, progress_steps, use_colour
from deportation_goal.package.descriptor import Package

if TYPE_CHECKING:
    from deportation_goal.check import TableInput
    from deportation_goal.findings import CheckResult

EPILOG = """\b
Examples:
  deportation-goal check                                  everything
  deportation-goal check figures quotes                   two tables
  deportation-goal check ~/mine/figures.csv               a file in the place of the table of that name
  deportation-goal check --report text --report json=findings.json
"""


@click.command(epilog=EPILOG)
@click.argument("tables", nargs=-1, metavar="[TABLE|PATH]...")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="text (the default) or json, to standard output or to a file; may be given several times.",
)
@click.option("--strict", is_flag=True, help="Exit 1 for warnings too.")
@package_option
@click.pass_context
def check(
    ctx: click.Context,
    tables: tuple[str, ...],
    reports: tuple[str, ...],
    strict: bool,
    package_folder: Path | None,
) -> None:
    """Check tables against all rules.

    Reports every finding in one run, with file, line, column, value and rule. Without a TABLE or PATH, all tables
    are checked; references are always followed into the whole package.
    """
    package = open_package(package_folder)
    outputs = list(_outputs(reports))
    only, replaced = _selection(package, tables)
    from deportation_goal.check import check_tables, package_inputs

    with progress_steps() as progress:
        result = check_tables(package_inputs(package, replaced), only, progress)
    for name, file in outputs:
        _write(result, name, file)
    ctx.exit(1 if result.failed(strict=strict) else 0)


def _outputs(reports: tuple[str, ...]) -> Iterator[tuple[str, Path | None]]:
    from deportation_goal.report import RENDERERS

    to_standard_output = 0
    for report in reports or ("text",):
        name, equals, file = report.partition("=")
        if name not in RENDERERS:
            raise click.BadParameter(
                f"«{name}» is no report format; there are {', '.join(RENDERERS)}", param_hint="--report"
            )
        if equals and not file:
            raise click.BadParameter(f"«{report}» names no file", param_hint="--report")
        if file and not Path(file).parent.is_dir():
            raise click.BadParameter(f"the folder of «{file}» does not exist", param_hint="--report")
        to_standard_output += not file
        if to_standard_output > 1:
            raise click.BadParameter(
                "two reports go to standard output: give one of them a file, FORMAT=FILE",
                param_hint="--report",
            )
        yield name, Path(file) if file else None


def _selection(package: Package, names: tuple[str, ...]) -> tuple[list[str], dict[str, TableInput]]:
    """Return the tables asked for, and the files that stand in for some of them."""
    from deportation_goal.check import TableInput, read_bytes

    by_path = {package.file(resource.path).resolve(): resource.name for resource in package.resources}
    only: list[str] = []
    replaced: dict[str, TableInput] = {}
    for name in names:
        path = Path(name).expanduser()
        if name in package.table_names:
            only.append(name)
        elif path.resolve() in by_path:
            only.append(by_path[path.resolve()])
        elif path.stem in package.table_names and path.exists():
            content, reason = read_bytes(path)
            only.append(path.stem)
            replaced[path.stem] = TableInput(package.resource(path.stem).schema, path.as_posix(), content, reason)
        else:
            there = "" if path.exists() or not path.suffix else "there is no such file; "
            raise click.BadParameter(
                f"«{name}»: {there}name a table ({', '.join(package.table_names)}) or a CSV file called after one",
                param_hint="TABLE|PATH",
            )
    return only, replaced


def _write(result: CheckResult, name: str, file: Path | None) -> None:
    from deportation_goal.report import RENDERERS
    from deportation_goal.report.text_report import render_text
    from deportation_goal.tables.atomic import write_atomically

    if file is not None:
        write_atomically(file, RENDERERS[name](result).encode("utf-8", "backslashreplace"))
    elif name == "text":
        click.echo(render_text(result, colour=use_colour()), nl=False)
    else:
        click.echo(RENDERERS[name](result), nl=False)
