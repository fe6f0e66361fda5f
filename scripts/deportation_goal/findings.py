"""What a check says: problems as the rules see them, findings as people and machines get them."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass


class Level(enum.StrEnum):
    """How grave a finding is (the levels of SARIF)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a rule found, by row number, before its place in the file is known.

    Attributes:
        rule: Id of the rule.
        table: Name of the table.
        row: Number of the row, counted from 0 without the header; None for the file as a whole.
        column: Name of the column; empty for the row or file as a whole.
        value: The value as it stands.
        message: What is wrong and what is allowed, as a sentence without the place.
        suggestion: A value to put in its place, if there is one.
        line: Line in the file, for problems that are seen before rows are known; else None.
        column_number: First column in that line, with `line`.
        end_column: Column after the last one, with `line`.
    """

    rule: str
    table: str
    row: int | None
    column: str
    value: str
    message: str
    suggestion: str = ""
    line: int | None = None
    column_number: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its place and its level: what every report is made from.

    Attributes:
        path: Path of the file, relative to the package where it lies inside, with `/`.
        line: Line, counted from 1.
        column: First column of the cell in that line, counted from 1 in code points.
        end_column: Column after the last one, in the line where the cell ends.
        field: Name of the column of the table; empty where the finding is about a row or file.
        table: Name of the table.
        row_id: Key of the row; empty where it has none.
        rule: Id of the rule.
        level: How grave it is.
        message: What is wrong and what is allowed.
        value: The value as it stands, whole.
        suggestion: A value to put in its place, or empty.
        fixable: Whether `deportation-goal fix` mends it.
        cell: Sheet and address of the cell in a workbook, such as `figures!H7`; empty for text files.
    """

    path: str
    line: int
    column: int
    end_column: int
    field: str
    table: str
    row_id: str
    rule: str
    level: Level
    message: str
    value: str
    suggestion: str
    fixable: bool
    cell: str = ""

    @property
    def fingerprint(self) -> str:
        """A name of the finding that stays when lines move: rule, table, row, field and value; never the line."""
        parts = "\x1f".join((self.rule, self.table, self.row_id, self.field, self.value))
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True)
class CheckResult:
    """The outcome of one run.

    Attributes:
        findings: In the order of file, line, column and rule.
        rows: Number of rows read, by table.
        paths: Path of the file, by table, for every table that was checked.
    """

    findings: tuple[Finding, ...]
    rows: dict[str, int]
    paths: dict[str, str]

    def count(self, level: Level) -> int:
        """Return the number of findings of a level."""
        return sum(1 for finding in self.findings if finding.level is level)

    def failed(self, *, strict: bool = False) -> bool:
        """Return whether there are errors, or, if strict, warnings."""
        return self.count(Level.ERROR) > 0 or (strict and self.count(Level.WARNING) > 0)
