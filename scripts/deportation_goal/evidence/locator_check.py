"""Verifies locators against texts that the user has, and what the excerpts should hold."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deportation_goal.evidence.find import Search, Stream
from deportation_goal.evidence.locator import Locator
from deportation_goal.evidence.texts import SourceText


class Status(enum.StrEnum):
    """What became of a locator.

    VERIFIED: the excerpt is where the locator says. MOVED: it is elsewhere in the text, for instance
    because this copy has another heading. NOT_FOUND: the text does not hold it, word for word. TEXT_NOT_AVAILABLE:
    no text of the source was given.
    """

    VERIFIED = "verified"
    MOVED = "moved"
    NOT_FOUND = "not_found"
    TEXT_NOT_AVAILABLE = "text_not_available"


@dataclass(frozen=True)
class Statement:
    """A row with a locator.

    Attributes:
        table: Its table.
        row_id: Its key.
        source_id: The source that carries it.
        locator: Where its excerpt is.
        printed: Evidence streams of what the excerpt has to hold: the number of a figure, the words of a quote.
    """

    table: str
    row_id: str
    source_id: str
    locator: Locator
    printed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verified:
    """A statement after verification.

    Attributes:
        statement: The row.
        status: What became of its locator.
        text: Name of the text that was searched; empty if none.
        found_at: Where the excerpt begins in that text, or None.
        search: How it was found, or None.
        occurrences: How often that text has the excerpt.
        missing: What the excerpt should hold and does not, as evidence streams.
    """

    statement: Statement
    status: Status
    text: str
    found_at: int | None
    search: Search | None = None
    occurrences: int = 0
    missing: tuple[str, ...] = ()


def verify(statements: Sequence[Statement], matched: Mapping[str, SourceText]) -> list[Verified]:
    """Verify every statement against the text of its source, in the order given."""
    groups: dict[str, list[int]] = {}
    for position, statement in enumerate(statements):
        groups.setdefault(statement.source_id, []).append(position)
    results: dict[int, Verified] = {}
    for source_id, positions in groups.items():
        own = [statements[position] for position in positions]
        text = matched.get(source_id)
        found = _verify_in(own, text) if text else [Verified(item, Status.TEXT_NOT_AVAILABLE, "", None) for item in own]
        results.update(zip(positions, found, strict=True))
    return [results[position] for position in range(len(statements))]


def _verify_in(statements: Iterable[Statement], text: SourceText) -> list[Verified]:
    stream = Stream(text.stream)
    shifts: dict[int, None] = {}
    known: dict[Locator, Verified] = {}
    results = []
    for statement in statements:
        result = known.get(statement.locator) or _verified(statement, stream, text.name, shifts)
        known[statement.locator] = result
        results.append(_with_content(statement, result, stream))
    return results


def _verified(statement: Statement, stream: Stream, name: str, shifts: dict[int, None]) -> Verified:
    locator = statement.locator
    found = stream.find(locator, shifts, max(statement.printed, key=len, default=""))
    if found is None:
        return Verified(statement, Status.NOT_FOUND, name, None)
    if found.start != locator.start:
        shifts[found.start - locator.start] = None
    excerpt = stream.text[found.start : found.start + locator.length]
    status = Status.VERIFIED if found.start == locator.start else Status.MOVED
    return Verified(statement, status, name, found.start, found.search, _occurrences(stream.text, excerpt))


def _with_content(statement: Statement, result: Verified, stream: Stream) -> Verified:
    missing: tuple[str, ...] = ()
    if result.found_at is not None:
        excerpt = stream.text[result.found_at : result.found_at + statement.locator.length]
        missing = tuple(printed for printed in statement.printed if printed not in excerpt)
    return Verified(statement, result.status, result.text, result.found_at, result.search, result.occurrences, missing)


def _occurrences(text: str, excerpt: str) -> int:
    number, place = 0, text.find(excerpt)
    while place >= 0:
        number += 1
        place = text.find(excerpt, place + 1)
    return number
