"""The option `--report FORMAT[=FILE]` of the commands that check, and the writing of what it asks for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from deportation_goal.commands.common import use_colour
from deportation_goal.report import FORMATS

if TYPE_CHECKING:
    from deportation_goal.findings import CheckResult

Command = TypeVar("Command", bound=Callable[..., Any])

STEP_SUMMARY: Final = "GITHUB_STEP_SUMMARY"
"""Variable in which a GitHub workflow names the file of the step's summary."""


class ReportOutput(NamedTuple):
    """A report that was asked for.

    Attributes:
        format: Name of the format.
        file: The file to write, or None for standard output.
    """

    format: str
    file: Path | None


def report_option(function: Command) -> Command:
    """Add `--report FORMAT[=FILE]` to a command that checks; it reaches the function as `reports`."""
    return report_option_of(FORMATS, f" github adds a summary to the file that {STEP_SUMMARY} names.")(function)


def report_option_of(formats: Sequence[str], more_help: str = "") -> Callable[[Command], Command]:
    """Return a decorator that adds `--report FORMAT[=FILE]` with these formats to a command."""
    return click.option(
        "--report",
        "reports",
        multiple=True,
        metavar="FORMAT[=FILE]",
        callback=lambda _ctx, _param, value: tuple(_outputs(value, formats)),
        help=f"{', '.join(formats[:-1])} or {formats[-1]}; text if not given. To standard output or to a file; may be "
        f"given several times.{more_help}",
    )


def _outputs(reports: Sequence[str], formats: Sequence[str]) -> Iterator[ReportOutput]:
    to_standard_output = 0
    for report in reports or ("text",):
        name, equals, file = report.partition("=")
        if name not in formats:
            raise click.BadParameter(f'"{name}" is not a report format; there are {", ".join(formats)}')
        if equals and not file:
            raise click.BadParameter(f'"{report}" names no file')
        if file and not Path(file).parent.is_dir():
            raise click.BadParameter(f'the folder of "{file}" does not exist')
        if file and Path(file).is_dir():
            raise click.BadParameter(f'"{file}" is a folder')
        to_standard_output += not file
        if to_standard_output > 1:
            raise click.BadParameter("two reports go to standard output: give one of them a file, FORMAT=FILE")
        yield ReportOutput(name, Path(file) if file else None)


def write_reports(result: CheckResult, outputs: Sequence[ReportOutput]) -> None:
    """Write every report that was asked for, and with `github` the summary of the step.

    Raises:
        OSError: If a file cannot be written.
    """
    for output in outputs:
        _write(result, output)
    summary = os.environ.get(STEP_SUMMARY)
    if summary and any(output.format == "github" for output in outputs):
        from deportation_goal.report.github_summary import render_github_summary

        # Appended, since other parts of the step may have written there.
        with Path(summary).open("ab") as file:
            file.write(_encoded(render_github_summary(result)))


def _write(result: CheckResult, output: ReportOutput) -> None:
    from deportation_goal.report import render_report
    from deportation_goal.report.text_report import render_text

    if output.format == "text" and output.file is None:
        click.echo(render_text(result, colour=use_colour()), nl=False)
    else:
        write_report(render_report(output.format, result), output)


def write_report(report: str, output: ReportOutput) -> None:
    """Write a rendered report where it was asked for; as UTF-8, whatever the terminal is set to.

    Raises:
        OSError: If a file cannot be written.
    """
    from deportation_goal.table_files.atomic import write_atomically

    if output.file is None:
        click.echo(_encoded(report), nl=False)
    else:
        write_atomically(output.file, _encoded(report))


def _encoded(report: str) -> bytes:
    return report.encode("utf-8", "backslashreplace")
