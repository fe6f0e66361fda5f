"""docs/commands.md: the help of every command, from click."""

from __future__ import annotations

import click

from deportation_goal.templating import render

_WIDTH = 100
_HELP = ["-h", "--help"]


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    return click.Context(
        command,
        info_name=name,
        parent=parent,
        terminal_width=_WIDTH,
        max_content_width=_WIDTH,
        help_option_names=_HELP,
    )


def render_commands(group: click.Group) -> str:
    """Render the reference of a group of commands."""
    root = _context(group, "deportation-goal")
    commands = {
        name: command.get_help(_context(command, name, root))
        for name in group.list_commands(root)
        if (command := group.get_command(root, name)) is not None
    }
    return render("pages/templates/commands.md", help=group.get_help(root), commands=commands)
