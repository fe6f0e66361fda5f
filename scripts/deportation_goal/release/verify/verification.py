"""What a verification looks at and what it says."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from deportation_goal.findings import CheckResult, Finding, Level
from deportation_goal.package.descriptor import Package, load_package
from deportation_goal.rules.rule import FileRule


@dataclass(frozen=True)
class Release:
    """A release in a folder.

    Attributes:
        folder: The folder.
        named: What the user named: that folder or one around it, or the zip that it was unpacked from.
        present: Paths of its files, with `/`, without the zip that may lie among them.
        damaged: Paths of files that could not be unpacked.
        tool_version: The version of the tool: it knows what a release of that version holds.
        installed: Folder of the package that the tool carries, of that version.
    """

    folder: Path
    named: Path
    present: frozenset[str]
    damaged: frozenset[str]
    tool_version: str
    installed: Path

    @cached_property
    def carried(self) -> Package:
        """The package that the tool carries.

        Raises:
            UserError: If it cannot be read.
        """
        return load_package(self.installed)

    def is_own(self, package: Package) -> bool:
        """Whether the release is of the version of the tool."""
        return package.version == self.tool_version

    def level(self, package: Package) -> Level:
        """Return the level of what the tool computes: a tool of another version may compute something else."""
        return Level.ERROR if self.is_own(package) else Level.WARNING


class State(enum.StrEnum):
    """How a step ended."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Step:
    """One question about a release.

    Attributes:
        name: Its name.
        state: How it ended.
        says: What was looked at, or why it was not.
        findings: What is wrong.
    """

    name: str
    state: State
    says: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Verified:
    """The outcome of a verification.

    Attributes:
        named: What the user named.
        version: Version of the release, empty where it is not known.
        created: Day of the release, empty where it is not known.
        steps: The questions, in the order in which they were asked.
        result: All findings, as reports take them.
    """

    named: str
    version: str
    created: str
    steps: tuple[Step, ...]
    result: CheckResult


def file_finding(rule: FileRule, path: str, message: str, level: Level | None = None) -> Finding:
    """Return a finding about a file as a whole."""
    return Finding(
        path=path,
        line=1,
        column=1,
        end_column=1,
        field="",
        table="",
        row_id="",
        rule=rule.id,
        level=level or rule.level,
        message=message,
        value="",
        suggestion="",
        fixable=False,
    )
