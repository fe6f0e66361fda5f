"""A schema from a dataclass: every member required, described by the docstring under it, inherited ones too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import pydantic.dataclasses
import pytest
from pydantic import Field

from deportation_goal.pages.described_schema import member_texts, schema_of


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain one."""

    name: str
    """What it is
    called."""
    cells: Mapping[str, str]
    """By column."""
    rest: tuple[int, ...] = ()
    """The rest."""

    @property
    def length(self) -> int:
        """How long it is."""
        return len(self.name)


@pydantic.dataclasses.dataclass(frozen=True, kw_only=True)
class Written(Plain):
    """A written one."""

    rest: tuple[Annotated[int, Field(ge=1)], ...]
    length: int = Field()
    inner: Plain
    """The one inside."""


@dataclass(frozen=True)
class Silent:
    """One that does not say what its member is."""

    name: str


def test_texts_come_from_docstrings_under_members_of_properties_and_of_bases() -> None:
    plain = {"name": "What it is called.", "cells": "By column.", "rest": "The rest.", "length": "How long it is."}
    assert member_texts(Plain) == plain
    assert member_texts(Written) == {**plain, "inner": "The one inside."}


def test_every_member_is_required_and_described_and_no_default_is_told() -> None:
    schema = schema_of(Written, "A title")
    assert (schema["title"], schema["description"]) == ("A title", "A written one.")
    assert schema["properties"] == {
        "name": {"type": "string", "description": "What it is called."},
        "cells": {"type": "object", "additionalProperties": {"type": "string"}, "description": "By column."},
        "rest": {"type": "array", "items": {"type": "integer", "minimum": 1}, "description": "The rest."},
        "length": {"type": "integer", "description": "How long it is."},
        "inner": {"$ref": "#/$defs/Plain", "description": "The one inside."},
    }
    assert schema["required"] == ["name", "cells", "rest", "length", "inner"]
    assert schema["$defs"]["Plain"]["required"] == ["name", "cells", "rest"]


def test_a_member_without_a_text_is_an_error() -> None:
    with pytest.raises(KeyError, match="name"):
        schema_of(Silent, "Silence")
