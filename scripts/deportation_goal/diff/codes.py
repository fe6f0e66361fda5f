"""Compares the code list of one column: codes added, removed, or with another meaning. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deportation_goal.diff.model import Change, Kind


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

    A code that a column without a code list gets, or the end of the list, is a constraint and no matter of codes.
    """
    before, now = codes_of(old), codes_of(new)
    if not before or not now:
        return
    for value in dict.fromkeys((*before, *now)):
        if value not in now:
            message = f"code «{value}» ({before[value].label}) removed"
            yield Change(Kind.CODE_REMOVED, table, column, value, before[value].description, "", message)
        elif value not in before:
            message = f"code «{value}» ({now[value].label}) added"
            yield Change(Kind.CODE_ADDED, table, column, value, "", now[value].description, message)
        elif words(before[value].description) != words(now[value].description):
            yield Change(
                Kind.CODE_MEANING_CHANGED,
                table,
                column,
                value,
                before[value].description,
                now[value].description,
                f"code «{value}» has another meaning: «{before[value].description}» became «{now[value].description}»",
            )
        elif before[value] != now[value]:
            yield Change(
                Kind.DESCRIPTION_CHANGED,
                table,
                column,
                value,
                f"{before[value].label}: {before[value].description}",
                f"{now[value].label}: {now[value].description}",
                f"code «{value}» is described in other words of the same meaning",
            )


def words(text: str) -> list[str]:
    """Return the words of a text: what is left when case, space and punctuation do not count."""
    return re.findall(r"\w+", text.casefold())
