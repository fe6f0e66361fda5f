"""Finds rows by words in their summaries, quotes, names and titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package
from deportation_goal.table_files import Rows

SEARCHED: Final[Mapping[str, tuple[str, ...]]] = {
    "indicators": ("name", "definition"),
    "figures": ("value_text", "notes"),
    "quotes": ("text", "utterance", "occasion"),
    "obstacles": ("summary",),
    "countries": ("summary", "place"),
    "sources": ("title",),
    "agents": ("name", "role"),
    "areas": ("name",),
}
"""The columns that are searched, by table, besides the key; names first."""

_NAMED: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    "quotes": (("attributed_to", "agents", "name"),),
    "obstacles": (("attributed_to", "agents", "name"), ("counterpart_area", "areas", "name")),
    "countries": (("area", "areas", "name"),),
    "figures": (("indicator_id", "indicators", "name"), ("attributed_to", "agents", "name")),
    "sources": (("publisher", "agents", "name"),),
}
"""Names behind an id of the row that count as its words: column, table, column of the name."""

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Match:
    """A row that has all the words.

    Attributes:
        table: Its table.
        row_id: Its key.
        text: What the row says, for people.
        score: How well it fits: whole words count more than beginnings, few words around them more than many.
    """

    table: str
    row_id: str
    text: str
    score: float


def folded(text: str) -> str:
    """Return a text without case and without accents, so that Sergio finds Sérgio."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def _score(words: Sequence[str], text: str) -> float:
    """0 if a word is missing; a word of the query fits a word that begins with it."""
    plain = folded(text)
    if not all(word in plain for word in words):
        return 0.0
    there = _WORD.findall(plain)
    known = set(there)
    total = 0.0
    for word in words:
        if word in known:
            total += 2
        elif any(other.startswith(word) for other in known):
            total += 1
        else:
            return 0
    return total / len(words) + 1 / (1 + len(there))


def search_rows(package: Package, tables: Rows, query: str, only: Sequence[str] = ()) -> list[Match]:
    """Return the rows that have every word of a query, the best first within each table.

    Args:
        package: The package, for its keys.
        tables: Rows of every table.
        query: Words; case and accents make no difference, the beginning of a word is enough.
        only: Tables to look in; all of `SEARCHED` if not given.

    Raises:
        UserError: If the query holds no word.
    """
    words = _WORD.findall(folded(query))
    if not words:
        raise UserError(f'"{query}" holds no word to search for')
    names = {
        table: {row[package.resource(table).schema.primary_key]: row for row in tables[table]}
        for table in ("agents", "areas", "indicators")
    }
    matches = []
    for table, columns in SEARCHED.items():
        if only and table not in only:
            continue
        key = package.resource(table).schema.primary_key
        found = []
        for row in tables[table]:
            behind = [names[other].get(row[column], {}).get(name, "") for column, other, name in _NAMED.get(table, ())]
            own = [row[column] for column in columns]
            score = _score(words, " ".join([row[key].replace("-", " "), row[key], *own, *behind]))
            if score:
                shown = " · ".join(part for part in [*behind, *own[: 1 if table != "agents" else 2]] if part)
                found.append(Match(table, row[key], shown, score))
        matches += sorted(found, key=lambda match: (-match.score, match.row_id))
    return matches
