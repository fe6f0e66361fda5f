"""Rules on the characters of a cell, whatever its column: what cannot be seen, what a spreadsheet would run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from deportation_goal.findings import Level, Problem
from deportation_goal.package.schema import Field
from deportation_goal.rules.checked_tables import Mask, Tables, as_mask, rows_where
from deportation_goal.rules.rule import Edit, Example, Rule

MAXIMUM_CELL: Final = 20_000
"""Longest cell of a column without a limit of its own, in code points (a spreadsheet cell holds 32,767)."""

_SUSPECT: Final = r"^[=+\-@\s]|\s$|\s\s|[^\x20-\x7e]"
"""What a cell without any flaw of this module seldom holds (RE2): one pass finds the few cells to look at."""

_FIRST_SUSPECT: Final = r"^[=+\-@]"
_VISIBLE_ASCII: Final = bytes(range(0x21, 0x7F))

_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_INVISIBLE: Final = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffd\U000e0000-\U000e0fff\ue000-\uf8ff]"
)
_ANY_SPACE: Final = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_FORMULA: Final = frozenset("=+-@")
_NEGATIVE: Final = re.compile(r"-[0-9]+(\.[0-9]+)?")

CONTROL: Final = Rule(
    "control-character",
    Level.ERROR,
    "No cell holds a control character.",
    "NUL and its kin cut strings short in some readers and are invisible in all.",
    bad=Example("A NUL in a name.", (Edit("areas", 0, "name", "Costa\0 Rica"),)),
    good=Example("A name in plain letters.", (Edit("areas", 0, "name", "Costa Rica"),)),
    alone_because="Table Schema allows every character in a string",
)
INVISIBLE: Final = Rule(
    "invisible-character",
    Level.ERROR,
    "No cell holds an invisible, bidirectional or unassigned-use character.",
    "Zero-width and bidirectional characters make two different values look the same, or turn the reading order round.",
    bad=Example("A zero-width space in a name.", (Edit("areas", 0, "name", "Costa\u200b Rica"),)),
    good=Example("A plain space.", (Edit("areas", 0, "name", "Costa Rica"),)),
    alone_because="Table Schema allows every character in a string",
)
WHITESPACE: Final = Rule(
    "whitespace",
    Level.ERROR,
    "No cell begins or ends with a space, holds two in a row, or a space of another kind.",
    "Values that differ by a space look the same and do not match.",
    bad=Example("A space after the name.", (Edit("areas", 0, "name", "Costa Rica "),)),
    good=Example("Single spaces between words.", (Edit("areas", 0, "name", "Costa Rica"),)),
    fixable=True,
    alone_because="Table Schema allows spaces in a string",
)
NORMAL_FORM: Final = Rule(
    "unicode-normal-form",
    Level.ERROR,
    "Text is in Unicode normal form C.",
    "The same letter can be written as one code point or two; a search for one does not find the other.",
    bad=Example("é as e and a combining accent.", (Edit("agents", 1, "name", "Jose\u0301 Doe"),)),
    good=Example("é as one code point.", (Edit("agents", 1, "name", "José Doe"),)),
    fixable=True,
    alone_because="Table Schema knows no normal forms",
)
FORMULA: Final = Rule(
    "formula",
    Level.ERROR,
    "No text begins with = + - or @, unless it is a negative number.",
    "A spreadsheet would run it as a formula (CWE-1236); a negative number, such as an old value in revisions, it only reads.",
    bad=Example("A name that a spreadsheet runs.", (Edit("areas", 0, "name", "=1+1"),)),
    good=Example("The same sign inside the text.", (Edit("areas", 0, "name", "1+1=2"),)),
    alone_because="Table Schema allows every character in a string",
)
CELL_LENGTH: Final = Rule(
    "cell-length",
    Level.ERROR,
    f"No cell is longer than {MAXIMUM_CELL:,} characters.",
    "A cell of that length is a paste gone wrong, and spreadsheets cut it.",
    bad=Example("A value of 30,000 letters.", (Edit("revisions", 0, "old_value", "x" * 30_000),)),
    good=Example("A value of 300 letters.", (Edit("revisions", 0, "old_value", "x" * 300),)),
    alone_because="the column has no maxLength",
)


RULES: Final = (CONTROL, INVISIBLE, NORMAL_FORM, WHITESPACE, FORMULA, CELL_LENGTH)


def tidy(value: str) -> str:
    """Return a cell with single plain spaces, none at its ends, in normal form C."""
    return unicodedata.normalize("NFC", _ANY_SPACE.sub(" ", value).strip(" "))


def _unseen(rule: Rule, pattern: re.Pattern[str], value: str) -> tuple[Rule, str, str] | None:
    found = pattern.search(value)
    if found is None:
        return None
    code = ord(found.group())
    name = "the control character" if rule is CONTROL else unicodedata.name(chr(code), "an unnamed character").lower()
    return rule, f"the cell holds {name} (U+{code:04X}), which cannot be seen: delete it", ""


def cell_flaw(value: str, *, is_text: bool) -> tuple[Rule, str, str] | None:
    """Return the first flaw of a cell as rule, message and suggestion, or None.

    Args:
        value: The cell.
        is_text: Whether its column holds text; a number may begin with a minus sign.
    """
    flaw = _unseen(CONTROL, _CONTROL, value) or _unseen(INVISIBLE, _INVISIBLE, value)
    if flaw is not None:
        return flaw
    if not unicodedata.is_normalized("NFC", value):
        message = "an accented letter is written as two characters that look like one: write it as one"
        return NORMAL_FORM, message, tidy(value)
    if tidy(value) != value and "\n" not in value:
        message = "there is a needless or unusual space: write single plain spaces, none at the ends"
        return WHITESPACE, message, tidy(value)
    if is_text and value[:1] in _FORMULA and not _NEGATIVE.fullmatch(value):
        message = f"text must not begin with «{value[0]}», which a spreadsheet runs as a formula: begin with a word"
        return FORMULA, message, ""
    return None


def _suspects(tables: Tables, table: str, column: str) -> Mask:
    """Return which cells of a column to look at one by one.

    Most columns hold ids, codes and numbers: where no byte of the column is a space or beyond ASCII, only the first
    character of a cell can be wrong.
    """
    array = tables.array(table, column)
    offsets, data = array.buffers()[1:3]
    if offsets is None or data is None:
        return tables.matches(table, column, _SUSPECT)
    plain = not data.to_pybytes().translate(None, _VISIBLE_ASCII)
    return tables.matches(table, column, _FIRST_SUSPECT if plain else _SUSPECT)


def _column_problems(tables: Tables, table: str, field: Field) -> Iterator[Problem]:
    import pyarrow.compute as pc

    good = tables.good_rows(table, field.name)
    for row in rows_where(_suspects(tables, table, field.name) & good):
        value = tables.value(table, field.name, row)
        flaw = cell_flaw(value, is_text=field.type == "string")
        if flaw is not None:
            rule, message, suggestion = flaw
            yield Problem(rule.id, table, row, field.name, value, message, suggestion)
    if field.max_length is None:
        long = as_mask(pc.greater(pc.utf8_length(tables.array(table, field.name)), MAXIMUM_CELL))
        for row in rows_where(long & good):
            value = tables.value(table, field.name, row)
            message = f"the cell has {len(value):,} characters; at most {MAXIMUM_CELL:,} are allowed"
            yield Problem(CELL_LENGTH.id, table, row, field.name, value, message)


def cell_problems(tables: Tables) -> Iterator[Problem]:
    """Yield what is wrong with the characters of cells that have no finding yet, one a cell."""
    for table in tables.frames:
        for field in tables.schemas[table].fields:
            yield from _column_problems(tables, table, field)
