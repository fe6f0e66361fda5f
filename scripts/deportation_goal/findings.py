"""What a check says: problems as the rules see them, findings as people and machines get them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, fields
from typing import NamedTuple


class Level(enum.StrEnum):
    """How serious a finding is (the levels of SARIF)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Problem(NamedTuple):
    """Something that a rule found, by row number, before its place in the file is known."""

    rule: str
    """Id of the rule."""
    table: str
    """Name of the table."""
    row: int | None
    """Number of the row, counted from 0 without the header; None for the file as a whole."""
    column: str
    """Name of the column; empty for the row or file as a whole."""
    value: str
    """The value as it is in the file."""
    message: str
    """What is wrong and what is allowed, as a sentence without the place."""
    suggestion: str = ""
    """A value to put in its place, if there is one."""
    line: int | None = None
    """Line in the file, for problems that are seen before rows are known; else None."""
    column_number: int = 1
    """First column in that line, with `line`."""
    end_column: int = 1
    """Column after the last one, with `line`."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its place and its level: what every report is made from."""

    path: str
    """Path of the file, relative to the package where it lies inside, with `/`."""
    line: int
    """Line, counted from 1."""
    column: int
    """First column of the cell in that line, counted from 1 in code points."""
    end_column: int
    """Column after the last one, in the line where the cell ends."""
    field: str
    """Name of the column of the table; empty where the finding is about a row or file."""
    table: str
    """Name of the table."""
    row_id: str
    """Key of the row; empty where it has none."""
    rule: str
    """Id of the rule."""
    level: Level
    """How serious it is."""
    message: str
    """What is wrong and what is allowed."""
    value: str
    """The whole value, as it is in the file."""
    suggestion: str
    """A value to put in its place, or empty."""
    fixable: bool
    """Whether `deportation-goal fix` fixes it."""
    cell: str = ""
    """Sheet and address of the cell in a workbook, such as `figures!H7`; empty for text files."""

    @property
    def fingerprint(self) -> str:
        """A name of the finding that stays when lines move: rule, table, row, field and value; never the line."""
        # Imported here, since it takes as long as to read a small table, and only reports for machines need it.
        import hashlib

        parts = "\x1f".join((self.rule, self.table, self.row_id, self.field, self.value))
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def accepted(self, reason: str) -> SuppressedFinding:
        """Return the same finding as one that was accepted, for a reason."""
        members = {member.name: getattr(self, member.name) for member in fields(Finding)}
        return SuppressedFinding(**members, reason=reason)


@dataclass(frozen=True, slots=True)
class SuppressedFinding(Finding):
    """A finding that a person has reviewed and accepted: it is reported, but does not count."""

    reason: str = ""
    """Why the data is right as it is (accepted.csv)."""


@dataclass(frozen=True)
class CheckResult:
    """The outcome of one run."""

    findings: tuple[Finding, ...]
    """In the order of file, line, column and rule."""
    rows: dict[str, int]
    """Number of rows read, by table."""
    paths: dict[str, str]
    """Path of the file, by table, for every table that was checked."""
    suppressed: tuple[SuppressedFinding, ...] = ()
    """Warnings that data/reference/accepted.csv accepts, in the same order."""

    def count(self, level: Level) -> int:
        """Return the number of findings of a level."""
        return sum(1 for finding in self.findings if finding.level is level)

    def failed(self, *, strict: bool = False) -> bool:
        """Return whether there are errors, or, if strict, warnings."""
        return self.count(Level.ERROR) > 0 or (strict and self.count(Level.WARNING) > 0)
