"""deportation-goal verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands.common import PathName, progress_steps, use_colour
from deportation_goal.commands.report_option import ReportOutput, report_option, write_reports

if TYPE_CHECKING:
    from deportation_goal.release.verify.verification import Verified

EPILOG = """\b
Examples:
  deportation-goal verify deportation-goal-1.0.0.zip
  deportation-goal verify dist
  deportation-goal verify ~/Downloads/deportation-goal-1.0.0 --report json
"""


@click.command(epilog=EPILOG)
@click.argument("path", type=PathName(path_type=Path))
@report_option
@click.option("--strict", is_flag=True, help="Exit 1 for warnings too.")
@click.pass_context
def verify(ctx: click.Context, path: Path, reports: tuple[ReportOutput, ...], strict: bool) -> None:
    """Verify a release, zip or folder, without a network.

    Checks that every file is there and matches SHA256SUMS, that the tables match datapackage.json and break no rule,
    that derived files are what the tables give, that schemas and documents are those of the version, and that all
    formats and the zip have the same content.
    """
    from deportation_goal.release.verify.verify_release import verify as verify_release

    with progress_steps() as progress:
        verified = verify_release(path, progress)
    _write(verified, reports)
    ctx.exit(1 if verified.result.failed(strict=strict) else 0)


def _write(verified: Verified, outputs: tuple[ReportOutput, ...]) -> None:
    from deportation_goal.report.verification_report import render_verification
    from deportation_goal.table_files.atomic import write_atomically

    write_reports(verified.result, [output for output in outputs if output.format != "text"])
    for output in outputs:
        if output.format == "text" and output.file:
            write_atomically(output.file, render_verification(verified).encode("utf-8", "backslashreplace"))
        elif output.format == "text":
            click.echo(render_verification(verified, colour=use_colour()), nl=False)
