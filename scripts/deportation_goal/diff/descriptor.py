"""Compares what the descriptors say of the package as a whole: licences, description, sources and so on. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from deportation_goal.diff.contents import as_json
from deportation_goal.diff.model import Change, Kind

_OWN: Final = ("$schema", "resources", "version", "created")
"""Members that are compared elsewhere, or are other in every release."""


def descriptor_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the members of the descriptor that differ; its tables, version and date are left out."""
    for member in dict.fromkeys((*old, *new)):
        before, now = old.get(member), new.get(member)
        if member in _OWN or before == now:
            continue
        if member == "licenses":
            words = _licences(before), _licences(now)
            message = f"the licences were {words[0]} and are {words[1]} now"
            yield Change(Kind.LICENCE_CHANGED, "", "", member, as_json(before), as_json(now), message)
        else:
            yield Change(
                Kind.DESCRIPTION_CHANGED, "", "", member, as_json(before), as_json(now), _message(member, old, new)
            )


def _licences(licences: Any) -> str:
    listed = licences if isinstance(licences, list) else [licences] if licences else []
    members = [licence if isinstance(licence, Mapping) else {"name": licence} for licence in listed]
    return ", ".join(str(licence.get("name") or licence.get("path")) for licence in members) or "none"


def _message(member: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    before, now = old.get(member), new.get(member)
    if before is None or now is None:
        return f"{member} {'added' if before is None else 'removed'}"
    if isinstance(before, list) and isinstance(now, list):
        added = sum(item not in before for item in now)
        removed = sum(item not in now for item in before)
        return f"{member} changed ({added} added, {removed} removed)" if added or removed else f"{member} reordered"
    return f"{member} changed"
