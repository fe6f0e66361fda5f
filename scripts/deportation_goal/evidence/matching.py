"""Which text belongs to which source: by its digest, else by the id in its name, else by the locators it holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deportation_goal.evidence.find import Stream
from deportation_goal.evidence.locator_check import Statement
from deportation_goal.evidence.stream import stream_sha256
from deportation_goal.evidence.texts import SourceText

_PROBES: Final = 3
"""Excerpts of a source that are looked for everywhere in a text that nothing else tells: the shortest ones."""


@dataclass(frozen=True)
class Source:
    """A document that statements refer to, with the digest of its text if it was held."""

    source_id: str
    text_sha256: str


def match_texts(
    texts: Sequence[SourceText], sources: Iterable[Source], statements: Sequence[Statement]
) -> dict[str, SourceText]:
    """Return the text of each source that has one.

    Args:
        texts: The texts that the user holds.
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
    hits: Counter[tuple[str, str]] = Counter()
    for name, text in free.items():
        hits.update({(name, source_id): number for source_id, number in _hits(rows, Stream(text.stream)).items()})
    # The pair with the most hits first: a text that only quotes a source must not take its place.
    for (name, source_id), _number in sorted(hits.items(), key=lambda item: (-item[1], item[0])):
        if source_id not in matched and name in free:
            matched[source_id] = free.pop(name)


def _hits(rows: Mapping[str, Sequence[Statement]], stream: Stream) -> dict[str, int]:
    """How many excerpts of each source a text holds; sources of which it holds none are left out."""
    hits: dict[str, int] = {}
    for source_id, statements in rows.items():
        probes = sorted({statement.locator for statement in statements}, key=lambda locator: locator.length)[:_PROBES]
        if any(stream.find(probe, ()) for probe in probes):
            shifts: dict[int, None] = {}
            for statement in statements:
                found = stream.find(statement.locator, shifts)
                if found:
                    hits[source_id] = hits.get(source_id, 0) + 1
                    shifts[found.start - statement.locator.start] = None
    return hits
