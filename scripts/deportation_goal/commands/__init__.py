"""The command line: a command a module, options and calls only.

A module here has a function of the command's name. The group imports it when the command is asked for, so that
`deportation-goal --help` pays for none of the libraries that only one command needs.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SUMMARIES: Final = {
    "check": "Check tables against all rules.",
    "fix": "Bring tables into canonical form.",
    "explain": "Explain a rule, with a bad and a good example.",
    "add": "Add checked rows, all or nothing.",
    "correct": "Correct cells of a row, and keep the old values in revisions.",
    "retract": "Take a row out of its table; revisions keeps all of it.",
    "template": "Write a spreadsheet to fill in.",
    "build": "Rebuild the release from data/ and check it.",
    "site": "Build the explorer, a site of plain files, from a built release.",
    "verify": "Verify a release, zip or folder, without a network.",
    "evidence": "Verify every locator against the source texts.",
    "locate": "Make the locator of a passage.",
    "diff": "Compare two packages, and say which version that requires.",
    "release": "Make a release: version, changelog, commit, two equal builds, tag.",
    "show": "Show one row with its lineage, its history and how to verify it.",
    "search": "Find rows by WORDS in summaries, quotes and names.",
    "compare": "Put statements side by side, and say whether they agree.",
}
"""The commands in the order of the help, with their one-line help."""

HIDDEN: Final = ("docs",)
"""Commands for maintainers, which the help does not list."""

CONTEXT: Final[dict[str, Any]] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyGroup(click.Group):
    """A group whose commands are imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in SUMMARIES and cmd_name not in HIDDEN:
            return None
        module = importlib.import_module(f"deportation_goal.commands.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first argument names; for a misspelt name, suggest the nearest."""
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing and not args[0].startswith("-"):
            from deportation_goal.wording import nearest, short

            near = nearest(args[0], SUMMARIES)
            hint = f"did you mean {near}?" if near else "--help lists the commands"
            raise click.UsageError(f'there is no command "{short(args[0])}": {hint}', ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return what a shell offers for the name of a command, without importing them."""
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=says) for name, says in SUMMARIES.items() if name.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


def _print_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from deportation_goal import __version__

        click.echo(f"deportation-goal {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings=CONTEXT,
    epilog="Exit codes: 0 fine, 1 errors found, 2 usage or no package, 3 internal.",
)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version of the data and exit.",
)
def cli() -> None:
    """What was reported about the goal of deporting one million people from the United States in a year.

    Checks, rebuilds and publishes the dataset. Run it inside the package folder, or name one with --package.
    """
