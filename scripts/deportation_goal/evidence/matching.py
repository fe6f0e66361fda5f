"""Which text belongs to which source: by its digest, otherwise by the id in its name, otherwise by the locators it holds."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import Final

from deportation_goal.evidence.find import Found, Stream
from deportation_goal.evidence.locator_check import Statement
from deportation_goal.evidence.stream import stream_sha256
from deportation_goal.evidence.texts import SourceText
from deportation_goal.package.in_background import done_by_two

_PROBES: Final = 3
"""Excerpts of a source that are looked for everywhere in a text: those with the longest words."""
_GRAM: Final = 8
"""Bytes of the pieces that tell quickly that a text lacks some words."""
_STEP: Final = 4
"""Bytes between the starts of two pieces of a text."""
_MOST_PLACES: Final = 2_000
"""Places at which an excerpt is tried when only its hash is known."""


@dataclass(frozen=True)
class Source:
    """A document that statements refer to, with the digest of its text if it was read."""

    source_id: str
    text_sha256: str


def match_texts(
    texts: Sequence[SourceText], sources: Iterable[Source], statements: Sequence[Statement]
) -> dict[str, SourceText]:
    """Return the text of each source that has one.

    Args:
        texts: The texts that the user has.
        sources: Every source.
        statements: Every row with a locator: they tell apart texts of any name and any boilerplate.
    """
    known = sorted(sources, key=lambda source: -len(source.source_id))
    by_digest = {stream_sha256(text.stream): text for text in texts}
    matched = {source.source_id: by_digest[source.text_sha256] for source in known if source.text_sha256 in by_digest}
    taken = {text.name for text in matched.values()}
    free = {text.name: text for text in texts if text.name not in taken}
    _by_name(known, free, matched)
    _by_locators(statements, free, matched)
    return matched


def _by_name(known: Iterable[Source], free: dict[str, SourceText], matched: dict[str, SourceText]) -> None:
    """The longest id first: example-news-2025-04-13 is not example-news-2025-04."""
    lowered = {name: name.lower() for name in free}
    for source in known:
        if source.source_id in matched:
            continue
        name = next((name for name in free if source.source_id in lowered[name]), "")
        if name:
            matched[source.source_id] = free.pop(name)


def _by_locators(statements: Sequence[Statement], free: dict[str, SourceText], matched: dict[str, SourceText]) -> None:
    rows: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.source_id not in matched:
            rows[statement.source_id].append(statement)
    if not rows:
        return
    texts = list(free.values())
    found = done_by_two("matching texts", partial(_hits, rows), texts, sum(len(text.stream) for text in texts))
    hits = {
        (text.name, source_id): number
        for text, numbers in zip(texts, found, strict=True)
        for source_id, number in numbers.items()
    }
    # The pair with the most hits first: a text that only quotes a source must not take its place.
    for (name, source_id), _number in sorted(hits.items(), key=lambda item: (-item[1], item[0])):
        if source_id not in matched and name in free:
            matched[source_id] = free.pop(name)


def _hits(rows: Mapping[str, Sequence[Statement]], texts: Iterable[SourceText]) -> list[dict[str, int]]:
    """Return, for each text, how many excerpts of each source it holds; a source without any is left out."""
    looks = {source_id: _Look.at(statements) for source_id, statements in rows.items()}
    wanted = frozenset().union(*(cut for look in looks.values() for _, words in look.words for cut in words.cuts))
    found = []
    for text in texts:
        stream, grams = Stream(text.stream), _grams(text.stream, wanted)
        numbers = {source_id: look.hits(stream, grams) for source_id, look in looks.items()}
        found.append({source_id: number for source_id, number in numbers.items() if number})
    return found


def _grams(stream: str, wanted: frozenset[int]) -> frozenset[int]:
    """Return those of the wanted pieces that begin at every fourth byte of a stream, as numbers."""
    content = stream.encode()
    pieces: frozenset[int] = frozenset()
    for start in range(0, _GRAM, _STEP):
        whole = (len(content) - start) // _GRAM * _GRAM
        if whole > 0:
            pieces |= wanted.intersection(memoryview(content)[start : start + whole].cast("Q"))
    return pieces


@dataclass(frozen=True)
class _Words:
    """Words that an excerpt holds, and their pieces, for each way to cut them: a text with the words has all of one cut."""

    words: str
    cuts: tuple[frozenset[int], ...]

    @classmethod
    def of(cls, words: str) -> _Words:
        content = words.encode()
        cuts = (
            frozenset(
                int.from_bytes(content[start : start + _GRAM], sys.byteorder)
                for start in range(cut, len(content) - _GRAM + 1, _STEP)
            )
            for cut in range(_STEP)
        )
        return cls(words, tuple(cuts))

    def may_be_in(self, grams: Set[int]) -> bool:
        return any(cut <= grams for cut in self.cuts)


@dataclass(frozen=True)
class _Look:
    """What is looked for to see whether a text is a copy of a source: a search for every excerpt would take hours."""

    statements: Sequence[Statement]
    words: Sequence[tuple[Statement, _Words]]

    @classmethod
    def at(cls, statements: Sequence[Statement]) -> _Look:
        longest = sorted(((statement, _longest(statement)) for statement in statements), key=lambda item: -len(item[1]))
        return cls(statements, [(statement, _Words.of(words)) for statement, words in longest[:_PROBES] if words])

    def hits(self, stream: Stream, grams: Set[int]) -> int:
        """How many excerpts of the source a text holds, counting those at their place or found by their words."""
        if not self._is_in(stream, grams):
            return 0
        shifts: dict[int, None] = {}
        number = 0
        for statement in self.statements:
            found = stream.find_near(statement.locator, shifts) or self._found_elsewhere(statement, stream)
            if found:
                number += 1
                shifts[found.start - statement.locator.start] = None
        return number

    def _is_in(self, stream: Stream, grams: Set[int]) -> bool:
        if any(stream.is_at_its_place(statement.locator) for statement in self.statements):
            return True
        if self.words:
            return any(
                words.may_be_in(grams) and stream.find_around(statement.locator, words.words)
                for statement, words in self.words
            )
        return self._found_elsewhere(self.statements[0], stream) is not None

    def _found_elsewhere(self, statement: Statement, stream: Stream) -> Found | None:
        if words := _longest(statement):
            return stream.find_around(statement.locator, words)
        return stream.find_anywhere(statement.locator, _MOST_PLACES)


def _longest(statement: Statement) -> str:
    return max(statement.printed, key=len, default="")
