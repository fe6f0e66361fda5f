"""The worked examples of docs/method.md: what the commands print for rows of the data, made anew with the data."""

from __future__ import annotations

import re
import shlex
from itertools import dropwhile, takewhile
from typing import Final

import click
from click.testing import CliRunner

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package
from deportation_goal.pages.generated_blocks import block_names, with_blocks
from deportation_goal.templating import render

PAGE: Final = "docs/method.md"
_EXAMPLE: Final = re.compile(r"example (?P<command>.+?)(?:; from (?P<first>[^;]+))?(?:; to (?P<last>[^;]+))?")


def refreshed_method(page: str, package: Package, cli: click.Group) -> str:
    """Return the page with its examples made anew.

    Every block of the page is an example, named `example COMMAND`. With `; from WORDS` it begins at the first line
    that begins so, with `; to WORDS` it ends before the first later line that begins so.

    Args:
        page: The page as it is now.
        package: The package whose rows are shown.
        cli: The commands.

    Raises:
        UserError: If a block is not an example, if the command of one fails, or if it does not print what the
            example should begin with.
    """
    return with_blocks(page, PAGE, {name: _example(name, package, cli) for name in block_names(page, PAGE)})


def _example(name: str, package: Package, cli: click.Group) -> str:
    match = _EXAMPLE.fullmatch(name)
    if match is None:
        raise UserError(f'{PAGE}: the block "{name}" is not an example: name it "example COMMAND"')
    lines = _printed(match["command"], package, cli)
    if match["first"]:
        lines = list(dropwhile(lambda line: not line.startswith(match["first"]), lines))
    if match["last"]:
        lines = [*lines[:1], *takewhile(lambda line: not line.startswith(match["last"]), lines[1:])]
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise UserError(f'{PAGE}: "{match["command"]}" prints nothing that begins with {match["first"]}')
    return render("pages/templates/method_example.md", command=match["command"], lines=lines)


def _printed(command: str, package: Package, cli: click.Group) -> list[str]:
    name, *arguments = shlex.split(command)
    run = CliRunner().invoke(cli, [name, "--package", str(package.root), *arguments])
    if run.exit_code:
        raise UserError(f"{PAGE}: `deportation-goal {command}` fails: {run.output.strip() or run.exception}")
    return run.stdout.splitlines()
