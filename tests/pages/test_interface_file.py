"""The file of commands and functions: of a made group, and of the real tool."""

from __future__ import annotations

import json
from types import ModuleType

import click

import deportation_goal
from deportation_goal.commands import SUMMARIES, cli
from deportation_goal.diff.interface import Parameter, interface_changes, parse_interface
from deportation_goal.pages.interface_file import render_interface


def made() -> tuple[click.Group, ModuleType]:
    @click.group()
    def group() -> None:
        pass

    @group.command()
    @click.argument("tables", nargs=-1)
    @click.argument("path")
    @click.option("-o", "--output", required=True)
    @click.option("--report", multiple=True, type=click.Choice(["text", "json"]))
    @click.option("--colour/--no-colour")
    @click.option("-v", count=True)
    def check() -> None:
        pass

    module = ModuleType("made")

    def load(name: str, *more: str, strict: bool = False, **others: str) -> None:
        pass

    vars(module).update(__all__=["load", "LIMIT"], load=load, LIMIT=3, hidden=load)
    return group, module


def test_every_way_to_call_is_told_apart() -> None:
    found = parse_interface(json.loads(render_interface(*made())))
    assert found.commands == {
        "check": {
            "argument 1": Parameter(False, "values"),
            "argument 2": Parameter(True, "value"),
            "-o": Parameter(True, "value"),
            "--output": Parameter(True, "value"),
            "--report": Parameter(False, "values", ("text", "json")),
            "--colour": Parameter(False, "flag"),
            "--no-colour": Parameter(False, "flag"),
            "-v": Parameter(False, "flag"),
        }
    }
    assert found.functions == {
        "LIMIT": {},
        "load": {
            "name": Parameter(True, "any"),
            "more": Parameter(False, "any"),
            "strict": Parameter(False, "any"),
            "others": Parameter(False, "any"),
        },
    }


def test_the_real_tool_has_its_commands_and_functions() -> None:
    found = parse_interface(json.loads(render_interface(cli, deportation_goal)))
    assert list(found.commands) == list(SUMMARIES)
    assert set(found.functions) == set(deportation_goal.__all__)
    assert found.commands["check"]["--strict"] == Parameter(False, "flag")
    assert found.functions["load"] == {"name": Parameter(True, "any"), "index": Parameter(False, "any")}
    assert list(interface_changes(found, found)) == []
