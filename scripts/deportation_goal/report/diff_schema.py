"""The JSON Schema of the comparison as JSON, made from the dataclasses whose members it carries.

`make docs` writes it to schemas/reports/diff.schema.json.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from deportation_goal.diff.package_diff import (
    Cell,
    Change,
    ChangedRow,
    PackageDiff,
    RetractedRow,
    Side,
    Step,
    TableRows,
    WholeRow,
)
from deportation_goal.report.diff_json import FORMAT, FORMAT_VERSION
from deportation_goal.report.report_schema import descriptions, object_of, typed

PATH = "schemas/reports/diff.schema.json"
"""Where the schema is published, from the root of the repository."""

_DEFINED: Mapping[type, str] = {
    Side: "side",
    Change: "change",
    TableRows: "table",
    WholeRow: "whole_row",
    RetractedRow: "retracted_row",
    ChangedRow: "changed_row",
    Cell: "cell",
}

_STEP: dict[str, Any] = {
    "enum": [step.word for step in Step],
    "description": "The step of the version number that it requires.",
}


def render_diff_schema() -> str:
    """Return the JSON Schema (draft 2020-12) as text."""
    return json.dumps(diff_schema(), ensure_ascii=False, indent=2) + "\n"


def diff_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12); members that it does not name may be added in later versions."""
    said = descriptions(PackageDiff)
    members = _members(PackageDiff)
    properties: dict[str, Any] = {
        "format": {"const": FORMAT},
        "format_version": {
            "const": FORMAT_VERSION,
            "description": "Raised when a member changes its meaning or goes; new members do not raise it.",
        },
        "old": members["old"],
        "new": members["new"],
        "equal": {"type": "boolean", "description": "Whether nothing differs."},
        "step": _STEP,
        "lowest_version": {
            "type": "string",
            "description": "The lowest version that the differences allow after the old one; that one if there are none.",
        },
        "reasons": {
            "description": "Why, the greatest step first.",
            "type": "array",
            "items": object_of({"step": _STEP, "sentence": {"type": "string", "description": "The reason."}}),
        },
        "changes": members["changes"],
        "tables": members["tables"],
        "not_compared": {"description": said["not_compared"], "type": "array", "items": {"type": "string"}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report of deportation-goal diff",
        "description": "What `deportation-goal diff --report json` writes. Made from the code: `make docs` writes it.",
        **object_of(properties),
        "$defs": {name: _definition(kind) for kind, name in _DEFINED.items()},
    }


def _definition(kind: type) -> dict[str, Any]:
    properties = _members(kind)
    if kind is Change:
        properties["step"] = _STEP
    if kind is TableRows:
        number = {"type": "integer", "minimum": 0}
        counts = object_of(dict.fromkeys(TableRows("", "").counts, number))
        properties["counts"] = {"description": "Number of rows by what happened to them.", **counts}
    return {"description": (kind.__doc__ or "").split("\n", 1)[0], **object_of(properties)}


def _members(kind: type) -> dict[str, Any]:
    said, hints = descriptions(kind), typing.get_type_hints(kind)
    assert is_dataclass(kind)  # noqa: S101
    return {member.name: {"description": said[member.name], **_schema(hints[member.name])} for member in fields(kind)}


def _schema(hint: Any) -> dict[str, Any]:
    if hint in _DEFINED:
        return {"$ref": f"#/$defs/{_DEFINED[hint]}"}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0])}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(arguments[1])}
    return typed(hint)
