"""Pieces of JSON Schema from the dataclasses whose members a report carries, and from their docstrings."""

from __future__ import annotations

import enum
import inspect
import re
from typing import Any


def object_of(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has all of these members."""
    return {"type": "object", "required": list(properties), "properties": properties}


def typed(kind: Any) -> dict[str, Any]:
    """Return the schema of a text, a number, a truth value or one of an enumeration."""
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return {"enum": [member.value for member in kind]}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[kind]}


def descriptions(kind: type) -> dict[str, str]:
    """Return what the docstring of a dataclass says about each of its members."""
    _, _, attributes = inspect.cleandoc(kind.__doc__ or "").partition("Attributes:\n")
    entries = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", attributes, re.MULTILINE)
    return {name: " ".join(text.split()) for name, text in entries}
