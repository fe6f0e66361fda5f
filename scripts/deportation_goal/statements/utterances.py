"""Wordings of one utterance: which one most carriers share, and by which words the others differ."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import Final

from deportation_goal.evidence.stream import evidence_stream
from deportation_goal.table_files import Row

_WORD: Final = re.compile(r"\S+")


class Part(Enum):
    """What became of some words on the way from one wording to another."""

    KEPT = "kept"
    LEFT_OUT = "left out"
    PUT_IN = "put in"


@dataclass(frozen=True)
class Piece:
    """Some words in a row with the same fate.

    Attributes:
        part: Their fate.
        words: The words, as printed, a blank between two.
    """

    part: Part
    words: str


@dataclass(frozen=True)
class Wording:
    """One wording of an utterance.

    Attributes:
        text: The words, as the first of its carriers prints them.
        quotes: The rows that have it; copies that differ only in marks, case and dashes are one wording.
    """

    text: str
    quotes: tuple[Row, ...]

    @property
    def carriers(self) -> tuple[str, ...]:
        """The documents that print it."""
        return tuple(sorted({quote["source_id"] for quote in self.quotes}))


@dataclass(frozen=True)
class Utterance:
    """Everything that is printed of one utterance.

    Attributes:
        name: The slug that all its rows share.
        wordings: The one with the most carriers first; of two with equally many, the longer one.
    """

    name: str
    wordings: tuple[Wording, ...]

    @property
    def shared(self) -> Wording | None:
        """The wording that more carriers print than any other; None where no wording has a lead."""
        first, *others = self.wordings
        if others and len(others[0].carriers) == len(first.carriers):
            return None
        return first

    @property
    def speakers(self) -> tuple[str, ...]:
        """Whom the carriers name as the speaker."""
        return tuple(sorted({quote["attributed_to"] for wording in self.wordings for quote in wording.quotes}))


def utterances(quotes: Iterable[Row]) -> dict[str, Utterance]:
    """Return the utterances of the table quotes by name."""
    groups: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for quote in sorted(quotes, key=lambda quote: quote["quote_id"]):
        groups[quote["utterance"]][evidence_stream(quote["text"])].append(quote)
    return {
        name: Utterance(
            name,
            tuple(
                sorted(
                    (Wording(members[0]["text"], tuple(members)) for members in wordings.values()),
                    key=lambda wording: (-len(wording.carriers), -len(wording.text), wording.text),
                )
            ),
        )
        for name, wordings in sorted(groups.items())
    }


def _plain(word: str) -> str:
    """A word without its marks and its case; a mark by itself stays as it is."""
    return evidence_stream(word) or word


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """Return how the words of one wording became those of another, in order; marks and case make no difference."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(None, [*map(_plain, before)], [*map(_plain, after)], autojunk=False)
    pieces = chain.from_iterable(
        ((Part.KEPT, after[third:fourth]),)
        if tag == "equal"
        else ((Part.LEFT_OUT, before[first:second]), (Part.PUT_IN, after[third:fourth]))
        for tag, first, second, third, fourth in matcher.get_opcodes()
    )
    return tuple(Piece(part, " ".join(words)) for part, words in pieces if words)
