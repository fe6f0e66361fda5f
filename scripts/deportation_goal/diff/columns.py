"""Compares the type and the constraints of one column: tightened, loosened, or changed so that nobody can tell. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from deportation_goal.diff.package_diff import Change, Kind
from deportation_goal.diff.snapshot import as_json


@dataclass(frozen=True)
class Code:
    """A code as the schema describes it."""

    label: str
    description: str


def codes_of(field: Mapping[str, Any]) -> dict[str, Code]:
    """Return the codes of a column: those of its enum, with what its categories (Data Package v2) say of them."""
    codes = {str(value): Code(str(value), "") for value in field.get("constraints", {}).get("enum", ())}
    for category in field.get("categories", ()):
        if isinstance(category, Mapping):
            value = str(category.get("value", ""))
            codes[value] = Code(str(category.get("label", value)), str(category.get("description", "")))
        else:
            codes.setdefault(str(category), Code(str(category), ""))
    return codes


def code_changes(table: str, column: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Yield what changed in the code list of a column that both sides have.

    A code list that only one side has is left to `constraint_changes`.
    """
    before, now = codes_of(old), codes_of(new)
    if not before or not now:
        return
    for value in dict.fromkeys((*before, *now)):
        if value not in now:
            message = f'code "{value}" ({before[value].label}) removed'
            yield Change(Kind.CODE_REMOVED, table, column, value, before[value].description, "", message)
        elif value not in before:
            message = f'code "{value}" ({now[value].label}) added'
            yield Change(Kind.CODE_ADDED, table, column, value, "", now[value].description, message)
        elif words(before[value].description) != words(now[value].description):
            yield Change(
                Kind.CODE_MEANING_CHANGED,
                table,
                column,
                value,
                before[value].description,
                now[value].description,
                f'code "{value}" has another meaning: "{before[value].description}" became "{now[value].description}"',
            )
        elif before[value] != now[value]:
            yield Change(
                Kind.DESCRIPTION_CHANGED,
                table,
                column,
                value,
                f"{before[value].label}: {before[value].description}",
                f"{now[value].label}: {now[value].description}",
                f'code "{value}" is described in other words of the same meaning',
            )


def words(text: str) -> list[str]:
    """Return the words of a text: what is left when case, space and punctuation do not count."""
    return re.findall(r"\w+", text.casefold())


_TYPE: Final = (
    *("type", "format", "missingValues", "trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber"),
    *("itemType", "delimiter", "categoriesOrdered"),
)
"""Members of a field by which a client reads a cell (Table Schema, both versions)."""

_APART: Final = ("name", "constraints", "categories")


def descriptive_members(*fields: Mapping[str, Any]) -> list[str]:
    """Return the members of fields that only describe: neither the type nor what is compared apart.

    Properties of ours are among them: they say something to people and to the tool, not how a client reads the column.
    """
    return [member for field in fields for member in field if member not in (*_TYPE, *_APART)]


_DEFAULTS: Final[Mapping[str, Any]] = {"type": "string", "format": "default"}
"""What Table Schema takes for a member that is left out."""

_WIDER: Final = (("integer", "number"), ("integer", "string"), ("number", "string"), ("boolean", "string"))
_WIDER_DATES: Final = (("date", "string"), ("year", "integer"))


def _flag(old: Any, new: Any) -> bool:
    return bool(new) and not bool(old)


def _lowest(old: Any, new: Any) -> bool | None:
    return None if not _comparable(old, new) else new > old


def _highest(old: Any, new: Any) -> bool | None:
    return None if not _comparable(old, new) else new < old


def _comparable(old: Any, new: Any) -> bool:
    """Whether two bounds have an order that we know: numbers, or dates as ISO texts of one length."""
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (old, new))
    texts = isinstance(old, str) and isinstance(new, str) and len(old) == len(new)
    return numbers or texts


_TIGHTER: Final[Mapping[str, Callable[[Any, Any], bool | None]]] = {
    "minimum": _lowest,
    "exclusiveMinimum": _lowest,
    "minLength": _lowest,
    "maximum": _highest,
    "exclusiveMaximum": _highest,
    "maxLength": _highest,
}
"""Whether a constraint that both sides have is tighter now; None if that cannot be told."""

_FLAGS: Final = ("required", "unique")


def type_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield subject, old, new and message of each change of what a cell of the column is read as."""
    for member in _TYPE:
        before, now = (field.get(member, _DEFAULTS.get(member)) for field in (old, new))
        if before == now:
            continue
        if member == "type":
            wider = (before, now) in (*_WIDER, *_WIDER_DATES)
            how = "which holds more values, but is read as another type" if wider else "which holds other values"
            yield member, as_json(before), as_json(now), f"type {before} became {now}, {how}"
        else:
            yield member, as_json(before), as_json(now), _became(member, before, now)


def constraint_changes(table: str, column: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the constraints that were tightened or loosened; those of code lists are compared as codes.

    A change that no machine can judge, such as another pattern, counts as tightened.
    """
    for name in dict.fromkeys((*old, *new)):
        if name == "enum" and old.get(name) and new.get(name):
            continue
        before, now = _value(name, old), _value(name, new)
        if before == now:
            continue
        kind, message = _judged(name, before, now)
        yield Change(kind, table, column, name, as_json(before), as_json(now), message)


def _value(name: str, constraints: Mapping[str, Any]) -> Any:
    value = constraints.get(name)
    return bool(value) if name in _FLAGS else value


def _judged(name: str, before: Any, now: Any) -> tuple[Kind, str]:
    """Return whether a constraint was tightened or loosened, with the change in words."""
    if name in _FLAGS:
        kind = Kind.CONSTRAINT_TIGHTENED if _flag(before, now) else Kind.CONSTRAINT_LOOSENED
        return kind, f"{'now' if now else 'no longer'} {name}"
    if now is None:
        return Kind.CONSTRAINT_LOOSENED, f"{name} {as_json(before)} is gone"
    if before is None:
        return Kind.CONSTRAINT_TIGHTENED, f"{name} {as_json(now)} is new"
    tighter = _TIGHTER.get(name, lambda _old, _new: None)(before, now)
    if tighter is None:
        return (
            Kind.CONSTRAINT_TIGHTENED,
            f"{_became(name, before, now)} (counts as tightened: nobody can tell whether it is)",
        )
    return (Kind.CONSTRAINT_TIGHTENED if tighter else Kind.CONSTRAINT_LOOSENED), _became(name, before, now)


def _became(name: str, before: Any, now: Any) -> str:
    if before is None:
        return f"{name} is {as_json(now)} now"
    if now is None:
        return f"{name} was {as_json(before)} and is gone"
    return f"{name} was {as_json(before)} and is {as_json(now)} now"
