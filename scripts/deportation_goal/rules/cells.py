"""Rules on the characters of a cell, whatever its column: what cannot be seen, what a spreadsheet would run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from deportation_goal.findings import Level, Problem
from deportation_goal.rules.model import Edit, Example, Rule, RuleCheck
from deportation_goal.rules.tables import Mask, Tables, rows_where

if TYPE_CHECKING:
    import pandas as pd

MAXIMUM_CELL: Final = 20_000
"""Longest cell of a column without a limit of its own, in code points (a spreadsheet cell holds 32,767)."""

_CONTROL: Final = r"[\x00-\x09\x0b-\x1f\x7f-\x9f]"
_INVISIBLE: Final = (
    r"[\x{ad}\x{34f}\x{61c}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180f}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{206f}"
    r"\x{3164}\x{fe00}-\x{fe0f}\x{feff}\x{ffa0}\x{fff0}-\x{fffb}\x{fffd}\x{e0000}-\x{e0fff}\x{e000}-\x{f8ff}]"
)
_SPACES: Final = r"^[\s\x{a0}]|[\s\x{a0}]$|  |[\x{a0}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]"
_ANY_SPACE: Final = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_FORMULA: Final = r"^[=+\-@]"

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
    "No text begins with = + - or @.",
    "A spreadsheet would run it as a formula (CWE-1236).",
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


def _matching(values: pd.Series[str], pattern: str) -> Mask:
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.match_substring_regex(pa.array(values, type=pa.string()), pattern)
    return np.asarray(found.fill_null(False).to_numpy(zero_copy_only=False), dtype=bool)


def _named(value: str, pattern: str) -> str:
    python_pattern = re.sub(r"\\x\{([0-9a-f]+)\}", lambda match: f"\\U{int(match[1], 16):08x}", pattern)
    character = re.search(python_pattern, value)
    if character is None:
        return "a character"
    code = ord(character.group()[0])
    return f"U+{code:04X} {unicodedata.name(chr(code), 'control character' if code < 0xA0 else 'unnamed')}"


def tidy(value: str) -> str:
    """Return a cell with single plain spaces, none at its ends, in normal form C."""
    return unicodedata.normalize("NFC", _ANY_SPACE.sub(" ", value).strip(" "))


def _pattern_check(tables: Tables, rule: Rule, pattern: str, *, text_only: bool = False) -> Iterator[Problem]:
    for table, frame in tables.frames.items():
        for field in tables.schemas[table].fields:
            if text_only and field.type != "string":
                continue
            good = tables.good_rows(table, field.name)
            for row in rows_where(_matching(frame[field.name], pattern) & good):
                yield _character_problem(rule, table, row, field.name, str(frame[field.name].iloc[row]), pattern)


def _character_problem(rule: Rule, table: str, row: int, column: str, value: str, pattern: str) -> Problem:
    suggestion = ""
    if rule is WHITESPACE:
        suggestion = tidy(value)
        message = "there is a needless or unusual space: write single plain spaces, none at the ends"
    elif rule is FORMULA:
        message = f"text must not begin with «{value[0]}», which a spreadsheet runs as a formula: begin with a word"
    else:
        message = f"the cell holds {_named(value, pattern)}, which cannot be seen: delete it"
    return Problem(rule.id, table, row, column, value, message, suggestion)


def _check_control(tables: Tables) -> Iterator[Problem]:
    yield from _pattern_check(tables, CONTROL, _CONTROL)


def _check_invisible(tables: Tables) -> Iterator[Problem]:
    yield from _pattern_check(tables, INVISIBLE, _INVISIBLE)


def _check_whitespace(tables: Tables) -> Iterator[Problem]:
    yield from _pattern_check(tables, WHITESPACE, _SPACES)


def _check_formula(tables: Tables) -> Iterator[Problem]:
    yield from _pattern_check(tables, FORMULA, _FORMULA, text_only=True)


def _check_normal_form(tables: Tables) -> Iterator[Problem]:
    for table, frame in tables.frames.items():
        for column in frame.columns:
            suspects = _matching(frame[column], r"[^\x00-\x7f]") & tables.good_rows(table, column)
            for row in rows_where(suspects):
                value = str(frame[column].iloc[row])
                if not unicodedata.is_normalized("NFC", value):
                    message = "an accented letter is written as two code points: write it as one (normal form C)"
                    yield Problem(NORMAL_FORM.id, table, row, column, value, message, tidy(value))


def _check_length(tables: Tables) -> Iterator[Problem]:
    for table, frame in tables.frames.items():
        for field in tables.schemas[table].fields:
            if field.max_length is not None:
                continue
            long = np.asarray(frame[field.name].str.len() > MAXIMUM_CELL, dtype=bool)
            for row in rows_where(long & tables.good_rows(table, field.name)):
                value = str(frame[field.name].iloc[row])
                message = f"the cell has {len(value):,} characters; at most {MAXIMUM_CELL:,} are allowed"
                yield Problem(CELL_LENGTH.id, table, row, field.name, value, message)


CHECKS: Final = (
    RuleCheck(CONTROL, _check_control),
    RuleCheck(INVISIBLE, _check_invisible),
    RuleCheck(NORMAL_FORM, _check_normal_form),
    RuleCheck(WHITESPACE, _check_whitespace),
    RuleCheck(FORMULA, _check_formula),
    RuleCheck(CELL_LENGTH, _check_length),
)
