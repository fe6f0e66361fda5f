"""Writes YAML for files of this repository: mappings, lists and texts, no more.

Texts are written as JSON strings, which YAML 1.2 reads alike; so no text can be taken for a date, a number or a comment.
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
            yield f"{key}: {json.dumps(value, ensure_ascii=False)}"


def _sequence(items: Sequence[Any]) -> Iterator[str]:
    for item in items:
        lines = list(_mapping(item)) if isinstance(item, Mapping) else [json.dumps(item, ensure_ascii=False)]
        yield f"- {lines[0]}"
        yield from (f"  {line}" for line in lines[1:])
