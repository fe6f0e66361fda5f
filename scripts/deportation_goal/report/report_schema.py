"""The JSON Schema of the JSON report, made from the dataclasses whose members it carries.

Usage, inside the package folder: python -m deportation_goal.report.report_schema > schemas/reports/check.schema.json
"""

from __future__ import annotations

import enum
import inspect
import json
import re
import sys
import typing
from dataclasses import fields
from typing import Any

from deportation_goal.findings import CheckResult, Finding, Level
from deportation_goal.report.json_report import FORMAT, FORMAT_VERSION


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


PATH = "schemas/reports/check.schema.json"
"""Where the schema is published, from the root of the repository."""

_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}


def render_report_schema() -> str:
    """Return the JSON Schema (draft 2020-12) as text."""
    return json.dumps(report_schema(), ensure_ascii=False, indent=2) + "\n"


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12); members that it does not name may be added in later versions."""
    outcome = descriptions(CheckResult)
    properties: dict[str, Any] = {
        "format": {"const": FORMAT},
        "format_version": {
            "const": FORMAT_VERSION,
            "description": "Raised when a member changes its meaning or goes; new members do not raise it.",
        },
        "counts": {
            "description": "Number of findings, by level.",
            **object_of({level.value: _COUNT for level in Level}),
        },
        "rules": {
            "description": "Number of findings, by rule; only rules that found something.",
            "type": "object",
            "additionalProperties": {"type": "integer", "minimum": 1},
        },
        "rows": {"description": outcome["rows"], "type": "object", "additionalProperties": _COUNT},
        "paths": {"description": outcome["paths"], "type": "object", "additionalProperties": {"type": "string"}},
        "findings": {"description": outcome["findings"], "type": "array", "items": {"$ref": "#/$defs/finding"}},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report of deportation-goal check",
        "description": "What `deportation-goal check --report json` writes. Made from the code: `make docs` writes it.",
        **object_of(properties),
        "$defs": {"finding": _finding()},
    }


def _finding() -> dict[str, Any]:
    said, types = descriptions(Finding), typing.get_type_hints(Finding)
    properties: dict[str, Any] = {
        member.name: {**typed(types[member.name]), "description": said[member.name]} for member in fields(Finding)
    }
    for name in ("line", "column", "end_column"):
        properties[name]["minimum"] = 1
    properties["fingerprint"] = {
        "type": "string",
        "pattern": "^[0-9a-f]{32}$",
        "description": "A name of the finding that stays when lines move; made from rule, table, row, field, value.",
    }
    return {"description": "A problem with its place and its level.", **object_of(properties)}


if __name__ == "__main__":
    sys.stdout.write(render_report_schema())
