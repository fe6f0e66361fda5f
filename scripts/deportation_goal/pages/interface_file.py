"""docs/interface.json: commands, functions, rules and the oldest Python of the tool, for `diff` and for scripts."""

from __future__ import annotations

import inspect
import json
import tomllib
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import click

import deportation_goal
from deportation_goal.diff.interface import FORMAT, FORMAT_VERSION, Parameter
from deportation_goal.rules.catalogue import RULES
from deportation_goal.rules.file_rules import FILE_RULES
from deportation_goal.rules.rule import FileRule, Rule


def render_interface(group: click.Group, module: ModuleType) -> str:
    """Render the interface as JSON.

    Args:
        group: The commands.
        module: The module whose `__all__` is public.
    """
    context = click.Context(group)
    rules: dict[str, Rule | FileRule] = {**RULES, **FILE_RULES}
    commands = {name: group.get_command(context, name) for name in group.list_commands(context)}
    document = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "commands": {name: _parameters(command) for name, command in commands.items() if command is not None},
        "functions": {name: _signature(getattr(module, name)) for name in sorted(module.__all__)},
        "rules": {name: rule.level.value for name, rule in sorted(rules.items())},
        "python": _oldest_python(),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _oldest_python() -> str:
    """Return the oldest Python that the code asks for, such as `3.11`; empty where pyproject.toml is not beside it."""
    path = Path(deportation_goal.__file__).parents[2] / "pyproject.toml"
    if not path.is_file():
        return ""
    return str(tomllib.loads(path.read_text(encoding="utf-8"))["project"]["requires-python"]).removeprefix(">=")


def _parameters(command: click.Command) -> dict[str, Any]:
    arguments = [found for found in command.params if isinstance(found, click.Argument)]
    # A caller never writes the name of an argument: only its place counts.
    named = {f"argument {place}": _parameter(found) for place, found in enumerate(arguments, start=1)}
    for found in command.params:
        # A hidden option is for the commands themselves.
        if isinstance(found, click.Option) and not found.hidden:
            named.update(dict.fromkeys((*found.opts, *found.secondary_opts), _parameter(found)))
    return {name: asdict(parameter) for name, parameter in named.items()}


def _parameter(found: click.Parameter) -> Parameter:
    choices = tuple(map(str, found.type.choices)) if isinstance(found.type, click.Choice) else ()
    if isinstance(found, click.Option) and (found.is_flag or found.count):
        takes = "flag"
    else:
        takes = "values" if found.multiple or found.nargs != 1 else "value"
    return Parameter(found.required, takes, choices)


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
