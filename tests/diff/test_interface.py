"""The commands and functions: what was added, and what was taken from those who call them."""

from __future__ import annotations

import json

import pytest

from deportation_goal.diff.interface import Interface, Parameter, interface_changes, parse_interface
from deportation_goal.diff.package_diff import Kind

FLAG, VALUE, VALUES = Parameter(False, "flag"), Parameter(False, "value"), Parameter(False, "values")
REQUIRED = Parameter(True, "value")
CHOICE, WIDER = Parameter(False, "value", ("a",)), Parameter(False, "value", ("a", "b"))


def judged(old: dict[str, Parameter], new: dict[str, Parameter]) -> list[tuple[Kind, str]]:
    before, now = Interface({"check": old}, {}), Interface({"check": new}, {})
    as_functions = interface_changes(Interface({}, {"check": old}), Interface({}, {"check": new}))
    found = [(change.kind, change.message) for change in interface_changes(before, now)]
    assert [kind for kind, _ in found] == [change.kind for change in as_functions]
    return found


@pytest.mark.parametrize(
    ("old", "new", "kind", "message"),
    [
        ({}, {"--strict": FLAG}, Kind.TOOL_ADDED, "--strict added"),
        ({"--strict": FLAG}, {}, Kind.TOOL_REMOVED, "--strict removed"),
        ({}, {"FILE": REQUIRED}, Kind.TOOL_REMOVED, "FILE added, which every call must give now"),
        ({"FILE": VALUE}, {"FILE": REQUIRED}, Kind.TOOL_REMOVED, "FILE is required now"),
        ({"FILE": REQUIRED}, {"FILE": VALUE}, Kind.TOOL_ADDED, "FILE is optional now"),
        ({"-o": VALUE}, {"-o": VALUES}, Kind.TOOL_ADDED, "-o took a value and takes values now"),
        ({"-o": VALUES}, {"-o": VALUE}, Kind.TOOL_REMOVED, "-o took a values and takes value now"),
        ({"-o": FLAG}, {"-o": VALUE}, Kind.TOOL_REMOVED, "-o took a flag and takes value now"),
        ({"-o": CHOICE}, {"-o": WIDER}, Kind.TOOL_ADDED, '-o takes "b" too'),
        ({"-o": WIDER}, {"-o": CHOICE}, Kind.TOOL_REMOVED, '-o no longer takes "b"'),
        ({"-o": VALUE}, {"-o": WIDER}, Kind.TOOL_REMOVED, "-o takes a, b only"),
        ({"-o": WIDER}, {"-o": VALUE}, Kind.TOOL_ADDED, "-o takes any value"),
    ],
)
def test_what_a_call_may_give(old: dict[str, Parameter], new: dict[str, Parameter], kind: Kind, message: str) -> None:
    assert judged(old, new) == [(kind, f"command check: {message}")]
    assert judged(new, new) == []


def test_commands_and_functions_come_and_go() -> None:
    found = interface_changes(Interface({"fix": {}}, {"load": {}}), Interface({"check": {}}, {"tables": {}}))
    assert [(change.kind, change.message) for change in found] == [
        (Kind.TOOL_REMOVED, "command fix removed"),
        (Kind.TOOL_ADDED, "command check added"),
        (Kind.TOOL_REMOVED, "function load() removed"),
        (Kind.TOOL_ADDED, "function tables() added"),
    ]


def test_the_file_is_read_as_it_is_written() -> None:
    entry = {"required": False, "takes": "value", "choices": ["a"]}
    document = {
        "format": "deportation-goal-interface",
        "format_version": 1,
        "commands": {"check": {"-o": entry}},
        "functions": {"load": {}},
    }
    assert parse_interface(json.loads(json.dumps(document))) == Interface({"check": {"-o": CHOICE}}, {"load": {}})
