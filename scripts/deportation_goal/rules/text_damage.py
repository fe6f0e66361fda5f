"""Rules on texts that went wrong on their way: markup, another encoding, look-alike letters, words in place of nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from deportation_goal.findings import Level
from deportation_goal.package.schema import Field
from deportation_goal.rules.cells import beyond_ascii
from deportation_goal.rules.constraints import address_in
from deportation_goal.rules.rule import Breach, Example, Phase, cell_rule, row_rule
from deportation_goal.wording import short

_HISTORY: Final = frozenset({"old_value", "new_value"})
"""Columns that keep cells as they were, whatever was wrong with them."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_RUN: Final = re.compile(r"[^\x00-\x7f]+")
_FULL_WIDTH: Final = re.compile(
    r"[\uff04\uff05\uff0b\uff0d\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uffe0-\uffe6\U0001d400-\U0001d7ff]+"
)
"""Letters, digits and signs of sums; full-width punctuation is what Chinese and Japanese texts print."""

_LOST: Final = re.compile(r"[a-z]\?[a-z]")
_ALPHABETS: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
"""Scripts with letters that look like those of another one (Unicode TR 39)."""

_MARKUP: Final = re.compile(
    r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|<!--|&(?:[A-Za-z]+[0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);"
)
_NOTHING: Final = (
    "- -- — – . .. ... … ? ?? ??? * / x xx xxx n/a n.a. na n/d nan nil none null undefined unknown missing empty blank "
    "tbd tbc tba todo t.b.d. #n/a #value! #ref! #name? #div/0! #null! (none) (blank) (empty) none. unknown."
)
_PLACEHOLDERS: Final = frozenset(_NOTHING.split())
_LONGEST_PLACEHOLDER: Final = max(map(len, _PLACEHOLDERS))
_ADDRESS: Final = re.compile(
    r"https?://(?:[a-z0-9-]+\.)+(?P<top>[a-z]{2,63}|xn--[a-z0-9-]+)(?::[0-9]{1,5})?(?:[/?#].*)?", re.IGNORECASE
)
_SEVERAL: Final = re.compile(r"[,;|]https?://", re.IGNORECASE)
_NO_HOSTS: Final = frozenset({"local", "localhost", "invalid", "test", "internal", "lan"})
"""Top-level domains that lead nowhere (RFC 2606, RFC 6761)."""


def _is_text(field: Field) -> bool:
    return field.type == "string" and field.name not in _HISTORY


def _is_free(field: Field) -> bool:
    return _is_text(field) and field.pattern is None and not field.enum


@lru_cache(maxsize=4096)
def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _alphabets(letters: Iterable[str]) -> frozenset[str]:
    return _ALPHABETS.intersection(map(_alphabet, letters))


@cell_rule(
    "mixed-scripts",
    Level.ERROR,
    Phase.CHARACTERS,
    applies=_is_text,
    title="No word mixes letters of two alphabets, such as Latin and Cyrillic.",
    why="The letters look the same, but a search for the word does not find it.",
    bad=Example("A Cyrillic letter in a Latin word.", {"areas.0.name": "C\u043esta Rica"}),
    good=Example("Latin letters throughout.", {"areas.0.name": "Costa Rica"}),
    alone_because="Table Schema allows every letter in a string",
)
def mixed_scripts(value: str, _field: Field) -> Breach | None:
    """Compare the alphabets of the letters of each word."""
    # ASCII has no letter of another alphabet.
    if _alphabets(beyond_ascii(value)) <= {"LATIN"}:
        return None
    for word in _WORD.findall(value):
        if len(_alphabets(word)) > 1:
            first = next(letter for letter in word if _alphabet(letter) != "LATIN")
            name = unicodedata.name(first, "a letter of another alphabet").lower()
            return Breach(f'the word "{short(word)}" holds {name} (U+{ord(first):04X}): type it in one alphabet')
    return None


@cell_rule(
    "full-width-sign",
    Level.ERROR,
    Phase.CHARACTERS,
    applies=_is_text,
    title="No cell holds full-width or mathematical forms of plain letters, digits and signs.",
    why="Some keyboards and social media produce them, and programs treat them as other characters.",
    bad=Example("A full-width digit.", {"sources.1.title": "Report \uff12"}),
    good=Example("A plain digit.", {"sources.1.title": "Report 2"}),
    alone_because="Table Schema allows every character in a string",
)
def full_width_sign(value: str, _field: Field) -> Breach | None:
    """Look for the blocks of full-width forms and of mathematical letters."""
    found = _FULL_WIDTH.search(value) if _FULL_WIDTH.search(beyond_ascii(value)) else None
    if found is None:
        return None
    plain = _FULL_WIDTH.sub(lambda match: unicodedata.normalize("NFKC", match.group()), value)
    return Breach(
        f'"{short(found.group())}" is written with full-width or mathematical characters: use plain ones', plain
    )


@cell_rule(
    "unassigned-character",
    Level.ERROR,
    Phase.CHARACTERS,
    applies=_is_text,
    title="No cell holds a code point that Unicode has not assigned, or reserves for private use.",
    why="Nobody knows what it means. Most often an icon was copied from a web page, or bytes were damaged.",
    bad=Example("A code point without a character.", {"areas.0.name": "Costa Rica\u0378"}),
    good=Example("Characters only.", {"areas.0.name": "Costa Rica"}),
    alone_because="Table Schema allows every code point in a string",
)
def unassigned_character(value: str, _field: Field) -> Breach | None:
    """Look for the general categories Cn and Co."""
    for character in beyond_ascii(value):
        if unicodedata.category(character) in ("Cn", "Co"):
            return Breach(f"U+{ord(character):04X} is not a character of Unicode: delete it, or type what was meant")
    return None


@cell_rule(
    "mojibake",
    Level.ERROR,
    Phase.CHARACTERS,
    applies=_is_text,
    title="No text was read in the wrong encoding.",
    why="A program that reads UTF-8 as Windows-1252 turns letters such as é into two signs; others turn them into question marks.",
    bad=Example("An é read as Windows-1252.", {"agents.1.name": "Jos\u00c3\u00a9 Doe"}),
    good=Example("An é.", {"agents.1.name": "José Doe"}),
    alone_because="Table Schema allows every character in a string",
)
def mojibake(value: str, _field: Field) -> Breach | None:
    """Look for characters whose bytes in Windows-1252 are those of a UTF-8 text."""
    if value.isascii():
        return None
    wrong = [run for run in _RUN.findall(value) if _decoded(run)]
    if not wrong:
        return None
    right = _RUN.sub(lambda match: _decoded(match.group()) or match.group(), value)
    return Breach(f'"{short(wrong[0])}" was read in the wrong encoding: open the file as UTF-8', right)


@lru_cache(maxsize=4096)
def _decoded(run: str) -> str:
    """Return what a run of characters was before UTF-8 was read as Windows-1252; empty if it was not."""
    try:
        return run.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


@cell_rule(
    "lost-character",
    Level.WARNING,
    Phase.ROWS,
    applies=lambda field: _is_free(field),
    asked=lambda values, _field: values.holding("?"),
    title="No word has a question mark inside it.",
    why="Some programs write one for a character that they cannot store, such as an apostrophe.",
    bad=Example("A lost apostrophe.", {"obstacles.0.summary": "The agency?s officers are too few."}),
    good=Example("The apostrophe.", {"obstacles.0.summary": "The agency’s officers are too few."}),
    alone_because="Table Schema allows every character in a string",
)
def lost_character(value: str, _field: Field) -> Breach | None:
    """Look for a question mark between two small letters."""
    found = _LOST.search(value) if "?" in value else None
    return Breach(f'a character was lost at "{found.group()}": type it again') if found else None


@cell_rule(
    "markup",
    Level.ERROR,
    Phase.ROWS,
    applies=_is_text,
    asked=lambda values, _field: values.holding("<&"),
    title="No cell holds HTML tags or entities.",
    why="The tables hold plain text; programs would show the tags, or run them.",
    bad=Example("An entity.", {"sources.1.title": "Arrests &amp; removals"}),
    good=Example("The sign itself.", {"sources.1.title": "Arrests & removals"}),
    alone_because="Table Schema allows every character in a string",
)
def markup(value: str, _field: Field) -> Breach | None:
    """Look for tags and entities of HTML."""
    marks = [match.group() for match in _MARKUP.finditer(value)] if "<" in value or "&" in value else []
    if not marks:
        return None
    import html

    found = next((mark for mark in marks if mark[0] == "<" or html.unescape(mark) != mark), None)
    if found is None:
        return None
    plain = html.unescape(re.sub(r"</?[A-Za-z][^<>]*>", "", value))
    return Breach(f'"{short(found)}" is HTML: write plain text', "" if _MARKUP.search(plain) else plain.strip())


@cell_rule(
    "placeholder",
    Level.WARNING,
    Phase.ROWS,
    applies=_is_free,
    asked=lambda values, _field: values.short_words(_LONGEST_PLACEHOLDER),
    title="A cell without a value is empty; it does not hold a word such as n/a or unknown.",
    why="Programs count such a word as a value.",
    bad=Example("A word in place of nothing.", {"countries.0.place": "n/a"}),
    good=Example("An empty cell.", {"countries.0.place": ""}),
    alone_because="Table Schema allows every word in a string",
)
def placeholder(value: str, field: Field) -> Breach | None:
    """Compare the whole cell with words that mean nothing."""
    if len(value) > _LONGEST_PLACEHOLDER or value.casefold() not in _PLACEHOLDERS:
        return None
    return Breach(f'"{value}" is not a value: ' + ("write what is meant" if field.required else "empty the cell"))


@cell_rule(
    "address",
    Level.ERROR,
    Phase.ROWS,
    applies=lambda field: field.name.endswith("url"),
    title="An address is one address with a host on the public internet.",
    why="A reader follows it; two addresses in a cell, or the name of a machine at home, lead nowhere.",
    bad=Example("The address of a machine.", {"sources.1.url": "http://localhost/report"}),
    good=Example("An address that anybody can open.", {"sources.1.url": "https://example.org/report"}),
    alone_because="the pattern of the column asks for the scheme only",
)
def address(value: str, _field: Field) -> Breach | None:
    """Look at the host, and for a second address."""
    if not value:
        return None
    match = _ADDRESS.fullmatch(value)
    if match is None or match["top"].lower() in _NO_HOSTS:
        message = f'"{short(value)}" has no host on the public internet, such as www.example.org: correct it'
        return Breach(message, address_in(value))
    if _SEVERAL.search(value):
        return Breach("the cell holds several addresses: keep one, and put the other into archive_url or notes")
    return None


@row_rule(
    "quote-language",
    Level.WARNING,
    Phase.ACROSS,
    table="quotes",
    column="language",
    title="The words of a quote are printed in the language of their source.",
    why="language is the language of the printed words, even if they are a translation; a text in English prints English.",
    bad=Example("Spanish words in an English text.", {"quotes.0.language": "es"}),
    good=Example("English words in an English text.", {"quotes.0.language": "en-US"}),
    alone_because="it compares two tables",
)
def quote_language(language: str, source_id__language: str) -> Breach | None:
    """Compare the languages, whatever the region; an unknown or mixed one fits all."""
    own, printed = language.partition("-")[0], source_id__language.partition("-")[0]
    if own == printed or printed in ("", "und", "mul") or own in ("", "und"):
        return None
    return Breach(
        f'the language is "{language}", but that of the source is "{source_id__language}": correct one of them'
    )
