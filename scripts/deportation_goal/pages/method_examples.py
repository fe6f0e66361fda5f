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

_EXAMPLE: Final = re.compile(
    r"(?P<opening><!-- example: (?P<command>[^\n]*?)(?:; from (?P<first>[^\n;]+?))?(?:; to (?P<last>[^\n;]+?))? -->\n)"
    r".*?(?P<closing><!-- end of example -->)",
    re.DOTALL,
)


def refreshed_method(page: str, package: Package, cli: click.Group) -> str:
    """Return the page with its examples made anew.

    An example stands between `<!-- example: COMMAND -->` and `<!-- end of example -->`. With `; from WORDS` it begins
    at the first line that begins so, with `; to WORDS` it ends before the first later line that begins so.

    Args:
        page: The page as it stands.
        package: The package whose rows are shown.
        cli: The commands.

    Raises:
        UserError: If a command of an example fails, or does not print what the example should begin with.
    """

    def example(match: re.Match[str]) -> str:
        lines = _printed(match["command"], package, cli)
        if match["first"]:
            lines = list(dropwhile(lambda line: not line.startswith(match["first"]), lines))
        if match["last"]:
            lines = [*lines[:1], *takewhile(lambda line: not line.startswith(match["last"]), lines[1:])]
        while lines and not lines[-1].strip():
            lines.pop()
        if not lines:
            raise UserError(f"docs/method.md: «{match['command']}» prints nothing that begins with {match['first']}")
        shown = "\n".join(lines)
        return (
            f"{match['opening']}\n```console\n$ deportation-goal {match['command']}\n{shown}\n```\n\n{match['closing']}"
        )

    return _EXAMPLE.sub(example, page)


def _printed(command: str, package: Package, cli: click.Group) -> list[str]:
    name, *arguments = shlex.split(command)
    run = CliRunner().invoke(cli, [name, "--package", str(package.root), *arguments])
    if run.exit_code:
        raise UserError(f"docs/method.md: `deportation-goal {command}` fails: {run.output.strip() or run.exception}")
    return run.stdout.splitlines()
