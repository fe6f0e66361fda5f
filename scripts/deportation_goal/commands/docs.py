"""deportation-goal docs: for maintainers, hidden from the help; `make docs` calls it."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from deportation_goal.commands.common import open_package, package_option, writing


@click.command(hidden=True)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a document is stale.")
@package_option
@click.pass_context
def docs(ctx: click.Context, check: bool, package_folder: Path | None) -> None:
    """Write the generated documents and the generated blocks of README.md."""
    package = open_package(package_folder)
    root = package.root
    from deportation_goal.commands import cli
    from deportation_goal.pages.generated_pages import pages, stale_pages
    from deportation_goal.table_files.atomic import write_all

    with contextlib.nullcontext() if check else writing(package):
        files = pages(root, cli)
        stale = stale_pages(root, files)
        if not check:
            write_all(root, files)
    for name in stale:
        click.echo(f"{name} is stale: run `make docs`" if check else f"{name} written", err=check)
    ctx.exit(1 if check and stale else 0)
