"""docs/interface.json: the commands of the tool and the functions of the import, for `diff` and for scripts."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from dataclasses import asdict
from types import ModuleType
from typing import Any

import click

from deportation_goal.diff.interface import FORMAT, FORMAT_VERSION, Parameter


def render_interface(group: click.Group, module: ModuleType) -> str:
    """Render the interface as JSON.

    Args:
        group: The commands.
        module: The module whose `__all__` is public.
    """
    context = click.Context(group)
    commands = {name: group.get_command(context, name) for name in group.list_commands(context)}
    document = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "commands": {name: _parameters(command) for name, command in commands.items() if command is not None},
        "functions": {name: _signature(getattr(module, name)) for name in sorted(module.__all__)},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _parameters(command: click.Command) -> dict[str, Any]:
    return {name: asdict(parameter) for found in command.params for name, parameter in _parameter(found)}


def _parameter(found: click.Parameter) -> Iterator[tuple[str, Parameter]]:
    choices = tuple(map(str, found.type.choices)) if isinstance(found.type, click.Choice) else ()
    many = found.multiple or found.nargs != 1
    takes = "flag" if isinstance(found, click.Option) and (found.is_flag or found.count) else "value"
    if takes == "value" and many:
        takes = "values"
    # An argument has no name that a caller writes: only its place counts, and the meta variable is for people.
    names = [*found.opts, *found.secondary_opts] if isinstance(found, click.Option) else [str(found.name).upper()]
    for name in names:
        yield name, Parameter(found.required, takes, choices)


def _signature(value: object) -> dict[str, Any]:
    if not callable(value):
        return {}
    parameters = inspect.signature(value).parameters.values()
    return {
        parameter.name: asdict(
            Parameter(parameter.default is parameter.empty and parameter.kind not in _OPEN, "any"),
        )
        for parameter in parameters
    }


_OPEN = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
