"""What a rule is: id, level, title, reason, and a bad and a good example that the tests run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deportation_goal.findings import Level, Problem

if TYPE_CHECKING:
    from deportation_goal.rules.checked_tables import Tables


@dataclass(frozen=True)
class Edit:
    """A change to one cell of the example package: row by number, from 0."""

    table: str
    row: int
    column: str
    value: str


@dataclass(frozen=True)
class NewRow:
    """A row added to the example package: a copy of another with some cells changed."""

    table: str
    copy_of: int
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RawEdit:
    """A change to the bytes of a table of the example package: the first `old` becomes `new`."""

    table: str
    old: bytes
    new: bytes


@dataclass(frozen=True)
class Example:
    """A change to the example package, and what it shows in words."""

    says: str
    edits: tuple[Edit | NewRow | RawEdit, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One thing that the data must satisfy.

    Attributes:
        id: Name in reports and documents, kebab-case.
        level: How grave a breach is.
        title: The rule in one sentence.
        why: The reason, for somebody who meets the rule for the first time.
        bad: An example that this rule catches, and only this one.
        good: An example that no rule catches.
        fixable: Whether `deportation-goal fix` mends it.
        second_opinion: Whether any Table Schema validator sees the bad example too (frictionless is held to it);
            if not, `alone_because` says why.
        alone_because: Why no plain Table Schema validator sees it.
    """

    id: str
    level: Level
    title: str
    why: str
    bad: Example
    good: Example
    fixable: bool = False
    second_opinion: bool = False
    alone_because: str = field(default="")


TablesCheck = Callable[["Tables"], Iterator[Problem]]
"""A check over all tables: yields a problem for each breach among cells that have none yet."""


@dataclass(frozen=True)
class RuleCheck:
    """A rule and the function that looks for breaches of it."""

    rule: Rule
    run: TablesCheck


@dataclass(frozen=True)
class FileRule:
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


@dataclass(frozen=True)
class FileRuleGroup:
    """Rules on files that one command applies: a heading, a sentence that says so, the rules."""

    heading: str
    says: str
    rules: tuple[FileRule, ...]
