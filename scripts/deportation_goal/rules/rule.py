"""What a rule is: a small function of the cells it speaks of, declared in one place with its reason and its examples.

A rule is a function that gets cells and returns what is wrong with them, or None. It is called once for each distinct
value, or tuple of values, that a table holds; how the tables are walked is the business of `rules.engine`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from deportation_goal.findings import Level, Problem
from deportation_goal.package.schema import Field

if TYPE_CHECKING:
    from deportation_goal.rules.checked_tables import CheckedTables
    from deportation_goal.table_files.distinct_values import Values

STATEMENTS: Final = "statements"
"""In place of the name of a table: every table with the statement block."""


class Phase(enum.IntEnum):
    """When a rule runs. A cell in which a rule has found something is left alone by the rules after it."""

    FILE = 1
    """The file as bytes and lines."""
    CHARACTERS = 2
    """The characters of a cell, whatever its column."""
    FIELDS = 3
    """Types and constraints, as the Table Schema declares them."""
    ROWS = 4
    """Across the cells of a row, and of the rows that it refers to."""
    REFERENCES = 5
    """Whether references lead somewhere, and never in a circle."""
    ACROSS = 6
    """Across tables, once references are known to be good."""
    TABLES = 7
    """Across the rows of a table: repetitions, unused rows, order."""
    LAST = 8
    """Across the findings: what a person accepted."""


class Breach(NamedTuple):
    """What is wrong with the cells that a rule was given.

    Attributes:
        message: What is wrong and what is allowed, as a sentence without the place.
        suggestion: A value to put in the cell, if there is one.
        column: The column at fault, where it is not the one that the rule names.
    """

    message: str
    suggestion: str = ""
    column: str = ""


class Example(NamedTuple):
    """A change to the example package, and what it shows in words.

    Attributes:
        says: What it shows.
        cells: New values by place: `figures.0.value` is the column value of the first row of figures; `areas.0+.area`
            is that of a new row after the first one, otherwise equal to it, and
            `areas.0++.area` that of a second one. In a table without rows, `accepted.0.rule` is that of a new row.
        content: New bytes by table: the first ones become the second ones. If the first are `*`, the second are the
            whole file; if these are empty, the file is left out.
    """

    says: str
    cells: Mapping[str, str] = {}
    content: Mapping[str, tuple[bytes, bytes]] = {}


class Rule(NamedTuple):
    """One thing that the data must satisfy.

    Attributes:
        id: Name in reports and documents, kebab-case.
        level: How grave a breach is.
        phase: When it runs.
        title: The rule in one sentence.
        why: The reason, for somebody who meets the rule for the first time.
        bad: An example that this rule catches, and only this one.
        good: An example that no rule catches.
        fixable: Whether `deportation-goal fix` fixes it.
        alone_because: Why no plain Table Schema validator sees the bad example; empty if any does: tests then
            expect frictionless to see it.
        detect: The function that was declared: a `CellRule`, a `RowRule` or a `TableRule`; none for a rule on files.
        applies: Whether a rule on single cells is asked about a column; none for other rules.
        asked: Chooses the values of a column that a rule on single cells is asked about; none for other rules.
        find: Yields a problem for each breach among the cells that have no finding yet. A rule on files has none: it
            is asked before there are tables, and the rule on accepted findings after all others.
    """

    id: str
    level: Level
    phase: Phase
    title: str
    why: str
    bad: Example
    good: Example
    fixable: bool = False
    alone_because: str = ""
    detect: Callable[..., Any] | None = None
    applies: Callable[[Field], bool] | None = None
    asked: AskedValues | None = None
    find: Callable[[CheckedTables], Iterator[Problem]] | None = None

    @property
    def second_opinion(self) -> bool:
        """Whether any Table Schema validator sees the bad example too."""
        return not self.alone_because


CellRule = Callable[[str, Field], Breach | None]
"""Says what is wrong with a cell of a column, or None."""

AskedValues = Callable[["Values", Field], Collection[str]]
"""Chooses among the distinct values of a column those that a rule is asked about: in the others it finds nothing."""

RowRule = Callable[..., Breach | None]
"""Says what is wrong with some cells of a row, or None. Its parameters are named after the columns.

