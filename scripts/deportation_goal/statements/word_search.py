"""Finds rows by words in their summaries, quotes, names and titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deportation_goal.errors import UserError
from deportation_goal.package.descriptor import Package
from deportation_goal.package.schema import TableSchema
from deportation_goal.table_files import Row, Rows

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Match:
    """A row that has all the words.

    Attributes:
        table: Its table.
        row_id: Its key.
        text: What the row says, for people.
        score: How well it fits: whole words count more than beginnings, a short text more than a long one.
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
        package: The package, whose schemas say what is searched.
        tables: Rows of every table.
        query: Words; case and accents make no difference, the beginning of a word is enough.
        only: Tables to look in; all that are searched if not given.

    Raises:
        UserError: If the query holds no word.
    """
    words = _WORD.findall(folded(query))
    if not words:
        raise UserError(f'"{query}" holds no word to search for')
    names = _names(package, tables)
    matches = []
    for schema in searched_tables(package):
        if only and schema.name not in only:
            continue
        found = []
        for row in tables[schema.name]:
            behind, own = _words_of(schema, row, names)
            key = row[schema.primary_key]
            score = _score(words, " ".join([key.replace("-", " "), key, *own, *behind]))
            if score:
                shown = " · ".join(filter(None, [*behind, *(row[column] for column in schema.label)]))
                found.append(Match(schema.name, key, shown, score))
        matches += sorted(found, key=lambda match: (-match.score, match.row_id))
    return matches


def searched_tables(package: Package) -> list[TableSchema]:
    """Return the schemas of the tables that are searched, in the order of the descriptor."""
    return [resource.schema for resource in package.resources if resource.schema.searched]


def _names(package: Package, tables: Rows) -> dict[str, dict[str, str]]:
    """Return the name of every row that has one, by table and key."""
    schemas = [resource.schema for resource in package.resources if resource.schema.label]
    return {
        schema.name: {row[schema.primary_key]: row[schema.label[0]] for row in tables[schema.name]}
        for schema in schemas
    }


def _words_of(schema: TableSchema, row: Row, names: Mapping[str, Mapping[str, str]]) -> tuple[list[str], list[str]]:
    """Return the names behind the searched ids of a row, and its own searched cells."""
    behind, own = [], []
    for column in schema.searched:
        key = schema.references.get(column)
        if key:
            behind.append(names.get(key.table, {}).get(row[column], ""))
        else:
            own.append(row[column])
    return behind, own
