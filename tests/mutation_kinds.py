"""Kinds of single mistakes in data: what is done to which cell, and why some cannot be seen by any program.

A kind is one way to get one column wrong. Most follow from the schema: each column is emptied, misspelt, mistyped, damaged
as text, as its constraints allow. The rest are made by hand for what columns mean.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deportation_goal.package.schema import Field, TableSchema
from made_tables import EditableRow, EditableRows

Wrong = Callable[[random.Random, EditableRow, EditableRows], str | None]
"""The wrong value of a cell in a row; None where the mistake cannot be made."""


@dataclass(frozen=True)
class Kind:
    """One way to get one column wrong.

    Attributes:
        name: What is done, in words.
        table: The table.
        column: The column.
        wrong: The wrong value.
        untellable: Why nothing in the package could show it; empty if something should.
    """

    name: str
    table: str
    column: str
    wrong: Wrong
    untellable: str = ""


def always(value: str) -> Wrong:
    return lambda rng, row, rows: value


def edit(column: str, change: Callable[[str], str | None]) -> Wrong:
    return lambda rng, row, rows: change(row[column]) if row[column] else None


def _misspelt(text: str) -> str:
    return text[:-1] + ("q" if text[-1] != "q" else "z")


TEXT: Final[Sequence[tuple[str, Callable[[str], str]]]] = (
    ("a space at the end", lambda text: text + " "),
    ("an invisible character", lambda text: text[:1] + "\u200b" + text[1:]),
    ("a letter of another alphabet", lambda text: "\u0430n" + text),
    ("a control character", lambda text: text + "\x07"),
    ("UTF-8 read as Windows-1252", lambda text: text + " caf\u00c3\u00a9"),
    ("a decomposed accent", lambda text: text + " cafe\u0301"),
    ("a full-width digit", lambda text: text + " \uff15"),
    ("an unassigned character", lambda text: text + "\u0378"),
    ("a tab", lambda text: text + "\tx"),
    ("a byte order mark", lambda text: "\ufeff" + text),
)
"""Ways to damage any text."""

FREE: Final[Sequence[tuple[str, Callable[[str], str]]]] = (
    ("an HTML tag", lambda text: f"<b>{text}</b>"),
    ("an HTML entity", lambda text: text + " &amp; co"),
    ("a word for nothing", lambda text: "N/A"),
    ("a formula", lambda text: "=" + text),
    ("a line break", lambda text: text + "\nmore"),
)
"""Ways to damage a text without a form of its own."""


def kinds_of_schema(table: str, schema: TableSchema) -> Iterator[Kind]:
    """Yield the kinds that follow from types and constraints: for each column some of the ways to damage a text."""
    references = {key.column for key in schema.foreign_keys}
    for number, field in enumerate(schema.fields):
        ways = list(_constraint_ways(field, is_reference=field.name in references))
        if field.type == "string" and not field.enum:
            ways.extend((says, _damaged(field, damage)) for says, damage in _text_ways(field, number))
        yield from (Kind(says, table, field.name, wrong) for says, wrong in ways)


def _constraint_ways(field: Field, *, is_reference: bool) -> Iterator[tuple[str, Wrong]]:
    if field.required:
        yield "emptied", edit(field.name, lambda text: "")
    if field.unique:
        yield "the id of another row", _other_id(field.name)
    if is_reference:
        yield "a misspelt reference", _damaged(field, _misspelt)
    if field.enum:
        yield "a misspelt code", always(field.enum[0] + "s")
    if field.type != "string":
        yield "words for a value", always("several")
        yield "a comma in a number", always("1,5")
    if field.notation == "EDTF":
        yield "a day that does not exist", always("2025-02-30")
        yield "a date as people write it", always("12 April 2025")
        yield "an interval the wrong way round", always("2025-05/2025-02")
    elif field.pattern is not None:
        yield "a form that the column does not have", _damaged(field, lambda text: _malformed(text, field))
    if field.max_length is not None:
        yield "too long a text", always("too long " * field.max_length + "a text")


def _text_ways(field: Field, number: int) -> Iterator[tuple[str, Callable[[str], str]]]:
    if field.name in ("old_value", "new_value"):
        # The history keeps texts as they were; what no program could read is wrong even there.
        yield from (TEXT[1], TEXT[3])
        return
    yield TEXT[number % len(TEXT)]
    if field.pattern is None:
        yield FREE[number % len(FREE)]
        yield FREE[(number + 2) % len(FREE)]


def _damaged(field: Field, damage: Callable[[str], str | None]) -> Wrong:
    return lambda rng, row, rows: damage(row[field.name] or field.example)


def _malformed(text: str, field: Field) -> str | None:
    tries = (text.upper(), text.lower(), text.replace("-", "_"), f"{text}!", f"{text} x")
    return next((one for one in tries if one != text and not field.matches(one)), None)


def _other_id(column: str) -> Wrong:
    def wrong(rng: random.Random, row: EditableRow, rows: EditableRows) -> str | None:
        table = next(table for table in rows.values() if any(other is row for other in table))
        others = [other[column] for other in table if other[column] not in ("", row[column])]
        return rng.choice(others) if others else None

    return wrong


def other_row(
    table: str, column: str, fits: Callable[[EditableRow, EditableRow], bool] = lambda row, other: True
) -> Wrong:
    """Return the maker of the value that another row has in the column."""

    def wrong(rng: random.Random, row: EditableRow, rows: EditableRows) -> str | None:
        values = [other[column] for other in rows[table] if other[column] not in ("", row[column]) and fits(row, other)]
        return rng.choice(values) if values else None

    return wrong


def other_code(column: str, *codes: str) -> Wrong:
    """Return the maker of another code."""
    return lambda rng, row, rows: rng.choice([code for code in codes if code != row[column]]) if row[column] else None


def where(fits: Callable[[EditableRow, EditableRows], object], wrong: Wrong) -> Wrong:
    """Return a maker that makes its mistake only in some rows."""
    return lambda rng, row, rows: wrong(rng, row, rows) if fits(row, rows) else None


def source_of(row: EditableRow, rows: EditableRows) -> EditableRow:
    """Return the source of a statement."""
    return next(source for source in rows["sources"] if source["source_id"] == row["source_id"])


def indicator_of(row: EditableRow, rows: EditableRows) -> EditableRow:
    """Return the indicator of a figure."""
    return next(one for one in rows["indicators"] if one["indicator_id"] == row["indicator_id"])


def shared_locator(row: EditableRow, rows: EditableRows) -> bool:
    """Whether two other statements or more have the place of a statement."""
    columns = ("source_id", "evidence_start", "evidence_sha256")
    alike = [
        other
        for table in ("figures", "quotes", "obstacles", "countries")
        for other in rows[table]
        if other["evidence_sha256"] and all(other[name] == row[name] for name in columns)
    ]
    return len(alike) > 2


def swapped(text: str) -> str | None:
    """Return a number with two neighbouring digits exchanged."""
    for match in re.finditer(r"(?=([0-9])([0-9]))", text):
        if match[1] != match[2]:
            place = match.start()
            return text[:place] + match[2] + match[1] + text[place + 2 :] if match[2] != "0" or place else None
    return None
