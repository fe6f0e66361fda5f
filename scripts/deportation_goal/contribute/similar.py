"""Rows that a new row may repeat: shown to the contributor, never refused for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deportation_goal.evidence.stream import evidence_stream

Row = Mapping[str, str]


@dataclass(frozen=True)
class Similar:
    """A row of the package that a new row resembles, and in what."""

    table: str
    new_id: str
    row_id: str
    reason: str


def _address(row: Row) -> str:
    bare = re.sub(r"^https?://(?:www\.|m\.|amp\.)?", "", row.get("url", "").lower())
    return re.sub(r"[?#].*$", "", bare).rstrip("/")


def _figure(row: Row) -> tuple[str, ...]:
    return row.get("source_id", ""), row.get("indicator_id", ""), row.get("value", "")


def _words(row: Row) -> str:
    return evidence_stream(row.get("text", ""))


_LIKENESSES: Final[Mapping[str, tuple[tuple[str, Callable[[Row], object]], ...]]] = {
    "figures": (("same source, indicator and number", _figure),),
    "quotes": (
        ("same words", _words),
        ("same utterance", lambda row: row.get("utterance", "")),
    ),
    "obstacles": (
        (
            "same source, type, effect and claimant",
            lambda row: tuple(
                row.get(column, "") for column in ("source_id", "obstacle_type", "effect", "attributed_to")
            ),
        ),
    ),
    "countries": (
        (
            "same source, country and role",
            lambda row: tuple(row.get(column, "") for column in ("source_id", "area", "role")),
        ),
    ),
    "sources": (
        ("same address", _address),
        ("same text", lambda row: row.get("text_sha256", "")),
        ("same title", lambda row: evidence_stream(row.get("title", ""))),
    ),
    "agents": (("same name", lambda row: evidence_stream(row.get("name", ""))),),
    "indicators": (("same name", lambda row: evidence_stream(row.get("name", ""))),),
}


def similar_rows(table: str, key: str, new: Sequence[Row], existing: Sequence[Row]) -> Iterator[Similar]:
    """Yield, for each new row, the rows it resembles, each with the first reason that applies."""
    told: set[tuple[str, str]] = set()
    for reason, likeness in _LIKENESSES.get(table, ()):
        by_likeness: dict[object, list[str]] = {}
        for row in existing:
            by_likeness.setdefault(likeness(row), []).append(row[key])
        for row in new:
            what = likeness(row)
            if not what or (isinstance(what, tuple) and not all(what)):
                continue
            for row_id in by_likeness.get(what, []):
                if (row[key], row_id) not in told:
                    told.add((row[key], row_id))
                    yield Similar(table, row[key], row_id, reason)