`source_id__published` is the cell `published` of the row that `source_id` refers to: empty where nothing is referred
to; where the reference leads nowhere the rule is not asked.
"""

TableRule = Callable[["CheckedTables"], Iterator[tuple[str, int, str, Breach]]]
"""Looks at whole tables; yields table, number of the row, column, and what is wrong there."""


def _all_values(values: Values, _field: Field) -> Collection[str]:
    return values.distinct()


def _unusual_values(values: Values, field: Field) -> Collection[str]:
    # A value that matches a pattern of plain characters has no unusual one, and the match is tested anyway.
    return values.unlike(field.pattern or "", field.longest_matched) if field.is_plain else values.unusual


def cell_rule(
    rule_id: str,
    level: Level,
    phase: Phase,
    *,
    applies: Callable[[Field], bool] = lambda _field: True,
    asked: AskedValues | None = None,
    **members: Any,
) -> Callable[[CellRule], Rule]:
    """Declare a rule on single cells.

    Args:
        rule_id: Its id.
        level: How grave a breach is.
        phase: When it runs.
        applies: Whether it is asked about the cells of a column.
        asked: Chooses the distinct values that it is asked about, if that is faster than asking about all: in the others
            it finds nothing, which tests prove. The default is all values, and for a rule on characters the unusual ones.
        members: The other members of `Rule`.
    """
    chosen = asked or (_unusual_values if phase is Phase.CHARACTERS else _all_values)

    def declare(detect: CellRule) -> Rule:
        def find(tables: CheckedTables) -> Iterator[Problem]:
            return tables.wrong_cells(rule_id, detect, applies, chosen)

        return Rule(rule_id, level, phase, detect=detect, applies=applies, asked=chosen, find=find, **members)

    return declare


def row_rule(
    rule_id: str,
    level: Level,
    phase: Phase = Phase.ROWS,
    *,
    table: str,
    column: str,
    unless_wrong: tuple[str, ...] = (),
    **members: Any,
) -> Callable[[RowRule], Rule]:
    """Declare a rule on the cells of a row.

    Args:
        rule_id: Its id.
        level: How grave a breach is.
        phase: When it runs.
        table: The table, or `STATEMENTS`.
        column: The column at fault, unless the breach names another.
        unless_wrong: Further columns: where one of them has a finding, the rule is not asked.
        members: The other members of `Rule`.
    """

    def declare(detect: RowRule) -> Rule:
        columns = tuple(name for name in detect.__annotations__ if name != "return")

        def find(tables: CheckedTables) -> Iterator[Problem]:
            for name in tables.statement_tables() if table == STATEMENTS else [table]:
                yield from tables.wrong_rows(rule_id, name, column, columns, unless_wrong, detect)

        return Rule(rule_id, level, phase, detect=detect, find=find, **members)

    return declare


def table_rule(rule_id: str, level: Level, phase: Phase, **members: Any) -> Callable[[TableRule], Rule]:
    """Declare a rule on whole tables."""

    def declare(detect: TableRule) -> Rule:
        def find(tables: CheckedTables) -> Iterator[Problem]:
            for table, row, column, breach in detect(tables):
                yield tables.problem(rule_id, table, row, column, breach)

        return Rule(rule_id, level, phase, detect=detect, find=find, **members)

    return declare


class FileRule(NamedTuple):
    """A rule on files, not on rows: no change of the example package shows it, so it is told in words.

    Attributes:
        id: Name in reports, kebab-case.
        level: How grave a breach is.
        title: The rule in one sentence.
        why: The reason.
        bad: A breach in words.
        good: What to do instead.
    """

    id: str
    level: Level
    title: str
    why: str
    bad: str
    good: str


class FileRuleGroup(NamedTuple):
    """Rules on files that one command applies: a heading, a sentence that says so, the rules."""

    heading: str
    says: str
    rules: tuple[FileRule, ...]
