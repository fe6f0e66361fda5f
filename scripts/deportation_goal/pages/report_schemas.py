"""The JSON Schemas of the JSON reports, made from the dataclasses whose members the reports carry.

No object of these classes is ever made: they name what a report adds to a dataclass, and narrow its open types.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, NonNegativeInt
from pydantic.dataclasses import dataclass

from deportation_goal.diff.package_diff import Change, PackageDiff, Step, TableRows
from deportation_goal.findings import CheckResult, Finding, Level, SuppressedFinding
from deportation_goal.pages.described_schema import schema_of
from deportation_goal.report import diff_json, json_report

FromOne = Annotated[int, Field(ge=1)]
StepWord = Annotated[str, Field(json_schema_extra={"enum": [step.word for step in Step]})]


@dataclass(frozen=True, kw_only=True)
class CheckedFinding(Finding):
    """A problem with its place and its level."""

    line: FromOne
    column: FromOne
    end_column: FromOne
    fingerprint: str = Field(pattern="^[0-9a-f]{32}$")


@dataclass(frozen=True, kw_only=True)
class CheckedSuppressedFinding(SuppressedFinding):
    """A finding that a person has reviewed and accepted: it is reported, but does not count."""

    line: FromOne
    column: FromOne
    end_column: FromOne
    fingerprint: str = Field(pattern="^[0-9a-f]{32}$")


@dataclass(frozen=True, kw_only=True)
class CheckDocument(CheckResult):
    """What `deportation-goal check --report json` writes. Made from the code: `make docs` writes it."""

    format: str = Field(json_schema_extra={"const": json_report.FORMAT})
    """The name of this form."""
    format_version: int = Field(json_schema_extra={"const": json_report.FORMAT_VERSION})
    """Raised when a member changes its meaning or goes; new members do not raise it."""
    counts: dict[str, NonNegativeInt] = Field(json_schema_extra={"required": [level.value for level in Level]})
    """Number of findings, by level."""
    rules: dict[str, FromOne]
    """Number of findings, by rule; only rules that found something."""
    rows: dict[str, NonNegativeInt]
    findings: tuple[CheckedFinding, ...]
    suppressed: tuple[CheckedSuppressedFinding, ...]


@dataclass(frozen=True, kw_only=True)
class RequiredStep:
    """Why a version needs at least a step."""

    step: StepWord
    """The step of the version number that it requires."""
    sentence: str
    """The reason."""


@dataclass(frozen=True, kw_only=True)
class ComparedChange(Change):
    """A change of a schema, of the descriptor, or of the commands and functions of the tool."""

    step: StepWord
    """The step of the version number that it requires."""


@dataclass(frozen=True, kw_only=True)
class ComparedTable(TableRows):
    """The rows of a table that both sides have, or one of them."""

    counts: dict[str, NonNegativeInt] = Field(json_schema_extra={"required": list(TableRows("", "").counts)})


@dataclass(frozen=True, kw_only=True)
class DiffDocument(PackageDiff):
    """What `deportation-goal diff --report json` writes. Made from the code: `make docs` writes it."""

    format: str = Field(json_schema_extra={"const": diff_json.FORMAT})
    """The name of this form."""
    format_version: int = Field(json_schema_extra={"const": diff_json.FORMAT_VERSION})
    """Raised when a member changes its meaning or goes; new members do not raise it."""
    equal: bool
    """Whether nothing differs."""
    step: StepWord
    """The step of the version number that it requires."""
    lowest_version: str
    """The lowest version that the differences allow after the old one; that one if there are none."""
    reasons: tuple[RequiredStep, ...]
    """Why, the greatest step first."""
    changes: tuple[ComparedChange, ...]
    tables: tuple[ComparedTable, ...]


def report_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas (draft 2020-12) by their path from the root of the repository."""
    documents = {"check": CheckDocument, "diff": DiffDocument}
    return {
        f"schemas/reports/{command}.schema.json": schema_of(document, f"Report of deportation-goal {command}")
        for command, document in documents.items()
    }
