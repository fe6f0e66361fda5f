"""What a comparison says, as frozen dataclasses: changes of schemas, descriptor and tool, and rows by table."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LOGS: Final = ("revisions", "changes")
"""The logs of packages up to version 1.0.0, whose schemas do not yet say that they are logs (`isLog`)."""


class Step(enum.IntEnum):
    """A step of the version number (semver.org), the smallest first."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The name of the step, for people and for reports."""
        return self.name.lower()


class Kind(enum.StrEnum):
    """What happened to something that is not a row."""

    TABLE_ADDED = "table_added"
    TABLE_REMOVED = "table_removed"
    TABLE_FORM_CHANGED = "table_form_changed"
    COLUMN_ADDED = "column_added"
    COLUMN_REMOVED = "column_removed"
    COLUMN_RENAMED = "column_renamed"
    COLUMN_MOVED = "column_moved"
    TYPE_CHANGED = "type_changed"
    CONSTRAINT_TIGHTENED = "constraint_tightened"
    CONSTRAINT_LOOSENED = "constraint_loosened"
    CODE_ADDED = "code_added"
    CODE_REMOVED = "code_removed"
    CODE_MEANING_CHANGED = "code_meaning_changed"
    COLUMN_MEANING_CHANGED = "column_meaning_changed"
    DESCRIPTION_CHANGED = "description_changed"
    LICENCE_CHANGED = "licence_changed"
    TOOL_ADDED = "tool_added"
    TOOL_REMOVED = "tool_removed"
    RULE_TIGHTENED = "rule_tightened"
    RULE_LOOSENED = "rule_loosened"
    PYTHON_RAISED = "python_raised"


@dataclass(frozen=True)
class Side:
    """One of the two packages, as the report names it."""

    name: str
    """What the user wrote, or the folder."""
    kind: str
    """`folder`, `zip` or `git revision`."""
    version: str
    """The version that its descriptor gives."""
    commit: str = ""
    """The commit of a git revision, in full; else empty."""


@dataclass(frozen=True)
class Change:
    """A change of a schema, of the descriptor, or of the commands and functions of the tool."""

    kind: Kind
    """What happened."""
    table: str
    """The table; empty for the descriptor and the tool."""
    column: str
    """The column, by its new name where it has one; empty where it is about no column."""
    subject: str
    """The constraint, code, member, command or function that it is about; empty for a whole table or column."""
    old: str
    """What was there before, as JSON where it is not plain text; empty if nothing was."""
    new: str
    """What is there now, in the same form."""
    message: str
    """The change as a sentence, without the table."""


@dataclass(frozen=True)
class Cell:
    """A cell with another value."""

    column: str
    """The column, by its new name."""
    old: str
    """The value before, empty if missing."""
    new: str
    """The value now, empty if missing."""
    reason: str = ""
    """The reason that a new row of revisions gives for it; empty if there is none."""
    other_meaning: bool = False
    """Whether it says what other rows mean, and no new row of revisions says that only the words changed."""


@dataclass(frozen=True)
class ChangedRow:
    """A row with other values."""

    row_id: str
    """Its id."""
    cells: tuple[Cell, ...]
    """The cells that differ, in the order of the columns."""
    is_another: bool = False
    """Whether more than half of the cells that were filled hold something else: perhaps another thing under the id."""


@dataclass(frozen=True)
class WholeRow:
    """A row that one side has and the other has not."""

    row_id: str
    """Its id."""
    values: Mapping[str, str]
    """Its filled cells, by column."""
    label: str = ""
    """What tells people what the row is about; empty if nothing does."""


@dataclass(frozen=True)
class RetractedRow:
    """A row that left its table and is in revisions."""

    row_id: str
    """Its id."""
    values: Mapping[str, str]
    """The cells that were filled, by column."""
    action: str
    """`retracted`, `merged` or `split`."""
    replaced_by: str
    """Id of the row that takes its place; empty if none does."""
    reason: str
    """Why, as revisions says."""
    label: str = ""
    """What tells people what the row is about; empty if nothing does."""


@dataclass(frozen=True)
class TableRows:
    """The rows of a table that both sides have, or one of them."""

    table: str
    """Name of the table."""
    key: str
    """Name of the key column in the new table (in the old one, if the table is gone)."""
    added: tuple[WholeRow, ...] = ()
    """Rows that only the new table has, in its order."""
    removed: tuple[WholeRow, ...] = ()
    """Rows that only the old table has, without a row in revisions that says why, in its order."""
    retracted: tuple[RetractedRow, ...] = ()
    """Rows that only the old table has, and that revisions has, in its order."""
    changed: tuple[ChangedRow, ...] = ()
    """Rows with other values, in the order of the new table."""
    not_compared: str = ""
    """Why the rows could not be compared; empty if they were."""
    is_log: bool = False
    """Whether the table says what happened to the others: its rows never require a version by themselves."""

    @property
    def is_equal(self) -> bool:
        """Whether the rows were compared and are the same, in whatever order."""
        return not self.not_compared and not any(self.counts.values())

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows by what happened to them."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "retracted": len(self.retracted),
            "removed": len(self.removed),
        }


@dataclass(frozen=True)
class ComputedRows:
    """Rows of a derived table that today's code computes in another way from the tables of the older release."""

    table: str
    """Name of the derived table."""
    changed: tuple[str, ...] = ()
    """Keys of the rows with other values in columns that both have, in the order of the published table."""
    gone: tuple[str, ...] = ()
    """Keys of the rows that were published and are no longer computed, in the order of the published table."""
    came: tuple[str, ...] = ()
    """Keys of the rows that are computed now and were not published, in the order of the code."""

    @property
    def count(self) -> int:
        """Number of rows that differ."""
        return len(self.changed) + len(self.gone) + len(self.came)


@dataclass(frozen=True)
class PackageDiff:
    """What differs between two packages."""

    old: Side
    """The older package."""
    new: Side
    """The newer package."""
    changes: tuple[Change, ...]
    """Changes of schemas, descriptor and tool: by table in the order of the descriptor, then the descriptor, then the
    tool.
    """
    tables: tuple[TableRows, ...]
    """The rows of every table of either side, in the order of the new descriptor; tables that are gone last."""
    not_compared: tuple[str, ...] = ()
    """What could not be compared though it may differ, a sentence each."""
    computed: tuple[ComputedRows, ...] = ()
    """Derived tables whose rows the code changed; only `release`, which is given the older release, compares them."""

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs; something that could not be compared never counts as equal rows."""
        return not self.changes and not self.computed and all(table.is_equal for table in self.tables)
