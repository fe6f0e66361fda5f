"""What a version of the tool offers and asks for, as a file that another version can read without running it.

The commands, the functions of the import, the rules with their levels, and the oldest Python. `make docs` writes the file
from the code; a comparison reads that of each side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from deportation_goal.diff.package_diff import Change, Kind
from deportation_goal.errors import UserError

INTERFACE: Final = "docs/interface.json"
FORMAT: Final = "deportation-goal-interface"
FORMAT_VERSION: Final = 1


@dataclass(frozen=True)
class Parameter:
    """An option or argument of a command, or a parameter of a function.

    Attributes:
        required: Whether a call without it fails.
        takes: What it takes: `flag`, `value` or `values` (of an option or argument), `any` (of a function).
        choices: The values that are allowed, if they are listed.
    """

    required: bool
    takes: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Interface:
    """Everything that a script may call.

    Attributes:
        commands: The parameters of each command, by name; options under each of their names, arguments by their place.
        functions: The parameters of each public function, by name; constants have none.
        rules: The level of each rule (`error`, `warning`), by id; empty if the file does not say.
        python: The oldest Python that it runs on, such as `3.11`; empty if the file does not say.
    """

    commands: Mapping[str, Mapping[str, Parameter]]
    functions: Mapping[str, Mapping[str, Parameter]]
    rules: Mapping[str, str] = field(default_factory=dict)
    python: str = ""


def parse_interface(document: Any) -> Interface:
    """Read the file.

    Raises:
        UserError: If it is not of the form that `interface_document` gives.
    """
    try:
        if document["format"] != FORMAT or document["format_version"] != FORMAT_VERSION:
            raise UserError(
                f"{INTERFACE} is not of the form {FORMAT} {FORMAT_VERSION}: compare with a newer version of this tool"
            )
        return Interface(
            _callables(document["commands"]),
            _callables(document["functions"]),
            # 1.0.0 lists neither.
            {str(rule): str(level) for rule, level in document.get("rules", {}).items()},
            str(document.get("python", "")),
        )
    except (KeyError, TypeError, AttributeError):
        raise UserError(f"{INTERFACE} is broken: run `make docs`") from None


def _callables(document: Mapping[str, Any]) -> dict[str, dict[str, Parameter]]:
    return {
        name: {
            parameter: Parameter(bool(entry["required"]), str(entry["takes"]), tuple(map(str, entry["choices"])))
            for parameter, entry in parameters.items()
        }
        for name, parameters in document.items()
    }


def interface_changes(old: Interface, new: Interface) -> Iterator[Change]:
    """Yield what was added to the commands and functions, and what was taken from those who call them."""
    yield from _callable_changes("command", old.commands, new.commands, str)
    yield from _callable_changes("function", old.functions, new.functions, "{}()".format)
    if old.rules:
        yield from _rule_changes(old.rules, new.rules)
    if old.python and _order(new.python) > _order(old.python):
        message = f"the oldest Python that the tool runs on was {old.python} and is {new.python} now"
        yield Change(Kind.PYTHON_RAISED, "", "", "python", old.python, new.python, message)


_ERROR: Final = "error"


def _rule_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    """Yield the rules that refuse now what they let pass before, and those that let pass what they refused."""
    for rule in dict.fromkeys((*old, *new)):
        before, now = old.get(rule, ""), new.get(rule, "")
        if (before == _ERROR) != (now == _ERROR):
            kind = Kind.RULE_TIGHTENED if now == _ERROR else Kind.RULE_LOOSENED
            message = f"the rule {rule} was {_level(before)} and is {_level(now)} now"
            yield Change(kind, "", "", rule, before, now, message)


def _level(level: str) -> str:
    return f"{'an' if level == _ERROR else 'a'} {level}" if level else "not there"


def _order(python: str) -> tuple[int, ...]:
    return tuple(int(part) for part in python.split(".") if part.isdigit())


def _callable_changes(
    noun: str,
    old: Mapping[str, Mapping[str, Parameter]],
    new: Mapping[str, Mapping[str, Parameter]],
    shown: Callable[[str], str],
) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield _change(Kind.TOOL_REMOVED, name, f"{noun} {shown(name)} removed")
        elif name not in old:
            yield _change(Kind.TOOL_ADDED, name, f"{noun} {shown(name)} added")
        else:
            yield from _parameter_changes(f"{noun} {shown(name)}", name, old[name], new[name])


def _parameter_changes(
    where: str, name: str, old: Mapping[str, Parameter], new: Mapping[str, Parameter]
) -> Iterator[Change]:
    for parameter in dict.fromkeys((*old, *new)):
        subject = f"{name} {parameter}"
        before, now = old.get(parameter), new.get(parameter)
        if now is None:
            yield _change(Kind.TOOL_REMOVED, subject, f"{where}: {parameter} removed")
        elif before is None and now.required:
            yield _change(Kind.TOOL_REMOVED, subject, f"{where}: {parameter} added, which every call must give now")
        elif before is None:
            yield _change(Kind.TOOL_ADDED, subject, f"{where}: {parameter} added")
        else:
            yield from _one_parameter(where, subject, parameter, before, now)


def _one_parameter(where: str, subject: str, parameter: str, before: Parameter, now: Parameter) -> Iterator[Change]:
    if now.required != before.required:
        kind = Kind.TOOL_REMOVED if now.required else Kind.TOOL_ADDED
        yield _change(kind, subject, f"{where}: {parameter} is {'required' if now.required else 'optional'} now")
    if now.takes != before.takes:
        kind = Kind.TOOL_ADDED if (before.takes, now.takes) == ("value", "values") else Kind.TOOL_REMOVED
        yield _change(kind, subject, f"{where}: {parameter} took a {before.takes} and takes {now.takes} now")
    if now.choices and before.choices:
        yield from (
            _change(Kind.TOOL_REMOVED, subject, f'{where}: {parameter} no longer takes "{choice}"')
            for choice in before.choices
            if choice not in now.choices
        )
        yield from (
            _change(Kind.TOOL_ADDED, subject, f'{where}: {parameter} takes "{choice}" too')
            for choice in now.choices
            if choice not in before.choices
        )
    elif now.choices:
        yield _change(Kind.TOOL_REMOVED, subject, f"{where}: {parameter} takes {', '.join(now.choices)} only")
    elif before.choices:
        yield _change(Kind.TOOL_ADDED, subject, f"{where}: {parameter} takes any value")


def _change(kind: Kind, subject: str, message: str) -> Change:
    return Change(kind, "", "", subject, "", "", message)
