"""deportation-goal diff."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from deportation_goal.commands.common import (
    PathName,
    open_package,
    package_option,
    progress_steps,
    use_colour,
    warn_unfinished,
)
from deportation_goal.commands.report_option import ReportOutput, report_option_of, write_report
from deportation_goal.package.root import enclosing_package

if TYPE_CHECKING:
    from deportation_goal.diff.package_diff import PackageDiff

FORMATS: Final = ("text", "json", "html")

EPILOG: Final = """\b
Examples:
  deportation-goal diff 1.0.0                             what the next release will bring
  deportation-goal diff 0.1.0 1.0.0 --rows                two releases, every row
  deportation-goal diff old.zip ~/Downloads/new           a zip and a folder
  deportation-goal diff 1.0.0 --report html=diff.html --report json=diff.json

Exit codes: 0 equal, 1 different, 2 usage or a broken package, 3 internal.
"""


@click.command(epilog=EPILOG)
@click.argument("old", type=PathName())
@click.argument("new", required=False, type=PathName())
@click.option("--rows", is_flag=True, help="List every row, not only some of each kind.")
@report_option_of(FORMATS)
@package_option
@click.pass_context
def diff(
    ctx: click.Context,
    old: str,
    new: str | None,
    rows: bool,
    reports: tuple[ReportOutput, ...],
    package_folder: Path | None,
) -> None:
    """Compare two packages, and say which version that requires.

    OLD and NEW are each a folder, a zip, a version such as 1.0.0, or a git revision (a tag, branch or commit). NEW is
    this package if not given. A version needs no tag: it is the commit that released it.
    Compares schemas, descriptor, commands, functions and, by key, the rows of all tables except derived ones.
    """
    around = package_folder or enclosing_package(Path.cwd())
    target = new if new is not None else os.path.relpath(_working_tree(package_folder))
    from deportation_goal.diff.compare_packages import compare
    from deportation_goal.diff.opening import open_side

    with progress_steps() as progress:
        progress("reading the old side")
        before = open_side(old, around or Path.cwd())
        progress("reading the new side")
        now = open_side(target, around or Path.cwd())
        progress("comparing")
        result = compare(before.contents, now.contents)
    for note in (before.note, now.note if new is not None else ""):
        if note:
            click.echo(note, err=True)
    for report in reports:
        _write(result, report, rows=rows)
    ctx.exit(0 if result.is_equal else 1)


def _write(result: PackageDiff, output: ReportOutput, *, rows: bool) -> None:
    from deportation_goal.report.diff_html import render_html
    from deportation_goal.report.diff_json import render_json
    from deportation_goal.report.diff_text import render_text

    if output.format == "json":
        write_report(render_json(result), output)
    elif output.format == "html":
        write_report(render_html(result), output)
    elif output.file is None:
        click.echo(render_text(result, rows=rows, colour=use_colour()), nl=False)
    else:
        write_report(render_text(result, rows=rows), output)


def _working_tree(folder: Path | None) -> Path:
    package = open_package(folder)
    warn_unfinished(package)
    return package.root
