"""deportation-goal template."""

from __future__ import annotations

from pathlib import Path

import click

from deportation_goal.commands import completion
from deportation_goal.commands.common import PathName, open_or_installed, package_option
from deportation_goal.package.descriptor import Package
from deportation_goal.wording import nearest

DEFAULT_FILE = "deportation-goal-template.xlsx"
EPILOG = """\b
Examples:
  deportation-goal template
  deportation-goal template figures sources -o new-figures.xlsx
"""


@click.command(epilog=EPILOG)
@click.argument("tables", nargs=-1, metavar="[TABLE]...", shell_complete=completion.tables)
@click.option(
    "-o",
    "--output",
    "file",
    type=PathName(dir_okay=False, path_type=Path),
    default=DEFAULT_FILE,
    show_default=True,
    metavar="FILE.xlsx",
    help="Where to write it.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
@package_option
def template(tables: tuple[str, ...], file: Path, force: bool, package_folder: Path | None) -> None:
    """Write a spreadsheet to fill in.

    A sheet for each TABLE (without one: all tables that a new statement may need), with lists of the codes and the
    known ids, a note on every column, and an example. Fill it in and give it to `deportation-goal add --from FILE.xlsx`.
    """
    from deportation_goal.table_files.atomic import write_atomically
    from deportation_goal.table_files.read_rows import read_rows
    from deportation_goal.template.template_workbook import template as make_template

    package = open_or_installed(package_folder)
    names = _chosen(package, tables)
    if file.suffix.lower() != ".xlsx":
        raise click.BadParameter(f'"{file}" does not end in .xlsx', param_hint="--output")
    if file.exists() and not force:
        raise click.UsageError(f"{file} already exists and may hold rows: choose another name, or add --force")
    if not file.parent.is_dir():
        raise click.BadParameter(f'there is no folder "{file.parent}"', param_hint="--output")
    write_atomically(file, make_template(package, names, read_rows(package)))
    click.echo(f'{file}: one sheet each for {", ".join(names)}; begin with the sheet "read me"')


def _chosen(package: Package, tables: tuple[str, ...]) -> list[str]:
    """Return the tables that get a sheet, each once, in the order asked for."""
    schemas = [resource.schema for resource in package.resources if resource.schema.takes_rows]
    allowed = [schema.name for schema in schemas]
    for name in tables:
        if name not in allowed:
            near = nearest(name, allowed)
            hint = f" Did you mean {near}?" if near else ""
            raise click.BadParameter(
                f'"{name}" is not a table that takes new rows; there are {", ".join(allowed)}.{hint}',
                param_hint="TABLE",
            )
    wanted = [schema.name for schema in schemas if schema.has_evidence or schema.template is not None]
    return list(dict.fromkeys(tables)) or wanted
