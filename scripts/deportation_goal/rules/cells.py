"""Rules on the characters of a cell, whatever its column: what cannot be seen, what a spreadsheet would run."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from deportation_goal.findings import Level
from deportation_goal.package.schema import Field
from deportation_goal.rules.rule import Breach, Example, Phase, cell_rule
from deportation_goal.table_files.distinct_values import MAXIMUM_CELL

_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_INVISIBLE: Final = (
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffd\U000e0000-\U000e0fff\ue000-\uf8ff]"
)
"""Compiled where a cell may hold one of them, which takes long."""
_PRINTED_AS_NOTHING: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\ufffd"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
"""Those of them that Python takes for printable."""
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_LOST: Final = "\ufffd"
_JOINERS: Final = "\u200c\u200d"
_JOINED_SCRIPTS: Final = (
    *("ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU"),
    *("KANNADA", "MALAYALAM", "SINHALA", "TIBETAN", "MYANMAR", "KHMER"),
)
_FORMULA: Final = frozenset("=+-@")
_NEGATIVE: Final = re.compile(r"-[0-9]+(\.[0-9]+)?")
_CALL: Final = re.compile(r"[(|!]")
"""What a formula needs to do more than show another text: a function, another program, another sheet."""


@lru_cache(maxsize=1024)
def beyond_ascii(value: str) -> str:
    """Return the characters of a value that ASCII lacks; several rules look at no others."""
    return "".join(_NOT_ASCII.findall(value))


def tidy(value: str) -> str:
    """Return a cell with single plain spaces, none at its ends, in normal form C."""
    return unicodedata.normalize("NFC", " ".join(value.split()))


@cell_rule(
    "control-character",
    Level.ERROR,
    Phase.CHARACTERS,
    title="No cell holds a control character.",
    why="Characters such as NUL cut text short in some programs, and nobody sees them.",
    bad=Example("A NUL in a name.", {"areas.0.name": "Costa\0 Rica"}),
    good=Example("A name in plain letters.", {"areas.0.name": "Costa Rica"}),
    alone_because="Table Schema allows every character in a string",
)
def control_character(value: str, _field: Field) -> Breach | None:
    """Look for C0 and C1 control characters, LF aside."""
    found = _CONTROL.search(value)
    return _cannot_be_seen("the control character", found.group()) if found else None


@cell_rule(
    "invisible-character",
    Level.ERROR,
    Phase.CHARACTERS,
    title="No cell holds an invisible or bidirectional character.",
    why="Zero-width and bidirectional characters make two different values look the same, or reverse the reading order.",
    bad=Example("A zero-width space in a name.", {"areas.0.name": "Costa\u200b Rica"}),
    good=Example("A plain space.", {"areas.0.name": "Costa Rica"}),
    alone_because="Table Schema allows every character in a string",
)
def invisible_character(value: str, _field: Field) -> Breach | None:
    """Look for characters that leave no mark."""
    other = beyond_ascii(value)
    if other.isprintable() and _PRINTED_AS_NOTHING.isdisjoint(other):
        return None
    found = next((found for found in re.finditer(_INVISIBLE, value) if not _joins(value, found)), None)
    if found is None:
        return None
    if found.group() == _LOST:
        return Breach(
            "a letter was lost when the text was saved in another encoding (it is now U+FFFD): look it up in the source, "
            "and write the letter"
        )
    return _cannot_be_seen(unicodedata.name(found.group(), "an unnamed character").lower(), found.group())


def _joins(text: str, found: re.Match[str]) -> bool:
    """Whether a character is a joiner inside a word of a script that is written with joiners (UAX #31)."""
    if found.group() not in _JOINERS or not 0 < found.start() < len(text) - 1:
        return False
    around = (text[found.start() - 1], text[found.end()])
    return all(unicodedata.name(character, "").startswith(_JOINED_SCRIPTS) for character in around)


def _cannot_be_seen(name: str, character: str) -> Breach:
    return Breach(f"the cell holds {name} (U+{ord(character):04X}), which cannot be seen: delete it")


@cell_rule(
    "unicode-normal-form",
    Level.ERROR,
    Phase.CHARACTERS,
    title="Text is in Unicode normal form C.",
    why="The same letter can be written as one code point or two; a search for one does not find the other.",
    bad=Example("é as e and a combining accent.", {"agents.1.name": "Jose\u0301 Doe"}),
    good=Example("é as one code point.", {"agents.1.name": "José Doe"}),
    fixable=True,
    alone_because="Table Schema knows no normal forms",
)
def unicode_normal_form(value: str, _field: Field) -> Breach | None:
    """Compare with normal form C (UAX #15)."""
    if unicodedata.is_normalized("NFC", value):
        return None
    return Breach("an accented letter is written as two characters that look like one: write it as one", tidy(value))


@cell_rule(
    "whitespace",
    Level.ERROR,
    Phase.CHARACTERS,
    title="No cell begins or ends with a space, holds two in a row, or a space of another kind.",
    why="Values that differ by a space look the same and do not match.",
    bad=Example("A space after the name.", {"areas.0.name": "Costa Rica "}),
    good=Example("Single spaces between words.", {"areas.0.name": "Costa Rica"}),
    fixable=True,
    alone_because="Table Schema allows spaces in a string",
)
def whitespace(value: str, _field: Field) -> Breach | None:
    """Compare with the cell as `tidy` gives it; line breaks have a rule of their own."""
    if "\n" in value or tidy(value) == value:
        return None
    return Breach(
        "the cell has an extra or unusual space: use single plain spaces, and none at the beginning or end", tidy(value)
    )


@cell_rule(
    "formula",
    Level.ERROR,
    Phase.CHARACTERS,
    title="No text begins with =, or begins with + - or @ and holds a parenthesis, a vertical bar or an exclamation mark.",
    why="A spreadsheet that opens the CSV would run it as a formula (CWE-1236). In the XLSX of a release it stays text.",
    bad=Example("A name that a spreadsheet runs as a formula.", {"areas.0.name": "=1+1"}),
    good=Example("The same sign inside the text.", {"areas.0.name": "1+1=2"}),
    alone_because="Table Schema allows every character in a string",
)
def formula(value: str, field: Field) -> Breach | None:
    """Look at the first character of a text, and for what lets a formula do something."""
    if field.type != "string" or value[:1] not in _FORMULA or not (value[0] == "=" or _CALL.search(value)):
        return None
    return Breach(f'text must not begin with "{value[0]}", which a spreadsheet runs as a formula: begin with a word')


@cell_rule(
    "leading-sign",
    Level.WARNING,
    Phase.CHARACTERS,
    title="A text begins with + - or @ only if its source prints it so; a negative number may begin with a minus sign.",
    why="A spreadsheet that opens the CSV may show an error in place of the text. A title such as @handle is printed so.",
    bad=Example("A summary that begins with a dash.", {"obstacles.0.summary": "- Officers are short of beds."}),
    good=Example("The same summary without it.", {"obstacles.0.summary": "Officers are short of beds."}),
    alone_because="Table Schema allows every character in a string",
)
def leading_sign(value: str, field: Field) -> Breach | None:
    """Look at the first character of a text; a number may begin with a minus sign."""
    if field.type != "string" or value[:1] not in _FORMULA or _NEGATIVE.fullmatch(value):
        return None
    return Breach(
        f'the text begins with "{value[0]}", which a spreadsheet may take for a formula: keep the sign only if the source '
        "prints it, otherwise begin with a word"
    )


@cell_rule(
    "cell-length",
    Level.ERROR,
    Phase.CHARACTERS,
    applies=lambda field: field.max_length is None,
    title=f"No cell is longer than {MAXIMUM_CELL:,} characters.",
    why="A cell that long is usually a pasting mistake, and spreadsheets cut it off.",
    bad=Example("A value of 30,000 letters.", {"revisions.0.old_value": "x" * 30_000}),
    good=Example("A value of 300 letters.", {"revisions.0.old_value": "x" * 300}),
    alone_because="the column has no maxLength",
)
def cell_length(value: str, _field: Field) -> Breach | None:
    """Compare the length in code points."""
    if len(value) <= MAXIMUM_CELL:
        return None
    return Breach(f"the cell has {len(value):,} characters; at most {MAXIMUM_CELL:,} are allowed")
