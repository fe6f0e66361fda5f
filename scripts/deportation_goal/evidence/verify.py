"""Verifies locators against texts that the user holds."""

from __future__ import annotations

import enum
import hashlib
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deportation_goal.evidence.locator import Locator
from deportation_goal.evidence.stream import evidence_stream, stream_sha256

TEXT_SUFFIX: Final = ".txt"


class Status(enum.StrEnum):
    """What became of a locator.

    VERIFIED: the excerpt stands where the locator says. MOVED: it stands elsewhere in the text, for instance
    because this copy has another heading. NOT_FOUND: the text does not hold it, word for word. TEXT_NOT_AVAILABLE:
    no text of the source was given.
    """

    VERIFIED = "verified"
    MOVED = "moved"
    NOT_FOUND = "not_found"
    TEXT_NOT_AVAILABLE = "text_not_available"


@dataclass(frozen=True)
class Statement:
    """A row with a locator."""

    table: str
    row_id: str
    source_id: str
    locator: Locator


@dataclass(frozen=True)
class Source:
    """A document that statements refer to, with the digest of its text if it was held."""

    source_id: str
    text_sha256: str


@dataclass(frozen=True)
class SourceText:
    """A text that the user holds: its name and its evidence stream."""

    name: str
    stream: str


@dataclass(frozen=True)
class Verified:
    """A statement after verification.

    Attributes:
        statement: The row.
        status: What became of its locator.
        text: Name of the text that was searched; empty if none.
        found_at: Where the excerpt begins in that text, or None.
    """

    statement: Statement
    status: Status
    text: str
    found_at: int | None


class TextError(Exception):
    """A text that cannot be read; the message names it."""


def read_texts(folder: Path) -> list[SourceText]:
    """Read every .txt file of a folder, in the order of their names.

    Raises:
        TextError: If the folder holds none, or one is not UTF-8.
    """
    texts = [
        SourceText(path.name, evidence_stream(read_text(path)))
        for path in sorted(folder.iterdir())
        if path.suffix.lower() == TEXT_SUFFIX and path.is_file()
    ]
    if not texts:
        raise TextError(f"{folder} holds no {TEXT_SUFFIX} file: put the source texts there, one a file")
    return texts


def read_text(path: Path) -> str:
    """Read one source text.

    Raises:
        TextError: If it cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TextError(f"{path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise TextError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8 text") from None


def match_texts(
    texts: Sequence[SourceText], sources: Iterable[Source], statements: Sequence[Statement]
) -> dict[str, SourceText]:
    """Return the text of each source: by its digest, else by the id in its name, else by the locators it holds."""
    known = sorted(sources, key=lambda source: -len(source.source_id))
    by_digest = {stream_sha256(text.stream): text for text in texts}
    matched = {source.source_id: by_digest[source.text_sha256] for source in known if source.text_sha256 in by_digest}
    free = [text for text in texts if text not in matched.values()]
    for source in known:
        named = [text for text in free if source.source_id in text.name.lower()]
        if source.source_id not in matched and named:
            matched[source.source_id] = named[0]
            free.remove(named[0])
    hits: Counter[tuple[str, str]] = Counter()
    unmatched = [statement for statement in statements if statement.source_id not in matched]
    for text in free:
        found = (result for result in _verify_in(unmatched, text) if result.found_at is not None)
        hits.update((text.name, result.statement.source_id) for result in found)
    # The pair with the most hits first: a text that only quotes a source must not take its place.
    by_name = {text.name: text for text in free}
    for (name, source_id), _ in hits.most_common():
        if source_id not in matched and name in by_name:
            matched[source_id] = by_name.pop(name)
    return matched


def verify(statements: Sequence[Statement], matched: dict[str, SourceText]) -> list[Verified]:
    """Verify every statement against the text of its source, in the order given."""
    results: dict[str, Verified] = {}
    for source_id in dict.fromkeys(statement.source_id for statement in statements):
        own = [statement for statement in statements if statement.source_id == source_id]
        text = matched.get(source_id)
        found = _verify_in(own, text) if text else [Verified(item, Status.TEXT_NOT_AVAILABLE, "", None) for item in own]
        results.update({result.statement.row_id: result for result in found})
    return [results[statement.row_id] for statement in statements]


def _verify_in(statements: Iterable[Statement], text: SourceText) -> list[Verified]:
    shifts: dict[int, None] = {}
    results = []
    for statement in statements:
        locator = statement.locator
        found = _find(locator, text.stream, shifts)
        if found is None:
            results.append(Verified(statement, Status.NOT_FOUND, text.name, None))
            continue
        if found != locator.start:
            shifts[found - locator.start] = None
        status = Status.VERIFIED if found == locator.start else Status.MOVED
        results.append(Verified(statement, status, text.name, found))
    return results


def _find(locator: Locator, stream: str, shifts: Iterable[int]) -> int | None:
    """Look at the stored place, then at shifts already found in this text, then everywhere."""
    length = locator.length
    shifted = (locator.start + shift for shift in shifts)
    places: Iterator[int] = itertools.chain([locator.start], shifted, range(len(stream) - length + 1))
    for place in places:
        if 0 <= place <= len(stream) - length:
            digest = hashlib.sha256(stream[place : place + length].encode()).hexdigest()
            if digest == locator.sha256:
                return place
    return None
