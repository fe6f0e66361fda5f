"""Writes YAML for files of this repository: mappings, lists and texts, no more.

Texts stand in double quotes, so none can be taken for a date, a number or a comment; YAML 1.1 and 1.2 read them alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def yaml_text(document: Mapping[str, Any]) -> str:
    """Return a mapping as YAML, its members in their order."""
    return "".join(f"{line}\n" for line in _mapping(document))


def _mapping(members: Mapping[str, Any]) -> Iterator[str]:
    for key, value in members.items():
        if isinstance(value, Mapping):
            yield f"{key}:"
            yield from (f"  {line}" for line in _mapping(value))
        elif isinstance(value, list):
            yield f"{key}:"
            yield from (f"  {line}" for line in _sequence(value))
        else:
            yield f"{key}: {_scalar(value)}"


def _sequence(items: Sequence[Any]) -> Iterator[str]:
    for item in items:
        lines = list(_mapping(item)) if isinstance(item, Mapping) else [_scalar(item)]
        yield f"- {lines[0]}"
        yield from (f"  {line}" for line in lines[1:])


def _scalar(value: object) -> str:
    """Return a text, a number or a truth value: JSON, with every character escaped that a reader may not take raw."""
    return "".join(
        character if character.isprintable() else f"\\U{ord(character):08x}"
        for character in json.dumps(value, ensure_ascii=False)
    )
