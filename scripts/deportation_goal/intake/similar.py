"""Rows that a new row may repeat: shown to the contributor, never refused for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deportation_goal.evidence.stream import evidence_stream
from deportation_goal.intake.submitted_rows import Place
from deportation_goal.table_files import Row


@dataclass(frozen=True)
class Similar:
    """A row of the package that a new row resembles, and in what.

    Attributes:
        table: Name of the table of both.
        place: Where the new row stands in the contributor's file.
        row_id: Id of the row of the package.
        reason: What they share.
    """

    table: str
    place: Place
    row_id: str
    reason: str


def _address(row: Row) -> str:
    bare = re.sub(r"^https?://(?:www\.|m\.|amp\.)?", "", row.get("url", "").lower())
    return re.sub(r"[?#].*$", "", bare).rstrip("/")


def _figure(row: Row) -> tuple[str, ...]:
    return row.get("source_id", ""), row.get("indicator_id", ""), row.get("value", "")


def _obstacle(row: Row) -> tuple[str, ...]:
    # Without a claimant two rows are alike too.
    return (
        row.get("source_id", ""),
        row.get("obstacle_type", ""),
        row.get("effect", ""),
        f"by {row.get('attributed_to', '')}",
    )


def _words(row: Row) -> str:
    return evidence_stream(row.get("text", ""))


_LIKENESSES: Final[Mapping[str, tuple[tuple[str, Callable[[Row], object]], ...]]] = {
    "figures": (("same source, indicator and number", _figure),),
    "quotes": (
        ("same words", _words),
        ("same utterance", lambda row: row.get("utterance", "")),
    ),
    "obstacles": (("same source, type, effect and claimant", _obstacle),),
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


def similar_rows(table: str, key: str, new: Sequence[tuple[Row, Place]], existing: Sequence[Row]) -> Iterator[Similar]:
    """Yield, for each new row, the rows it resembles, each with the first reason that applies.

    Args:
        table: Name of the table.
        key: Its key column.
        new: New rows, each with its place.
        existing: Rows of the package.
    """
    reported: set[tuple[int, str]] = set()
    for reason, likeness in _LIKENESSES.get(table, ()):
        by_likeness: dict[object, list[str]] = {}
        for row in existing:
            by_likeness.setdefault(likeness(row), []).append(row[key])
        for position, (row, place) in enumerate(new):
            what = likeness(row)
            if not what or (isinstance(what, tuple) and not all(what)):
                continue
            for row_id in by_likeness.get(what, []):
                if (position, row_id) not in reported:
                    reported.add((position, row_id))
                    yield Similar(table, place, row_id, reason)
