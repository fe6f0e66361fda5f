"""The option `--report FORMAT[=FILE]` and the writing of reports, for every command that has findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deportation_goal.commands.common import Command, use_colour

if TYPE_CHECKING:
    from deportation_goal.findings import CheckResult


@dataclass(frozen=True)
class Output:
    """A report that was asked for: its format, and its file or None for standard output."""

    format: str
    file: Path | None


def report_option(function: Command) -> Command:
    """Add `--report FORMAT[=FILE]` to a command; it reaches the function as `reports`."""
    return click.option(
        "--report",
        "reports",
        multiple=True,
        metavar="FORMAT[=FILE]",
        help="text (the default), json, sarif, junit, github or html, to standard output or to a file; may be given "
        "several times.",
    )(function)


def parse_reports(reports: Sequence[str]) -> list[Output]:
    """Return the reports that were asked for; text to standard output if none.

    Raises:
        click.BadParameter: If a format is unknown, a file cannot be written, or two go to standard output.
    """
    from deportation_goal.report import RENDERERS

    outputs = []
    for report in reports or ("text",):
        name, equals, file = report.partition("=")
        if name not in RENDERERS:
            raise _bad(f"«{name}» is no report format; there are {', '.join(RENDERERS)}")
        if equals and not file:
            raise _bad(f"«{report}» names no file")
        if file and not Path(file).parent.is_dir():
            raise _bad(f"the folder of «{file}» does not exist")
        outputs.append(Output(name, Path(file) if file else None))
    if sum(output.file is None for output in outputs) > 1:
        raise _bad("two reports go to standard output: give one of them a file, FORMAT=FILE")
    return outputs


def _bad(message: str) -> click.BadParameter:
    return click.BadParameter(message, param_hint="--report")


def write_reports(result: CheckResult, outputs: Sequence[Output]) -> None:
    """Write every report that was asked for; files atomically."""
    from deportation_goal.report import RENDERERS
    from deportation_goal.report.text_report import render_text
    from deportation_goal.tables.atomic import write_atomically

    for output in outputs:
        if output.file is not None:
            write_atomically(output.file, RENDERERS[output.format](result).encode("utf-8", "backslashreplace"))
        elif output.format == "text":
            click.echo(render_text(result, colour=use_colour()), nl=False)
        else:
            click.echo(RENDERERS[output.format](result), nl=False)
