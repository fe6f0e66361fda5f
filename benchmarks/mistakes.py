"""Mistakes of one cell each, and the rule that must find each of them, in that cell and nowhere else.

Some break the Table Schema itself, which every tool can see (`table_schema`); the others break a rule of this
project. A row gets one mistake at most, so a tool that reports rows can be compared with one that reports cells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from benchmarks.documents import GeneratedRow

_OPEN_QUALIFIERS: Final = ("nearly", "just_over", "at_least", "more_than", "up_to", "fewer_than", "about")


@dataclass(frozen=True)
class Surroundings:
    """What a mistake may need to know besides its row.

    Attributes:
        number: How many mistakes were made before; makes a wrong key different from all others.
        earlier_id: Id of a row that stands before and has no mistake; empty if there is none.
        text_length: Length of the text of the row's document; 0 where it is not in the table, or another row shares the
            locator.
    """

    number: int
    earlier_id: str
    text_length: int


@dataclass(frozen=True)
class Kind:
    """A kind of mistake.

    Attributes:
        column: The column it spoils.
        rule: The rule of `deportation-goal check` that finds it.
        table_schema: Whether it breaks the Table Schema, so that other tools find it too.
        wrong: Returns the wrong value, or None where the row is not fit for this kind.
    """

    column: str
    rule: str
    table_schema: bool
    wrong: Callable[[GeneratedRow, Surroundings], str | None]


@dataclass(frozen=True)
class Mistake:
    """A mistake that was made: its place and the finding to expect."""

    line: int
    column: str
    row_id: str
    rule: str
    table_schema: bool
    right: str
    wrong: str


def _tenfold(row: GeneratedRow, _around: Surroundings) -> str | None:
    return None if "." in row["value"] or row.get("value_max") else row["value"] + "0"


def _unhedged(row: GeneratedRow, _around: Surroundings) -> str | None:
    return "exact" if row["qualifier"] in _OPEN_QUALIFIERS else None


def _if_filled(
    column: str, make: Callable[[GeneratedRow, Surroundings], str]
) -> Callable[[GeneratedRow, Surroundings], str | None]:
    return lambda row, around: make(row, around) if row.get(column) else None


def _beyond_the_text(row: GeneratedRow, around: Surroundings) -> str | None:
    return str(around.text_length + 9) if row.get("evidence_end") and around.text_length else None


def _lone_issue(row: GeneratedRow, _around: Surroundings) -> str | None:
    return None if row.get("notes") or row.get("text_issue") else "garbled"


KINDS: Final = (
    Kind("value", "type", True, lambda row, _: f"{row['value']} people"),
    Kind("value", "value-in-text", False, _tenfold),
    Kind("value_text", "required", True, lambda *_: ""),
    Kind("period", "edtf", False, _if_filled("period", lambda *_: "2025-09/2024-10")),
    Kind("qualifier", "enum", True, lambda *_: "roughly"),
    Kind("qualifier", "hedge-in-text", False, _unhedged),
    Kind("evidence_sha256", "pattern", True, _if_filled("evidence_sha256", lambda row, _: row["evidence_sha256"][:63])),
    Kind("attribution_type", "attribution-pair", False, _if_filled("attributed_to", lambda *_: "unattributed")),
    Kind("evidence_end", "minimum", True, _if_filled("evidence_end", lambda *_: "7")),
    Kind("evidence_end", "locator-inside", False, _beyond_the_text),
    Kind("notes", "max-length", True, lambda *_: "A note that goes on. " * 14 + "End."),
    Kind("notes", "formula", False, lambda *_: "=1+1"),
    Kind("figure_id", "unique", True, lambda _, around: around.earlier_id or None),
    Kind("period_basis", "period-basis", False, _if_filled("period", lambda *_: "none")),
    Kind("indicator_id", "foreign-key", True, lambda row, around: f"{row['indicator_id']}-q{around.number}"),
    Kind("text_issue", "text-issue-notes", False, _lone_issue),
    Kind("primary_source", "foreign-key", True, lambda _, around: f"no-such-document-{around.number}"),
    Kind("place", "whitespace", False, lambda *_: "the  district"),
)
"""In turn; the first fits every row."""

TABLE_SCHEMA_RULES: Final = frozenset(kind.rule for kind in KINDS if kind.table_schema)


def make_mistake(row: GeneratedRow, line: int, around: Surroundings) -> Mistake:
    """Spoil one cell of a row, in place, by the next kind of mistake that fits it."""
    first = around.number % len(KINDS)
    for kind in (*KINDS[first:], *KINDS):
        wrong = kind.wrong(row, around)
        if wrong is not None:
            right = row.get(kind.column, "")
            row[kind.column] = wrong
            return Mistake(line, kind.column, row["figure_id"], kind.rule, kind.table_schema, right, wrong)
    raise AssertionError("the first kind fits every row")
